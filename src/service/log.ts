/**
 * The service's log: structured, on standard output, with nothing in it that a reader sent.
 *
 * Entries name routes, not paths, and never a query, an address, a body or a header. Errors are logged by name and
 * code; the message of an error that we did not write ourselves may quote input, so only its stack frames are kept.
 */
import { pino, type DestinationStream, type Logger } from 'pino';

export type { Logger };

/** @throws {Error} when there is no such level */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const levels = [...Object.keys(pino.levels.values), 'silent'];
  if (!levels.includes(level)) throw new Error(`"${level}" in BEDSIDE_LOG is not a level. Known: ${levels.join(', ')}.`);
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

/** What may be written of an error. */
export function errorFacts(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, reason } = error as { code?: unknown; reason?: unknown };
  const frames = framesOf(error).slice(0, 6);
  return {
    error: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof reason === 'string' ? { reason } : {}),
    frames,
    ...(error.cause instanceof Error ? { cause: errorFacts(error.cause) } : {}),
  };
}

const FRAME = /^\s+at .*(:\d+:\d+|<anonymous>|native)\)?$/;

/** A message may have lines of its own that look like frames, so they are looked for behind it. */
function framesOf({ message, stack = '' }: Error): string[] {
  const told = stack.indexOf(message);
  const behind = told === -1 ? stack : stack.slice(told + message.length);
  return behind.split('\n').filter((line) => FRAME.test(line)).map((line) => line.trim());
}
