import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { openStore, type StoreSettings } from '../../src/store/open.ts';

/** What stood in the database after processes that wrote to it were killed. */
export interface AfterCrashes {
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly repeated: readonly string[];
  /** What a second table, written in the same transactions, counts. */
  readonly counted: number;
}

/** No process is killed before it has answered so many writes, however slow the machine is. */
export const LEAST_ANSWERS = 11;

/** Lets a process write in groups, kills it at a random moment with SIGKILL, and again, and looks at what is left. */
export async function killWriters(settings: StoreSettings, kills: number): Promise<AfterCrashes> {
  const acknowledged = `${settings.dataDir}/acknowledged`;
  for (let run = 0; run < kills; run += 1) {
    const before = linesOf(acknowledged);
    const child = spawn(process.execPath, [`${import.meta.dirname}/crash.child.ts`, JSON.stringify(settings), acknowledged, String(run)], { stdio: 'inherit' });
    onTestFinished(() => void child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    while (linesOf(acknowledged) < before + LEAST_ANSWERS && child.exitCode === null) await pause(5);
    await pause(Math.random() * 300);
    child.kill('SIGKILL');
    await ended;
    if (child.exitCode !== null) throw new Error(`The writer ended by itself with ${child.exitCode}.`);
  }

  const store = await openStore(settings);
  try {
    const rows = await store.read((db) => db.selectFrom('vote').select('revision').execute());
    const count = await store.read((db) => db.selectFrom('limit_window').select('count').executeTakeFirst());
    const stored = new Map<string, number>();
    for (const { revision } of rows) stored.set(revision, (stored.get(revision) ?? 0) + 1);
    const names = readFileSync(acknowledged, 'utf8').split('\n').slice(0, -1);
    return {
      acknowledged: names.length,
      stored: rows.length,
      lost: names.filter((name) => !stored.has(name)),
      repeated: [...stored].filter(([, times]) => times > 1).map(([name]) => name),
      counted: count?.count ?? 0,
    };
  } finally {
    await store.close();
  }
}

function linesOf(file: string): number {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0;
}
