/** Names, addresses and rare queries are put into everything that people can write into, and looked for in everything that is told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staleCsv, staleMarkdown, staleReport, staleText } from '../../src/authoring/stale.ts';
import { envelope } from '../../src/events/envelope.ts';
import { keepEvents } from '../../src/events/events.ts';
import { commentsCsv, feedbackCsv, feedbackMarkdown, feedbackText } from '../../src/feedback/report-formats.ts';
import { feedbackReport } from '../../src/feedback/report.ts';
import { castSessionVote, votesBetween, type CountedVote } from '../../src/feedback/votes.ts';
import { gatherWithGaps, readDesk } from '../../src/insights/command.ts';
import { reportCsv, reportMarkdown, reportText, tableText } from '../../src/insights/formats.ts';
import { gapsJson, gapsText, toldOnly } from '../../src/insights/gaps/as-text.ts';
import { gather } from '../../src/insights/gather.ts';
import { letterJson } from '../../src/insights/mailing/by-hand.ts';
import { reportLetter } from '../../src/insights/mailing/letter.ts';
import { makeReport } from '../../src/insights/make.ts';
import { feedbackPage, gapsPage, queuePage, stalePage } from '../../src/insights/page/list-pages.ts';
import { reportPage } from '../../src/insights/page/report-page.ts';
import { queueTables } from '../../src/insights/queue.ts';
import { staleWeight } from '../../src/insights/stale-weight.ts';
import { windowOf } from '../../src/insights/window.ts';
import { wordsOf } from '../../src/search/words.ts';
import { openStore } from '../../src/store/open.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { SECRET } from '../store/secret.ts';
import { AGENT, at, REQUESTER, story } from './stories.ts';

const ARTICLE = '523reslw';
const DAY = 86_400_000;

/** What must be told nowhere. */
const SECRETS = /lindqvist|johansson|maria|okonkwo|xanthippe|example\.org|555 ?01|4711|0815|1957/i;

/** Typed into search by eight readers on four days; the last by one. */
const QUERIES = ['patient johansson results', 'posts by Maria Lindqvist', 'Dr. Lindqvist refund', 'refund for maria@example.org', 'record 4711-0815-22', 'call +1 202 555 0143', 'born 12.04.1957', 'xanthippe solo'];
const COMMENTS = ['Dr. Lindqvist told me to write, ask maria@example.org', 'My colleague Maria Lindqvist could not log in', 'I asked Johansson and it did not work', 'the patient johansson was angry, call +1 202 555 0143', 'Record 4711081522 is missing, born 12.04.1957'];
/** Each requester's own. */
const BODIES = ['My name is Maria Lindqvist, maria@example.org, +1 202 555 0143. I cannot log in.', 'Nurse Okonkwo deleted the record 4711081522 of Johansson.', 'xanthippe xanthippe xanthippe'];

let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bedside-told-'));
  const store = await openStore({ dataDir: join(folder, 'var'), secret: SECRET });
  let number = 0;
  for (const [index, query] of QUERIES.entries()) {
    for (let reader = 0; reader < (index === QUERIES.length - 1 ? 1 : 8); reader += 1) {
      const session = `00000000-0000-4000-8000-${String((number += 1)).padStart(12, '0')}`;
      const batch = envelope.parse({ version: 1, session, events: [{ kind: 'search', ago: 0, search: 1, surface: 'home', query, results: 0, outcome: 'zero', repaired: false, refined: false }] });
      await store.write((trx) => keepEvents(trx, batch, { articleAt: () => undefined, knownWord: (word) => ['refund', 'posts', 'record', 'results', 'call'].includes(word), bot: false, now: at('2026-01-05 10:00') + (reader % 4) * DAY }));
    }
  }
  await store.write(async (trx) => {
    for (let reader = 0; reader < 30; reader += 1) {
      const comment = COMMENTS[reader % COMMENTS.length]!;
      await castSessionVote(trx, store.envelope, { article: ARTICLE, revision: 'AAAAAAAAAAAAAAAA', session: `00000000-0000-4000-9000-${String(reader).padStart(12, '0')}`, answer: 'no', reason: 'unsolved', comment }, at('2026-01-06 10:00') + (reader % 3) * DAY);
    }
  });
  const recording = { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) };
  await store.write(async (trx) => {
    for (let index = 0; index < 12; index += 1) {
      const when = `2026-01-0${5 + (index % 3)} 10:00`;
      const told = story([when, 'created', REQUESTER], [when, 'triaged', { kind: 'system' }, { category: 'account' }], [when, 'escalated', AGENT], ...(index % 4 === 3 ? [] : [['2026-01-08 10:00', 'resolved', AGENT, { insight: 'article-missing' }] as const]));
      const words = { subject: `Maria Lindqvist ${index}`, body: BODIES[index % BODIES.length]! };
      const drafts = told.map(({ kind, facts, at: then, actor, source }) => ({ kind, facts, at: then, actor, source, ...(kind === 'created' ? { words } : kind === 'resolved' ? { words: { body: `Dear Maria Lindqvist, we mended record 4711081522.` } } : kind === 'escalated' ? { words: { reason: 'Johansson called from +1 202 555 0143' } } : {}) }) as EventDraft);
      const requester = await requesterFor(trx, store.envelope, { email: `maria.${index}@example.org`, name: 'Maria Lindqvist' }, drafts[0]!.at!);
      await openTicket(trx, recording, requester, drafts, drafts.at(-1)!.at!);
    }
  });
  await store.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAYS = { from: '2026-01-05', to: '2026-01-11' };

/** Everything that a command prints, in every form, by its name. */
async function told(): Promise<Map<string, string>> {
  const desk = readDesk();
  const { catalog, insights, around } = desk;
  const { site } = catalog;
  const now = at('2026-01-12 09:00');
  const window = windowOf(DAYS.from, DAYS.to, site.timeZone, now);
  const about = { site, now };
  const forms = new Map<string, string>();
  const store = await openStore({ dataDir: join(folder, 'var'), secret: SECRET });
  for (const period of ['daily', 'weekly', 'monthly'] as const) {
    const made = await makeReport(store, desk, { period, window, insights });
    const pictures = await made.pictures();
    const page = reportPage({ report: made.report, pictures, site, now });
    forms.set(`${period} text`, reportText(made.report)).set(`${period} md`, reportMarkdown(made.report)).set(`${period} csv`, reportCsv(made.report));
    forms.set(`${period} json`, JSON.stringify({ ...made.report, pictures })).set(`${period} html`, page).set(`${period} mail`, letterJson(reportLetter(made.report, page, site)));
  }
  const gaps = await gatherWithGaps(store, desk, window);
  forms.set('gaps text', gapsText(gaps, window, 99)).set('gaps json', gapsJson(gaps, window, 99)).set('gaps html', gapsPage(gaps.found.map(toldOnly), window, '', about));
  const queue = await queueTables(store, { now: at('2026-01-07 12:00'), top: 99 });
  forms.set('queue text', queue.map(tableText).join('\n')).set('queue json', JSON.stringify(queue)).set('queue html', queuePage(queue, about));
  const gathered = await gather(store, window, around);
  const stale = staleReport(catalog.root, '2028-01-01', { formula: '', of: (id) => staleWeight(id, gathered) });
  forms.set('stale text', staleText(stale)).set('stale json', JSON.stringify(stale)).set('stale md', staleMarkdown(stale)).set('stale csv', staleCsv(stale)).set('stale html', stalePage(stale, about));
  const votes: CountedVote[] = [];
  for await (const vote of votesBetween(store, window.from, window.to)) votes.push(vote);
  const words = new Set(catalog.articles.flatMap(({ source }) => wordsOf(source)));
  const feedback = feedbackReport(votes, [], window, (word) => words.has(word));
  forms.set('feedback text', feedbackText(feedback, site.timeZone)).set('feedback json', JSON.stringify(feedback)).set('feedback md', feedbackMarkdown(feedback, site.timeZone)).set('feedback csv', feedbackCsv(feedback)).set('feedback comments', commentsCsv(feedback)).set('feedback html', feedbackPage(feedback, about));
  await store.close();
  return forms;
}

test('no report names a person or tells a rare query, in any form', { timeout: 300_000 }, async () => {
  const forms = await told();
  // What was put in arrived: the silence below is no accident.
  expect(forms.get('weekly text')).toMatch(/Tickets received +12 /);
  expect(forms.get('gaps text')).toContain('refund for [email]');
  expect(forms.get('feedback text')).toContain('30 votes');
  expect(forms.get('feedback text')).toContain('could not log in');
  const found = [...forms].flatMap(([form, text]) => [...text.matchAll(new RegExp(`.{0,40}(?:${SECRETS.source}).{0,40}`, 'gi'))].slice(0, 2).map(([where]) => `${form}: ${where}`));
  expect(found).toEqual([]);
});
