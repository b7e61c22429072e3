/** Changes several files of a content tree together: all of them, or none. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

export interface Changes {
  /** File → its new content. */
  readonly write?: ReadonlyMap<string, string>;
  /** Old place → new place. */
  readonly move?: ReadonlyMap<string, string>;
}

/**
 * Everything is written beside its place first, so that a full disk or a forbidden folder is met before
 * anything has changed; then names change, and a name that cannot change takes back those before it.
 *
 * @param verify looks at the tree as it is after the change; when it throws, all is as it was
 */
export function writeAll(root: string, { write = new Map(), move = new Map() }: Changes, verify: () => void = () => undefined): void {
  const place = (file: string) => join(root, file);
  const undo: (() => void)[] = [];
  const staged: { from: string; to: string }[] = [];
  try {
    for (const [file, content] of write) {
      const from = `${place(file)}.${process.pid}.new`;
      makeFolder(dirname(from), undo);
      undo.push(() => rmSync(from, { force: true }));
      writeFileSync(from, content);
      staged.push({ from, to: place(file) });
    }
    for (const [from, to] of move) {
      if (existsSync(place(to))) throw new Error(`${to} is there already.`);
      makeFolder(dirname(place(to)), undo);
      renameSync(place(from), place(to));
      undo.push(() => renameSync(place(to), place(from)));
    }
    for (const { from, to } of staged) {
      const before = existsSync(to) ? readFileSync(to) : undefined;
      renameSync(from, to);
      undo.push(() => (before === undefined ? rmSync(to, { force: true }) : writeFileSync(to, before)));
    }
    verify();
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
}
