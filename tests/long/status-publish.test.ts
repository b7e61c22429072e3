/** The recipe of docs/operators/incident.md, as it stands there, with a real rsync to a host that is a folder here. */
import { spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { statusTreeOf } from '../status/trees.ts';

const RECIPE = /export BEDSIDE_STATUS_PUBLISH='([^']+)'/.exec(readFileSync('docs/operators/incident.md', 'utf8'))?.[1] ?? '';
const hasRsync = spawnSync('rsync', ['--version']).error === undefined;

function workplace(): string {
  const made = mkdtempSync(join(tmpdir(), 'bedside-rsync-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** An ssh that finds every host on this machine; rsync speaks through it as through the real one. */
function nearSsh(place: string): string {
  const bin = join(place, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'ssh'), '#!/bin/sh\nshift\nexec sh -c "$*"\n');
  chmodSync(join(bin, 'ssh'), 0o755);
  return bin;
}

function publish(place: string, root: string, command: string, args = ['build-status.ts', '--publish']) {
  const [script = '', ...rest] = args;
  const { status, stderr } = spawnSync(process.execPath, [resolve('scripts', script), ...rest], { cwd: place, encoding: 'utf8', env: { ...process.env, PATH: `${join(place, 'bin')}:${process.env['PATH']}`, BEDSIDE_CONTENT: root, BEDSIDE_STATUS_PUBLISH: command } });
  return { code: status, said: stderr };
}

test.skipIf(!hasRsync)('rsync and ssh put each build beside the one before, and a link moves onto it', () => {
  const place = workplace();
  nearSsh(place);
  const host = join(place, 'srv');
  mkdirSync(host);
  const recipe = RECIPE.replaceAll('/srv/status', host);
  expect(recipe).toContain('rsync -a');
  const root = statusTreeOf({});
  const first = publish(place, root, recipe);
  expect(first, first.said).toMatchObject({ code: 0 });
  expect(lstatSync(join(host, 'current')).isSymbolicLink()).toBe(true);
  const before = readdirSync(join(host, 'current'), { recursive: true }).length;
  // What a publication left that died before its last step.
  symlinkSync('gone', join(host, 'next'));
  // Of long ago; nothing else is tidied away.
  for (const name of ['1700000000-1', 'notes']) {
    mkdirSync(join(host, name));
    utimesSync(join(host, name), 1_700_000_000, 1_700_000_000);
  }
  const second = publish(place, root, recipe, ['incident.ts', 'open', '--title', 'Problems with search', '--impact', 'minor', '--component', 'search=partial outage', '--publish']);
  expect(second, second.said).toMatchObject({ code: 0 });
  for (const file of ['index.html', 'api/v2/summary.json', 'history.atom']) expect(readFileSync(join(host, 'current', file), 'utf8'), file).toContain('Problems with search');
  expect(readdirSync(join(host, 'current'), { recursive: true }).length).toBeGreaterThan(before);
  expect(readdirSync(host)).toHaveLength(4);
  expect(readdirSync(host)).toEqual(expect.arrayContaining(['current', 'notes']));
});

test.skipIf(!hasRsync)('a host that refuses leaves what it has in place, and the command says so with 2', () => {
  const place = workplace();
  nearSsh(place);
  const host = join(place, 'srv');
  mkdirSync(host);
  const root = statusTreeOf({});
  expect(publish(place, root, RECIPE.replaceAll('/srv/status', host)).code).toBe(0);
  const shown = readFileSync(join(host, 'current/index.html'), 'utf8');
  // rsync does not make two folders deep.
  const refused = publish(place, root, RECIPE.replaceAll('/srv/status', join(host, 'no/such/place')));
  expect(refused).toMatchObject({ code: 2, said: expect.stringContaining('NOT PUBLISHED') });
  expect(readFileSync(join(host, 'current/index.html'), 'utf8')).toBe(shown);
});

test.skipIf(hasRsync)('NOT RUN: the rsync recipe', ({ skip }) => {
  const why = 'rsync is not here: apt-get install rsync';
  console.error(`NOT RUN: the rsync recipe. ${why}`);
  skip(why);
});
