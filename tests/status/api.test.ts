/** The public JSON: Statuspage's contract, and a client of it that knows nothing of us. */
import { describe, expect, test } from 'vitest';
import { Statuspage } from 'statuspage.io';
import { apiContract } from '../../src/status/contract.ts';
import { NOON, SCENES } from './scenes.ts';
import { servedAt } from './serving.ts';
import { at, builtAt, incident, maintenance, type StatusTreeFiles } from './trees.ts';

const FILES = Object.keys(apiContract.shape);

function apiAt(files: StatusTreeFiles, now = NOON) {
  const built = builtAt(files, now);
  return apiContract.parse(Object.fromEntries(FILES.map((name) => [name, JSON.parse(built.get(`/api/v2/${name}`) ?? 'null')])));
}

test('there are eight files', () => {
  expect(FILES).toHaveLength(8);
});

test.for(Object.entries(SCENES))('%s holds against the contract', ([, files]) => {
  apiAt(files);
});

test('the summary holds what is open and planned, newest update first', () => {
  const { 'summary.json': summary } = apiAt({ ...SCENES.major, ...SCENES.maintenance });
  expect(summary.incidents.map(({ id }) => id)).toEqual(['major001']);
  expect(summary.incidents[0]).toMatchObject({ status: 'monitoring', started_at: '2026-11-23T15:20:00.000Z', created_at: '2026-11-23T15:30:00.000Z', monitoring_at: '2026-11-23T16:35:00.000Z', resolved_at: null });
  expect(summary.incidents[0]?.incident_updates.map(({ status }) => status)).toEqual(['monitoring', 'identified', 'investigating']);
  expect(summary.incidents[0]?.incident_updates[0]?.affected_components).toEqual([{ code: 'log-in', name: 'Accounts - Log-in', old_status: 'major_outage', new_status: 'partial_outage' }]);
  expect(summary.scheduled_maintenances.map(({ id, status }) => [id, status])).toEqual([
    ['worksoon', 'scheduled'],
    ['worknow1', 'in_progress'],
  ]);
  expect(summary.components.map(({ id, status, group }) => [id, status, group])).toEqual([
    ['search', 'degraded_performance', false],
    ['email', 'operational', false],
    ['accounts', 'partial_outage', true],
    ['log-in', 'partial_outage', false],
  ]);
});

test('maintenance goes from file to file with the clock, and stays in sight after it began', () => {
  const files = { 'maintenance/m.md': maintenance('mmmmmmmm', '2026-11-23 11:00', '2026-11-23 13:00') };
  const where = (now: number) => {
    const api = apiAt(files, now);
    return FILES.filter((name) => JSON.stringify(api[name as keyof typeof api]).includes('"mmmmmmmm"'));
  };
  const all = 'scheduled-maintenances.json';
  expect(where(at('2026-11-23 10:59'))).toEqual(['summary.json', all, 'scheduled-maintenances/upcoming.json']);
  expect(where(at('2026-11-23 11:00'))).toEqual(['summary.json', all, 'scheduled-maintenances/active.json']);
  expect(where(at('2026-11-23 13:00'))).toEqual([all]);
});

test('ids are the same in every build, and the lists end at 50', () => {
  const many = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => {
      const id = `many${String(index).padStart(4, '0')}`;
      const day = `2026-${String(1 + Math.floor(index / 28)).padStart(2, '0')}-${String(1 + (index % 28)).padStart(2, '0')}`;
      return [`${id}.md`, incident(id, 'none', [{ at: `${day} 10:00`, state: 'resolved' }])];
    }),
  );
  const first = apiAt(many);
  const second = apiAt(many, NOON + 3_600_000);
  expect(first['incidents.json'].incidents).toHaveLength(50);
  const ids = (api: typeof first) => api['incidents.json'].incidents.flatMap(({ id, incident_updates }) => [id, ...incident_updates.map((update) => update.id)]);
  expect(ids(first)).toEqual(ids(second));
  expect(first['incidents.json'].incidents[0]?.id).toBe('many0059');
});

describe('a client from npm, told only another host', () => {
  test('reads every list', async () => {
    const { url } = await servedAt({ ...SCENES.major, ...SCENES.maintenance }, NOON);
    const client = new Statuspage('unused');
    client.setApiUrl(url);
    expect(await client.api.getSummary()).toMatchObject({ status: { indicator: 'minor' }, page: { time_zone: 'America/New_York' } });
    expect(await client.api.getStatus()).toMatchObject({ status: { description: 'Minor Service Outage' } });
    expect((await client.api.getComponents()).components).toHaveLength(4);
    expect((await client.api.incidents.getAll()).incidents).toHaveLength(3);
    expect((await client.api.incidents.getUnresolved()).incidents.map(({ id }: { id: string }) => id)).toEqual(['major001']);
    // All three of this client's calls ask for upcoming.json.
    expect((await client.api.scheduledMaintenances.getAll()).scheduled_maintenances.map(({ id }: { id: string }) => id)).toEqual(['worksoon']);
  });
});

describe('over HTTP', () => {
  test('JSON, feeds, calendar and badge have their types, answer HEAD, other sites and "unchanged?", and nothing answers for what is not there', async () => {
    const { url } = await servedAt(SCENES.well, NOON);
    const types = { '/api/v2/summary.json': 'application/json; charset=utf-8', '/api/v2/incidents/unresolved.json': 'application/json; charset=utf-8', '/history.atom': 'application/atom+xml; charset=utf-8', '/history.rss': 'application/rss+xml; charset=utf-8', '/status.ics': 'text/calendar; charset=utf-8', '/badge.svg': 'image/svg+xml' };
    for (const [path, type] of Object.entries(types)) {
      const head = await fetch(url + path, { method: 'HEAD' });
      expect([path, head.status, head.headers.get('content-type'), head.headers.get('access-control-allow-origin')]).toEqual([path, 200, type, '*']);
      const unchanged = await fetch(url + path, { headers: { 'if-none-match': head.headers.get('etag') ?? '' } });
      expect(unchanged.status).toBe(304);
    }
    for (const path of ['/api/v2/summary', '/api/v2/nothing.json', '/api/v2/', '/nothing/']) expect((await fetch(url + path, { redirect: 'manual' })).status, path).toBe(404);
    expect((await fetch(`${url}/`)).headers.get('access-control-allow-origin')).toBeNull();
  });
});
