/** `content/checks.yaml`: findings that a team has looked at and keeps, each with its reason. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../catalog/diagnostic.ts';
import { text } from '../catalog/reader-length.ts';
import { readYaml } from '../catalog/yaml.ts';

export const CHECKS_FILE = 'checks.yaml';

export const checksSchema = z.strictObject({
  accept: z
    .array(
      z.strictObject({
        rule: z.string().describe('The code of the rule, for example link/external.'),
        file: z.string().optional().describe('Only in this file, as a path from the content folder.'),
        value: z.string().optional().describe('Only where the value that was found contains these words.'),
        why: text(10).describe('Why it is right as it is, for whoever reads this next.'),
      }),
    )
    .default([])
    .describe('Findings that are right as they are.'),
});

export type Accepted = z.output<typeof checksSchema>['accept'][number] & { readonly line: number };

export function readAccepted(root: string, report: (diagnostic: Diagnostic) => void): Accepted[] {
  const path = join(root, CHECKS_FILE);
  if (!existsSync(path)) return [];
  const read = readYaml({ file: CHECKS_FILE, text: readFileSync(path, 'utf8').replaceAll('\r\n', '\n'), linesBefore: 0 }, checksSchema, report);
  return (read?.value.accept ?? []).map((one, index) => ({ ...one, line: read?.lineOf(['accept', index]) ?? 1 }));
}

export function accepts(accepted: Accepted, { code, file, value }: Diagnostic): boolean {
  return accepted.rule === code && (accepted.file === undefined || accepted.file === file) && (accepted.value === undefined || (value ?? '').includes(accepted.value));
}
