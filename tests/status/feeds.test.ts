/** Feeds and calendar, read by parsers that know nothing of us. */
import { parseFeed } from '@rowanmanning/feed-parser';
import ICAL from 'ical.js';
import RssParser from 'rss-parser';
import { describe, expect, test } from 'vitest';
import { NOON, SCENES } from './scenes.ts';
import { at, builtAt, incident, maintenance } from './trees.ts';

const HARD = `${incident('hardhard', 'minor', [
  { at: '2026-11-20 10:00', state: 'investigating', more: 'components: { search: partial outage }' },
  { at: '2026-11-20 11:00', state: 'resolved' },
]).replace('title: Trouble hardhard', 'title: "Posts & <b>titles</b> \\"fail\\""').replace('This is what we know at 10:00.', "'See [our notes](https://example.org/?a=1&b=2) & <script>alert(1)</script> ]]> '")}`.replaceAll('\u0007', '');
const built = () => builtAt({ ...SCENES.major, 'hard.md': HARD, 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-22 11:00', '2026-11-22 13:00') }, NOON);

describe.each(['history.atom', 'history.rss'])('%s', (name) => {
  test('has an entry for each update, newest first, with ids that stay', async () => {
    const text = built().get(`/${name}`)!;
    const feed = parseFeed(text);
    expect(feed.title).toBe('Example status');
    expect(feed.items.map((item) => item.title).slice(0, 4)).toEqual(['Monitoring: Trouble major001', 'Identified: Trouble major001', 'Investigating: Trouble major001', 'Completed: Work mmmmmmmm']);
    // 3 of major001, 2 of hardhard, 2 of pastone1, 4 of outage01, 3 of the maintenance.
    expect(feed.items).toHaveLength(14);
    expect(new Set(feed.items.map(({ id }) => id)).size).toBe(14);
    const later = builtAt({ ...SCENES.major, 'hard.md': HARD, 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-22 11:00', '2026-11-22 13:00') }, NOON + 60_000);
    expect(parseFeed(later.get(`/${name}`)!).items.map(({ id }) => id)).toEqual(feed.items.map(({ id }) => id));
    const other = await new RssParser().parseString(text);
    expect(other.items.map(({ title, link }) => [title, link])).toEqual(feed.items.map(({ title, url }) => [title, url]));
    expect(other.items[0]).toMatchObject({ isoDate: '2026-11-23T16:35:00.000Z', link: 'https://status.example.org/incidents/major001/' });
  });

  test('shows what looks like markup as the words it is', async () => {
    const { items } = await new RssParser().parseString(built().get(`/${name}`)!);
    const told = items.find(({ title }) => title === 'Investigating: Posts & <b>titles</b> "fail"')?.content;
    expect(told).toContain('<a href="https://example.org/?a=1&#x26;b=2">our notes</a>');
    expect(told).not.toContain('<script');
  });
});

describe('status.ics', () => {
  test('is a calendar with an event for each maintenance, in the instants of its window', () => {
    const text = builtAt(SCENES.maintenance, NOON).get('/status.ics')!;
    const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent').map((one) => new ICAL.Event(one));
    expect(events.map((one) => [one.uid, one.startDate.toJSDate().getTime(), one.endDate.toJSDate().getTime()])).toEqual([
      ['worksoon@status.example.org', at('2026-11-25 23:00'), at('2026-11-26 01:00')],
      ['worknow1@status.example.org', at('2026-11-23 11:00'), at('2026-11-23 13:00')],
    ]);
  });
  test('folds long lines at 75 octets and escapes what would end a value', () => {
    const files = { 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-25 23:00', '2026-11-26 01:00').replace('We exchange a part. Everything else works.', `"Commas, semicolons; and backslashes \\\\ stay. ${'Müde Ärzte lesen längere Sätze. '.repeat(8)}"`) };
    const text = builtAt(files, NOON).get('/status.ics')!;
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    const [event] = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents('vevent');
    expect(event?.getFirstPropertyValue('description')).toMatch(/^Commas, semicolons; and backslashes \\ stay\. Müde Ärzte .*\n\nSearch$/);
  });
  test('says that maintenance is called off', () => {
    const files = { 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-25 23:00', '2026-11-26 01:00', 'updates:\n  - at: 2026-11-22 10:00\n    state: completed\n    text: This does not take place.\n') };
    expect(builtAt(files, NOON).get('/status.ics')).toContain('STATUS:CANCELLED');
  });
});

test('the badge says the sentence in words, whatever stands in it', () => {
  expect(builtAt(SCENES.overdue, NOON).get('/badge.svg')).toContain('<title>Example: log-in is down</title>');
});
