/** Writes a new content tree: whole and without an error, or not at all. */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename } from 'node:path';
import { stillSound } from '../authoring/tree.ts';
import { touch } from '../authoring/touch.ts';
import { writeAll } from '../catalog/write-files.ts';
import type { Answers } from './answers.ts';
import { StartRefused } from './refused.ts';
import { treeFrom, type TreeOptions } from './tree.ts';

/** @throws {StartRefused} when something is there already: a tree that people wrote is worth more than a new one */
export function refuseTaken(root: string): void {
  if (!existsSync(root)) return;
  const there = readdirSync(root);
  if (there.length > 0) throw new StartRefused(`${basename(root)}/ holds ${there.slice(0, 3).join(', ')}${there.length > 3 ? ' and more' : ''}. Nothing is overwritten: choose another folder, or move this one away.`);
}

/**
 * @returns the files that were written, by path from the root
 * @throws {StartRefused}
 */
export function start(root: string, answers: Answers, options: TreeOptions): string[] {
  refuseTaken(root);
  const made = mkdirSync(root, { recursive: true });
  try {
    const write = treeFrom(answers, options);
    writeAll(root, { write }, stillSound(root, options.today));
    touch(root, { today: options.today, articles: [], same: false });
    return [...write.keys()].sort();
  } catch (error) {
    if (made !== undefined) rmSync(made, { recursive: true, force: true });
    throw error;
  }
}
