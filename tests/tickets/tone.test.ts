import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readReplies } from '../../src/catalog/support/replies.ts';
import { wordingSchema, WORDING_FILE } from '../../src/catalog/support/wording.ts';
import { readOptionalDataFile } from '../../src/catalog/data-file.ts';
import { fillTemplate } from '../../src/mail/compose.ts';
import { toPlainText } from '../../src/mail/to-text.ts';
import type { Template } from '../../src/mail/template.ts';
import { findingsIn } from '../../src/tickets/desk/tone.ts';

const CONTENT = join(import.meta.dirname, '../../content');
const refuse = (problem: object): never => {
  throw new Error(JSON.stringify(problem));
};
const wording = readOptionalDataFile(CONTENT, WORDING_FILE, wordingSchema, refuse)!.value;
/** A Wednesday, noon in New York. */
const NOW = Date.parse('2026-01-07T17:00:00Z');
const HOUR = 3_600_000;

const found = (text: string, due: number | undefined = NOW + 4 * HOUR) => findingsIn(text, wording, { now: NOW, due, timeZone: 'America/New_York', inWords: (instant) => new Date(instant).toISOString() });
const kinds = (text: string, due?: number) => found(text, due).map(({ kind, words }) => `${kind}: ${words}`);

describe('a reply is looked over', () => {
  test.each([
    ['You forgot to log out.', 'blame: You forgot'],
    ['You didn’t follow the link.', 'blame: You didn’t follow'],
    ['The backend had a problem.', 'jargon: backend'],
    ['I put it into Jira.', 'internal: Jira'],
    ['The machine is 10.0.0.12.', 'internal: 10.0.0.12'],
    ['It stands in /var/log/app.log now.', 'internal: /var/log/app.log'],
    ['Status: ‹open or closed›', 'gap: ‹open or closed›'],
    ['Hello {{requester.name}},', 'gap: {{requester.name}}'],
    ['It concerns Jane Doe, born 03/04/1961.', 'private: Jane Doe, born 03/04/1961'],
    ['We guarantee it.', 'promise: guarantee'],
  ])('%s', (text, finding) => {
    expect(kinds(text)).toEqual([finding]);
  });

  test('for promises that the clock does not ring before', () => {
    expect(kinds('We answer within 2 hours.')).toEqual(['promise: within 2 hours']);
    expect(found('We answer within 2 hours.')[0]?.instead).toContain('rings only at 2026-01-07T21:00:00.000Z');
    expect(kinds('We answer within 4 hours.')).toEqual([]);
    expect(kinds('You hear from us today.', NOW + 6 * HOUR)).toEqual([]);
    expect(kinds('You hear from us today.', NOW + 30 * HOUR)).toEqual(['promise: today']);
    expect(kinds('You hear from us tomorrow.', NOW + 30 * HOUR)).toEqual([]);
    expect(findingsIn('We write within 9 days.', wording, { now: NOW, due: undefined, timeZone: 'UTC', inWords: String })[0]?.instead).toContain('No clock');
  });

  test('and leaves alone what only looks like it', () => {
    for (const text of ['The link works once, so follow it within 60 minutes.', 'It is not simplified.', 'Your NPI number is 10 digits long.', 'Version 1.2.3 is out.']) expect(kinds(text), text).toEqual([]);
  });

  test('so our own canned replies have nothing but gaps to fill', () => {
    const replies = [...readReplies(CONTENT, { site: { url: 'https://example.org', base: '/' }, checkLink: () => {} }, refuse)].filter(([, { kind }]) => kind === 'reply');
    expect(replies.length).toBeGreaterThanOrEqual(15);
    const values = { 'site.name': 'S', 'site.product': 'P', 'site.helpCenter': 'https://example.org/', 'ticket.reference': 'AB12-CD34', 'ticket.priority': 'High', 'agent.name': 'Support', 'requester.name': 'A. Reader' };
    for (const [name, template] of replies) {
      const { body } = fillTemplate(template as Template<'reply'>, values, { timeZone: 'UTC', locale: 'en' });
      const text = toPlainText(body, { name: 'S', address: 'https://example.org/' });
      expect(kinds(text, NOW + 100 * 24 * HOUR).filter((one) => !one.startsWith('gap') && !one.startsWith('promise: within')), name).toEqual([]);
    }
  });
});
