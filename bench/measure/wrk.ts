/** One run of wrk, the load generator, as two numbers. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

export interface Load {
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p99: number;
}

/** Arguments for requests that differ in their session alone. */
export const SESSIONS_SCRIPT = ['-s', resolve(import.meta.dirname, '../sessions.lua')];

/** Kept-alive connections of every load. */
export const CONNECTIONS = 32;

/**
 * @param more arguments before the address: headers, a script
 * @throws when an answer was an error or a connection broke: a server that refuses is fast
 */
export function wrk(address: string, seconds: number, more: readonly string[], env: NodeJS.ProcessEnv = {}): Load {
  const { stdout } = spawnSync('wrk', ['-t1', `-c${CONNECTIONS}`, `-d${seconds}s`, '--latency', ...more, address], { encoding: 'utf8', env: { ...process.env, ...env } });
  const rate = /Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1];
  const [, p99, unit] = /99%\s+([\d.]+)(us|ms|s)/.exec(stdout) ?? [];
  if (rate === undefined || p99 === undefined || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`${address} failed under load:\n${stdout}`);
  return { perSecond: Number(rate), p99: Number(p99) * (unit === 'us' ? 0.001 : unit === 's' ? 1000 : 1) };
}
