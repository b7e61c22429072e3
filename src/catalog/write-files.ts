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
  const oldPlaces = new Map([...move].map(([from, to]) => [to, from]));
  try {
    for (const [file, content] of write) {
      const from = `${place(file)}.${process.pid}.new`;
      makeFolder(dirname(from), undo);
      undo.push(() => rmSync(from, { force: true }));
      const before = place(oldPlaces.get(file) ?? file);
      writeFileSync(from, existsSync(before) ? inFormOf(readFileSync(before, 'utf8'), content) : content);
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

/** Line ends and byte-order mark as the author's editor wrote them: a change of one field is a change of one line. */
function inFormOf(before: string, content: string): string {
  const windows = before.includes('\r\n') && !/(^|[^\r])\n/.test(before);
  const lines = windows ? content.replaceAll(/\r?\n/g, '\r\n') : content;
  return before.startsWith('\uFEFF') && !lines.startsWith('\uFEFF') ? `\uFEFF${lines}` : lines;
}

function makeFolder(folder: string, undo: (() => void)[]): void {
  const made = mkdirSync(folder, { recursive: true });
  if (made !== undefined) undo.push(() => rmSync(made, { recursive: true, force: true }));
}
