/** A web server's log as figures of days: pages become articles, addresses become nothing. */
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readerDays, sumOf } from '../../src/insights/reader-days.ts';
import { importLog, NotALog } from '../../src/insights/weblog/import-log.ts';
import { readLogLine } from '../../src/insights/weblog/lines.ts';
import { pagesOf } from '../../src/insights/weblog/pages.ts';
import { collectLogVisits } from '../../src/insights/weblog/visits.ts';
import { windowOf } from '../../src/insights/window.ts';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnBothDatabases, freshFolder, openFresh } from '../store/databases.ts';
import { at, ZONE } from './stories.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const pageAt = pagesOf({
  site: { base: '/help/' },
  articles: [{ id: 'login001', address: '/account/log-in/' }, { id: 'refund01', address: '/billing/refunds/' }],
  redirects: new Map([['/billing/money-back/', '/billing/refunds/'], ['/faq/', '/billing/refunds/#how-long']]),
} as unknown as Catalog);

describe('a line of a log', () => {
  const read = { at: Date.parse('2026-11-10T18:55:36Z'), client: '203.0.113.7', method: 'GET', path: '/help/account/log-in/', status: 200 };

  test.for([
    ['in the common format', '203.0.113.7 - - [10/Nov/2026:13:55:36 -0500] "GET /help/account/log-in/?q=maria HTTP/1.1" 200 2326', undefined],
    ['in the combined format', `203.0.113.7 - jo smith [10/Nov/2026:19:55:36 +0100] "GET /help/account/log-in/ HTTP/2.0" 200 2326 "https://www.example.org/a \\"b\\"" "${FIREFOX}"`, FIREFOX],
    ['with a virtual host before it', `help.example.org:443 203.0.113.7 - - [10/Nov/2026:18:55:36 +0000] "GET /help/account/log-in/ HTTP/1.1" 200 - "-" "-"`, ''],
    ['in Caddy’s JSON', JSON.stringify({ level: 'info', ts: read.at / 1_000, logger: 'http.log.access', msg: 'handled request', request: { remote_ip: '203.0.113.7', method: 'GET', uri: '/help/account/log-in/?q=x', headers: { 'User-Agent': [FIREFOX] } }, status: 200 }), FIREFOX],
    ['with an address behind a proxy of Caddy’s', JSON.stringify({ ts: '2026-11-10T18:55:36Z', request: { remote_ip: '10.0.0.1', client_ip: '203.0.113.7', method: 'GET', uri: '/help/account/log-in/' }, status: 200 }), ''],
  ] as const)('%s', ([, line, agent]) => {
    expect(readLogLine(line)).toEqual({ ...read, agent });
  });

  test.for(['', '203.0.113.7 - - [10/Nov/2026:13:55:36 -0500] "\\x16\\x03\\x01" 400 157 "-" "-"', '{"level":"info","msg":"serving initial configuration"}', '{"broken', 'hello', '203.0.113.7 - - [10/Nov/2026:13:55:36 -0500] "CONNECT example.org:443 HTTP/1.1" 400 0'])('that is no request is none: %s', (line) => {
    expect(readLogLine(line)).toBeUndefined();
  });
});

test.for([
  ['/help/account/log-in/', { article: 'login001' }],
  ['/help/account/log-in', { article: 'login001' }],
  ['/help/account/log-in/index.html', { article: 'login001' }],
  ['/help/billing/money-back/', { article: 'refund01' }],
  ['/help/faq/', { article: 'refund01' }],
  ['/help/search/', {}],
  ['/help/contact/billing/', {}],
  ['/help/', undefined],
  ['/help/contact/form.js', undefined],
  ['/account/log-in/', undefined],
  ['/help/account/log-in.md', undefined],
] as const)('the page at %s is %o', ([path, page]) => {
  expect(pageAt(path)).toEqual(page);
});

describe('visits of a log', () => {
  const line = (minutes: number, path: string, more: object = {}) => ({ at: minutes * 60_000, client: '203.0.113.7', method: 'GET', path: `/help${path}`, status: 200, agent: FIREFOX, ...more });
  function visits(...lines: ReturnType<typeof line>[]) {
    const collected = collectLogVisits(pageAt);
    const told = [...lines.flatMap((one) => collected.add(one)), ...collected.rest()].map(({ beganAt, articles }) => [beganAt / 60_000, ...articles]);
    return { told, bots: collected.bots };
  }

  test('are of one address and browser, until half an hour of silence', () => {
    expect(visits(line(0, '/account/log-in/'), line(5, '/billing/refunds/', { client: '203.0.113.8' }), line(30, '/billing/refunds/'), line(61, '/account/log-in/'), line(62, '/search/', { agent: 'another' })).told).toEqual([[5, 'refund01'], [0, 'login001', 'refund01'], [61, 'login001'], [62]]);
  });

  test('are of what was given to a reader: no errors, no redirects, no probes, no other pages', () => {
    expect(visits(line(0, '/account/log-in/', { status: 404 }), line(1, '/billing/money-back/', { status: 301 }), line(2, '/account/log-in/', { method: 'HEAD' }), line(3, '/style.css'), line(4, '/account/log-in/', { status: 304 })).told).toEqual([[4, 'login001']]);
  });

  test.for([
    ['a name', [line(0, '/account/log-in/', { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1)' })]],
    ['no name at all', [line(0, '/account/log-in/', { agent: '' })]],
    ['robots.txt, before or in the visit', [line(0, '/robots.txt'), line(1, '/account/log-in/'), line(50, '/account/log-in/'), line(51, '/robots.txt')]],
  ] as const)('leave bots out: by %s', ([, lines]) => {
    const { told, bots } = visits(...lines);
    expect(told).toEqual([]);
    expect(bots).toBeGreaterThan(0);
  });

  test('leave out who reads more than a person can', () => {
    const many = collectLogVisits((path) => ({ article: path }));
    const told = Array.from({ length: 101 }, (_, index) => many.add(line(index / 10, `/${index}/`))).flat();
    expect([...told, ...many.rest(), many.bots]).toEqual([1]);
  });
});

describeOnBothDatabases('importing a log', (database) => {
  const NOW = at('2026-12-01 00:00');
  const request = (when: string, path: string, client = '203.0.113.7') => `${client} - - [${new Date(at(when)).toUTCString().slice(5, 25).replace(' ', '/').replace(' ', '/').replace(' ', ':')} +0000] "GET /help${path} HTTP/1.1" 200 12 "-" "${FIREFOX}"`;
  const file = (name: string, ...lines: string[]) => {
    const path = join(freshFolder(), name);
    writeFileSync(path, name.endsWith('.gz') ? gzipSync(lines.join('\n')) : lines.join('\r\n'));
    return path;
  };
  const taken = async (store: Store, ...files: string[]) => (await importLog({ store, zone: ZONE, pageAt, now: NOW }, files)).days.map(({ day, visits, taken: how }) => [day, visits, how]);
  const figures = async (store: Store) => sumOf((await readerDays(store, windowOf('2026-11-09', '2026-11-11', ZONE, NOW))).values()).deflection;
  const TUESDAY = ['2026-11-10 09:00', '2026-11-10 10:00', '2026-11-10 11:00'].map((when, index) => request(when, '/account/log-in/', `203.0.113.${index}`));

  test('counts visits and articles by local day, and the same file twice changes nothing', async () => {
    const store = await openFresh(database);
    const log = file('access.log.gz', request('2026-11-09 23:50', '/search/'), request('2026-11-10 00:10', '/billing/money-back/'), ...TUESDAY);
    expect(await taken(store, log)).toEqual([['2026-11-09', 1, 'new'], ['2026-11-10', 3, 'new']]);
    expect(await taken(store, log)).toEqual([['2026-11-09', 1, 'there already'], ['2026-11-10', 3, 'there already']]);
    const { sessions, logged, articles, readers, hours } = await figures(store);
    expect([sessions, logged, Object.fromEntries(articles), hours[9], hours[23]]).toEqual([4, 4, { refund01: { readers: 1, wrote: 0 }, login001: { readers: 3, wrote: 0 } }, 1, 1]);
    // A log cannot know who wrote, so it says nothing about who did not.
    expect(readers).toBe(0);
  });

  test('takes a day that grew anew, adds what follows, and leaves a part of what is there', async () => {
    const store = await openFresh(database);
    expect(await taken(store, file('a', ...TUESDAY.slice(0, 2)))).toEqual([['2026-11-10', 2, 'new']]);
    expect(await taken(store, file('b', ...TUESDAY))).toEqual([['2026-11-10', 3, 'replaced']]);
    expect(await taken(store, file('c', request('2026-11-10 15:00', '/search/')))).toEqual([['2026-11-10', 4, 'added']]);
    expect(await taken(store, file('d', ...TUESDAY.slice(1)))).toEqual([['2026-11-10', 2, 'there already']]);
    expect(await taken(store, file('e', request('2026-11-10 12:00', '/search/'), request('2026-11-10 16:00', '/search/', '203.0.113.9')))).toEqual([['2026-11-10', 2, 'overlaps']]);
    expect((await figures(store)).sessions).toBe(4);
  });

  test('reads files in the order of time, whatever they are called, and refuses what is no log', async () => {
    const store = await openFresh(database);
    expect(await taken(store, file('access.log', TUESDAY[2]!), file('access.log.1', TUESDAY[0]!))).toEqual([['2026-11-10', 2, 'new']]);
    await expect(importLog({ store, zone: ZONE, pageAt, now: NOW }, [file('letter.txt', 'Dear team,', 'hello')])).rejects.toThrow(NotALog);
    await expect(importLog({ store, zone: ZONE, pageAt, now: NOW }, ['missing.log'])).rejects.toThrow('missing.log');
    const broken = join(freshFolder(), 'broken.gz');
    writeFileSync(broken, TUESDAY[0]!);
    await expect(importLog({ store, zone: ZONE, pageAt, now: NOW }, [broken])).rejects.toThrow('incorrect header check');
  });

  test('gives way to what pages told of the same day', async () => {
    const store = await openFresh(database);
    await taken(store, file('access.log', ...TUESDAY));
    await store.write((trx) => trx.insertInto('reader_event').values({ id: 'one', kind: 'read', version: 1, session: 's', bot: 0, article: 'login001', query: null, facts: '{}', happened_at: at('2026-11-10 09:00'), received_at: at('2026-11-10 09:00') }).execute());
    expect(await figures(store)).toMatchObject({ sessions: 1, logged: 0 });
  });

  test('keeps no address, no browser and no moment of a visit', async () => {
    const store = await openFresh(database);
    await taken(store, file('access.log', ...TUESDAY));
    expect(JSON.stringify(await store.read((db) => db.selectFrom('reader_day').selectAll().execute()))).not.toMatch(/203\.0\.113|Firefox|Mozilla/);
    expect(await store.read((db) => db.selectFrom('reader_event').selectAll().execute())).toEqual([]);
  });
});
