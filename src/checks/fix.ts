/** Writes the new address into links that go through a redirect. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckedTree } from '../catalog/check.ts';
import { readCatalog } from '../catalog/load.ts';
import { asOnlyWriter } from '../catalog/one-writer.ts';
import { writeAll } from '../catalog/write-files.ts';
import { keepRevisions } from './keep-revisions.ts';
import { replaceTarget } from './targets.ts';
import type { Found } from './run.ts';

/** @returns the findings that are mended now; the others are still there */
export function fixAll({ root }: Pick<CheckedTree, 'root'>, findings: readonly Found[], today: string): Found[] {
  return findings.some(({ fix }) => fix !== undefined) ? asOnlyWriter(root, () => fixAlone(root, findings, today)) : [];
}

function fixAlone(root: string, findings: readonly Found[], today: string): Found[] {
  const readNow = () => readCatalog(root, { today, unpublished: false }).tree.read;
  const sources = new Map<string, string>();
  const mended: Found[] = [];
  for (const finding of findings) {
    const { file, line, fix } = finding;
    if (fix === undefined) continue;
    const source = sources.get(file) ?? readFileSync(join(root, file), 'utf8');
    const next = file.endsWith('.mdx') ? replaceTarget(source, line, fix.from, fix.to) : replaceInLine(source, line, fix.from, fix.to);
    if (next === undefined) continue;
    sources.set(file, next);
    mended.push(finding);
  }
  if (mended.length === 0) return [];
  const settle = keepRevisions(root, readNow());
  writeAll(root, { write: sources }, () => settle(readNow()));
  return mended;
}

function replaceInLine(source: string, line: number, from: string, to: string): string | undefined {
  const lines = source.split('\n');
  const text = lines[line - 1];
  if (text === undefined || !text.includes(from)) return undefined;
  lines[line - 1] = text.replace(from, () => to);
  return lines.join('\n');
}
