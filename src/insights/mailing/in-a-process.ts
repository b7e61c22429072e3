/** Makes a report's letter in a process of its own: reading a quarter takes seconds, and readers do not wait for them. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { About } from '../../outbox/row.ts';
import type { ReportLetter } from './letter.ts';

/** The process ended without a letter; what it said is in the log of whoever runs it by hand. */
export class ReportFailed extends Error {
  override readonly name = 'ReportFailed';
}

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** A page with a year of curves has 300 KB. */
const MOST_BYTES = 32 * 1024 * 1024;

const written = z.object({ subject: z.string(), text: z.string(), html: z.string(), attachments: z.array(z.object({ name: z.string(), type: z.string(), content: z.string() })) });

/** @param env of the service: the same database, the same content */
export function letterInAProcess(env: NodeJS.ProcessEnv): (about: About, signal: AbortSignal) => Promise<ReportLetter> {
  return async ({ report, from, to }, signal) => {
    const output = await new Promise<string>((done, failed) => {
      const args = ['scripts/report.ts', String(report), '--from', String(from), '--to', String(to), '--mail', '--dry-run', '--format', 'json'];
      execFile(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...env }, maxBuffer: MOST_BYTES, signal }, (error, out) => {
        if (error === null) done(out);
        else failed(new ReportFailed(`The report could not be made: exit code ${String(error.code)}.`));
      });
    });
    const letter = written.parse(JSON.parse(output));
    return { ...letter, attachments: letter.attachments.map(({ content, ...rest }) => ({ ...rest, content: Buffer.from(content) })) };
  };
}
