/** Runs a command and measures it with everything it starts: wall time, processor time, peak memory. Linux, by /proc. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Usage {
  readonly seconds: number;
  /** User and system time of the command and of every process it waited for. */
  readonly cpuSeconds: number;
  /** The largest sum of resident memory over the whole tree, in megabytes. Pages that processes share count once for each. */
  readonly peakMegabytes: number;
  readonly log: string;
}

const SAMPLE_EVERY_MS = 50;

/** @throws with the end of the log when the command fails */
export async function measured(command: string, args: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }): Promise<Usage> {
  const cpuBefore = childrenCpuSeconds();
  const started = performance.now();
  const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (log += text));
  let peak = 0;
  const sampler = setInterval(() => (peak = Math.max(peak, treeMegabytes(child.pid!))), SAMPLE_EVERY_MS);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  }).finally(() => clearInterval(sampler));
  const seconds = (performance.now() - started) / 1000;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${log.slice(-2_000)}`);
  return { seconds, cpuSeconds: childrenCpuSeconds() - cpuBefore, peakMegabytes: peak, log };
}

/** Clock ticks and page size are 100 a second and 4 KiB on every Linux that Node runs on with x86 or common ARM kernels. */
const TICKS = 100;
const PAGE = 4096;

function childrenCpuSeconds(): number {
  const fields = statFields('self');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** What stands in /proc/N/stat after the process's name, which may itself hold spaces. */
function statFields(pid: number | 'self'): string[] {
  return readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
}

/** Processor seconds of a running process and its children, those that ended included. */
export function cpuSecondsOf(pid: number): number {
  try {
    const fields = statFields(pid);
    const own = [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) / TICKS;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? own : children.split(' ').reduce((sum, child) => sum + cpuSecondsOf(Number(child)), own);
  } catch {
    // It ended while we looked.
    return 0;
  }
}

/** Seconds that the machine's processors worked, and all that there were. */
export function busySeconds(): { readonly busy: number; readonly all: number } {
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]!.split(/\s+/).map(Number);
  const all = fields.slice(0, 8).reduce((sum, ticks) => sum + ticks, 0);
  return { busy: (all - fields[3]! - fields[4]!) / TICKS, all: all / TICKS };
}

function treeMegabytes(pid: number): number {
  try {
    const own = (Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE) / 1e6;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return children === '' ? own : children.split(' ').reduce((sum, child) => sum + treeMegabytes(Number(child)), own);
  } catch {
    // It ended while we looked.
    return 0;
  }
}
