/**
 * What clients of Statuspage's API are known to stumble over, one case each: exporters in Go and Python, Home Assistant,
 * typed clients on phones, browsers. tests/long runs two of them for real.
 */
import { describe, expect, test } from 'vitest';
import { apiContract } from '../../src/status/contract.ts';
import { NOON, SCENES } from './scenes.ts';
import { servedAt } from './serving.ts';
import { at, builtAt, incident, maintenance, type StatusTreeFiles } from './trees.ts';

const PATHS = Object.keys(apiContract.shape);
type Row = Readonly<Record<string, unknown>>;

function file(files: StatusTreeFiles, name: string, now = NOON): Row {
  return JSON.parse(builtAt(files, now).get(`/api/v2/${name}`) ?? 'null') as Row;
}

const rows = (of: Row, list: string) => of[list] as readonly Row[];

/** Every state of every kind of record at once. */
const EVERYTHING: StatusTreeFiles = {
  ...SCENES.major,
  ...SCENES.maintenance,
  'late.md': incident('late0001', 'critical', [{ at: '2026-11-23 10:45', state: 'identified', more: 'components: { email: major outage }' }]),
  'told.md': incident('told0001', 'none', [{ at: '2026-11-23 11:00', state: 'resolved' }]),
  'maintenance/past.md': maintenance('workpast', '2026-11-02 01:30', '2026-11-02 03:00'),
};

describe('a client that probes before it reads', () => {
  test('gets 200 for HEAD and GET of each file at its very address, as JSON, with one length and tag', async () => {
    const { url } = await servedAt(SCENES.major, NOON);
    for (const name of PATHS) {
      const ask = (method: string) => fetch(`${url}/api/v2/${name}`, { method, redirect: 'error', headers: { 'accept-encoding': 'identity' } });
      const [head, got] = [await ask('HEAD'), await ask('GET')];
      const text = await got.text();
      expect([name, head.status, head.headers.get('content-type'), head.headers.get('content-length')]).toEqual([name, 200, 'application/json; charset=utf-8', String(Buffer.byteLength(text))]);
      expect(head.headers.get('etag')).toBe(got.headers.get('etag'));
      expect(Object.keys(JSON.parse(text) as Row)).toContain('page');
    }
  });

  test('finds a page by 200 with status and components, and a real 404 where there is none', async () => {
    const { url } = await servedAt(SCENES.well, NOON);
    const summary = await fetch(`${url}/api/v2/summary.json`, { headers: { accept: 'application/json' } });
    expect([summary.status, Object.keys((await summary.json()) as Row)]).toEqual([200, expect.arrayContaining(['status', 'components'])]);
    for (const path of ['/nothing/api/v2/summary.json', '/api/v1/summary.json', '/api/v2/subscribers.json', '/api/v2/summary.json/']) {
      const { status, headers } = await fetch(url + path, { redirect: 'manual' });
      expect([path, status === 404 || headers.get('location') === '/api/v2/summary.json'], path).toEqual([path, true]);
    }
  });

  test('may be a page of any origin, may ask what it knows already, and keeps an answer for seconds, not minutes', async () => {
    const { url } = await servedAt(SCENES.well, NOON);
    for (const name of PATHS) {
      const { headers } = await fetch(`${url}/api/v2/${name}`, { headers: { origin: 'https://console.example.net' } });
      expect([name, headers.get('access-control-allow-origin')]).toEqual([name, '*']);
      expect(Number(/max-age=(\d+)/.exec(headers.get('cache-control') ?? '')?.[1])).toBeLessThanOrEqual(60);
      const again = await fetch(`${url}/api/v2/${name}`, { headers: { origin: 'https://console.example.net', 'if-none-match': headers.get('etag') ?? '' } });
      expect([again.status, again.headers.get('access-control-allow-origin')]).toEqual([304, '*']);
    }
  });
});

describe('a client with types', () => {
  test.for(Object.entries({ ...SCENES, everything: EVERYTHING }))('meets in %s ids that are words, positions that are whole numbers, and no value that is missing', ([, files]) => {
    const kinds: Readonly<Record<string, string>> = { id: 'string', name: 'string', status: 'string', body: 'string', impact: 'string', shortlink: 'string', page_id: 'string', incident_id: 'string', code: 'string', position: 'number', group: 'boolean', showcase: 'boolean', only_show_if_degraded: 'boolean', deliver_notifications: 'boolean' };
    const look = (value: unknown, where: string): void => {
      if (Array.isArray(value)) return value.forEach((one, index) => look(one, `${where}[${index}]`));
      if (value === undefined) throw new Error(`${where} is missing`);
      if (typeof value !== 'object' || value === null) return;
      for (const [key, found] of Object.entries(value)) {
        const kind = key === 'status' && typeof found === 'object' ? undefined : kinds[key];
        if (kind !== undefined) expect([`${where}.${key}`, typeof found]).toEqual([`${where}.${key}`, kind]);
        if (kind === 'string') expect(found, `${where}.${key}`).not.toBe('');
        if (key === 'position') expect(Number.isInteger(found)).toBe(true);
        look(found, `${where}.${key}`);
      }
    };
    for (const name of PATHS) look(file(files, name), name);
  });

  test('meets the same keys in every row of a kind, whatever is known of it', () => {
    const keysOf = (list: readonly Row[]) => new Set(list.map((row) => Object.keys(row).filter((key) => key !== 'components' || !('position' in row)).sort().join(' ')));
    const summary = file(EVERYTHING, 'summary.json');
    const incidents = rows(file(EVERYTHING, 'incidents.json'), 'incidents');
    const maintenances = rows(file(EVERYTHING, 'scheduled-maintenances.json'), 'scheduled_maintenances');
    expect([incidents.length, maintenances.length]).toEqual([5, 3]);
    for (const list of [rows(summary, 'components'), incidents, maintenances, incidents.flatMap((one) => rows(one, 'incident_updates'))]) expect(keysOf(list).size).toBe(1);
  });

  test('meets each id once, and group rows whose children are there', () => {
    const components = rows(file(EVERYTHING, 'components.json'), 'components');
    const ids = components.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const group of components.filter((row) => row['group'])) {
      expect(components.filter((row) => row['group_id'] === group['id']).map(({ id }) => id)).toEqual(group['components']);
    }
    const updates = rows(file(EVERYTHING, 'incidents.json'), 'incidents').flatMap((one) => rows(one, 'incident_updates')).map(({ id }) => id);
    expect(new Set(updates).size).toBe(updates.length);
  });

  test('reads every time as the instant that was meant', () => {
    const [newest] = rows(file({ 'maintenance/m.md': maintenance('overfall', '2026-10-31 23:30', '2026-11-01 03:00', '', 'email') }, 'scheduled-maintenances.json'), 'scheduled_maintenances');
    expect([newest?.['scheduled_for'], newest?.['scheduled_until']].map((text) => Date.parse(String(text)))).toEqual([at('2026-10-31 23:30'), at('2026-11-01 03:00')]);
    // Three and a half hours by the clock on the wall, and the hour that comes twice.
    expect(Date.parse(String(newest?.['scheduled_until'])) - Date.parse(String(newest?.['scheduled_for']))).toBe(4.5 * 3_600_000);
  });
});

describe('a client that filters', () => {
  const openNow = () => rows(file(EVERYTHING, 'summary.json'), 'incidents');

  test('has nothing to filter: what is resolved is not in the summary, by state and by time', () => {
    const open = openNow();
    expect(open.map(({ id }) => id)).toEqual(['late0001', 'major001']);
    expect(open.filter((one) => ['resolved', 'completed', 'postmortem'].includes(String(one['status'])) || one['resolved_at'] !== null)).toEqual([]);
    expect(rows(file(EVERYTHING, 'summary.json'), 'scheduled_maintenances').filter((one) => one['status'] === 'completed' || one['resolved_at'] !== null)).toEqual([]);
  });

  test('finds what is over in the long lists, with when it ended', () => {
    const open = openNow();
    const over = rows(file(EVERYTHING, 'incidents.json'), 'incidents').filter(({ id }) => !open.some((one) => one['id'] === id));
    expect(over.map(({ id, status }) => [id, status])).toEqual([['told0001', 'resolved'], ['pastone1', 'resolved'], ['outage01', 'postmortem']]);
    for (const one of over) expect(one['resolved_at']).not.toBeNull();
  });

  test('takes the first update with words for the latest, and it is', () => {
    expect(openNow().map((one) => rows(one, 'incident_updates').find(({ body }) => body)?.['body'])).toEqual(['This is what we know at 10:45.', 'This is what we know at 11:35.']);
  });

  test('takes the worst impact of what is open', () => {
    const order = ['none', 'minor', 'major', 'critical'];
    expect(order[Math.max(...openNow().map(({ impact }) => order.indexOf(String(impact))))]).toBe('critical');
  });
});

describe('a client that knows fewer words than we do', () => {
  const INDICATORS = ['none', 'minor', 'major', 'critical'];

  test.for(Object.entries({ ...SCENES, everything: EVERYTHING }))('never takes trouble for none in %s: only maintenance has a word of its own', ([, files]) => {
    const { status, components } = file(files, 'summary.json') as { status: { indicator: string }; components: readonly { status: string }[] };
    const broken = components.some((one) => ['degraded_performance', 'partial_outage', 'major_outage'].includes(one.status));
    const understood = INDICATORS.includes(status.indicator) ? status.indicator : 'none';
    expect(understood !== 'none').toBe(broken);
    for (const { status: state } of components) expect(['operational', 'degraded_performance', 'partial_outage', 'major_outage', 'under_maintenance']).toContain(state);
  });

  test('does not read of trouble in a part that has none', () => {
    const states = Object.fromEntries(rows(file(SCENES.minor, 'components.json'), 'components').map(({ id, status }) => [id, status]));
    expect(states).toEqual({ search: 'operational', email: 'degraded_performance', accounts: 'operational', 'log-in': 'operational' });
  });

  test('can tell from the page how old its answer is', () => {
    const { updated_at: told } = file(SCENES.well, 'status.json', NOON + 300_000)['page'] as { updated_at: string };
    expect(Date.parse(told)).toBe(NOON + 300_000);
  });
});

test('five hundred incidents do not make what is polled longer, and the lists end at fifty', () => {
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => {
      const id = `many${String(index).padStart(4, '0')}`;
      const day = new Date(Date.parse('2026-11-22T12:00:00Z') - index * 86_400_000).toISOString().slice(0, 10);
      return [`${id}.md`, incident(id, 'minor', [{ at: `${day} 10:00`, state: 'investigating', more: 'components: { search: partial outage }' }, { at: `${day} 10:30`, state: 'resolved' }])];
    }),
  );
  const few = builtAt(SCENES.major, NOON);
  const built = builtAt({ ...many, ...SCENES.major }, NOON);
  for (const name of ['summary.json', 'status.json', 'components.json', 'incidents/unresolved.json']) expect(built.get(`/api/v2/${name}`)?.length, name).toBeLessThan(few.get(`/api/v2/${name}`)!.length + 100);
  const all = apiContract.parse(Object.fromEntries(PATHS.map((name) => [name, JSON.parse(built.get(`/api/v2/${name}`) ?? 'null')])));
  expect(all['incidents.json'].incidents).toHaveLength(50);
  expect([...built.keys()].filter((path) => path.startsWith('/incidents/'))).toHaveLength(503);
});
