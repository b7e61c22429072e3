/** Monitors of other people, unmodified, told only another address. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { NOON, SCENES } from '../status/scenes.ts';
import { servedAt } from '../status/serving.ts';

/** A folder with checkouts of TheLion/statuspage-HA and mcarvin8/statuspage-prometheus-exporter. */
const CHECKOUTS = process.env['BEDSIDE_STATUS_CLIENTS'];
const PYTHON = process.env['BEDSIDE_PYTHON'] ?? 'python3';

function whyNot(): string | undefined {
  if (CHECKOUTS === undefined) return 'BEDSIDE_STATUS_CLIENTS names no folder with checkouts of statuspage-HA and statuspage-prometheus-exporter.';
  const missing = ['statuspage-HA', 'statuspage-prometheus-exporter'].find((name) => !existsSync(join(CHECKOUTS, name)));
  if (missing !== undefined) return `${CHECKOUTS} has no ${missing}.`;
  return spawnSync(PYTHON, ['-c', 'import aiohttp, requests']).status === 0 ? undefined : `${PYTHON} has no aiohttp and requests (apt-get install python3-aiohttp python3-requests, or name another with BEDSIDE_PYTHON).`;
}

interface Understood {
  readonly 'home-assistant': Readonly<Record<string, unknown>>;
  readonly 'prometheus-exporter': Readonly<Record<string, unknown>>;
}

async function understood(scene: keyof typeof SCENES): Promise<Understood> {
  const { url } = await servedAt(SCENES[scene], NOON);
  // Not waited for in one go: the server that is asked runs in this process.
  const { stdout } = await promisify(execFile)(PYTHON, [`${import.meta.dirname}/status-clients.py`, CHECKOUTS!, url]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Understood;
}

const why = whyNot();

describe.skipIf(why !== undefined)('Home Assistant’s integration and a Prometheus exporter', () => {
  test('all well', async () => {
    const { 'home-assistant': home, 'prometheus-exporter': exporter } = await understood('well');
    expect(home).toMatchObject({ detected: true, detectedWhereNothingIs: false, indicator: 'none', description: 'All Systems Operational', incidents: [], maintenances: [] });
    expect(exporter).toMatchObject({ success: true, status: 1, raw: 'none', incidents: [], maintenances: [], components: { Search: 'operational', 'Log-in': 'operational', Accounts: 'operational' } });
  });

  test('an incident: its newest words, its parts, and no part that it does not touch', async () => {
    const { 'home-assistant': home, 'prometheus-exporter': exporter } = await understood('major');
    expect(home).toMatchObject({ indicator: 'minor', incidents: [['major001', 'monitoring', 'This is what we know at 11:35.']] });
    expect(home['components']).toEqual([['search', 'degraded_performance', false], ['email', 'operational', false], ['accounts', 'partial_outage', true], ['log-in', 'partial_outage', false]]);
    expect(exporter).toMatchObject({ status: 0, raw: 'major', incidents: [['major001', 'major', ['Search', 'Log-in']]], components: { Email: 'operational' } });
  });

  test('maintenance, running and planned', async () => {
    const { 'home-assistant': home, 'prometheus-exporter': exporter } = await understood('maintenance');
    expect(home).toMatchObject({ indicator: 'none', maintenances: [['worksoon', 'scheduled'], ['worknow1', 'in_progress']] });
    expect(exporter).toMatchObject({ success: true, incidents: [], maintenances: ['worksoon', 'worknow1'], components: { Search: 'under_maintenance' } });
  });
});

test.skipIf(why === undefined)('NOT RUN: Home Assistant’s integration and a Prometheus exporter', ({ skip }) => {
  console.error(`NOT RUN: status clients. ${why}`);
  skip(why);
});
