/** Whether pages of other hosts are still there: asked politely, one at a time of each host, and remembered. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export type Answer =
  | { readonly state: 'there' }
  /** The host itself says that there is nothing, or there is no such host. */
  | { readonly state: 'gone'; readonly why: string }
  /** Busy, guarded or slow: nothing is known, and nothing is claimed. */
  | { readonly state: 'unknown'; readonly why: string };

export type Probe = (addresses: readonly string[]) => Promise<Map<string, Answer>>;

export interface ProbeOptions {
  readonly cacheFile: string;
  /** The time now, in milliseconds. */
  readonly now: () => number;
  readonly fetch: typeof fetch;
  /** Rest between two questions to one host, in milliseconds. */
  readonly rest: number;
}

const REMEMBERED_MS = 7 * 86_400_000;
const HOSTS_AT_ONCE = 8;
const TIMEOUT_MS = 15_000;
const AGENT = 'Bedside link check (a help center asking whether a page it links to is still there)';

interface Remembered {
  readonly at: number;
  readonly answer: Answer;
}

export function createProbe({ cacheFile, now, fetch, rest }: ProbeOptions): Probe {
  return async (addresses) => {
    const remembered = readCache(cacheFile);
    const answers = new Map<string, Answer>();
    const byHost = new Map<string, string[]>();
    for (const address of addresses) {
      const known = remembered.get(address);
      // Only good news keeps: what was gone may be back.
      if (known?.answer.state === 'there' && now() - known.at < REMEMBERED_MS) answers.set(address, known.answer);
      else byHost.set(new URL(address).host, [...(byHost.get(new URL(address).host) ?? []), address]);
    }
    const waiting = [...byHost.values()];
    const worker = async () => {
      for (let list = waiting.shift(); list !== undefined; list = waiting.shift()) {
        for (const [index, address] of list.entries()) {
          if (index > 0) await new Promise((resolve) => setTimeout(resolve, rest));
          const answer = await ask(address, fetch);
          answers.set(address, answer);
          remembered.set(address, { at: now(), answer });
        }
      }
    };
    await Promise.all(Array.from({ length: HOSTS_AT_ONCE }, worker));
    writeCache(cacheFile, remembered, now());
    return answers;
  };
}

async function ask(address: string, fetchPage: typeof fetch): Promise<Answer> {
  let answer: Answer = { state: 'unknown', why: 'no answer' };
  // Some hosts refuse the short question; only the whole one tells.
  for (const method of ['HEAD', 'GET']) {
    try {
      const response = await fetchPage(address, { method, redirect: 'follow', headers: { 'user-agent': AGENT, accept: 'text/html,*/*' }, signal: AbortSignal.timeout(TIMEOUT_MS) });
      await response.body?.cancel();
      if (response.ok) return { state: 'there' };
      const why = `the host answers ${response.status}`;
      answer = response.status === 404 || response.status === 410 ? { state: 'gone', why } : { state: 'unknown', why };
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name;
      answer = code === 'ENOTFOUND' ? { state: 'gone', why: 'there is no such host' } : { state: 'unknown', why: code };
      if (code === 'ENOTFOUND') return answer;
    }
  }
  return answer;
}

function readCache(file: string): Map<string, Remembered> {
  if (!existsSync(file)) return new Map();
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Remembered>));
  } catch {
    // A broken cache costs questions, nothing else.
    return new Map();
  }
}

function writeCache(file: string, remembered: ReadonlyMap<string, Remembered>, now: number): void {
  const kept = [...remembered].filter(([, { at }]) => now - at < REMEMBERED_MS);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(kept)));
  renameSync(`${file}.new`, file);
}
