/** `review`: somebody has checked that everything in these articles is still true. */
import { asOnlyWriter } from '../catalog/one-writer.ts';
import { writeAll } from '../catalog/write-files.ts';
import { findArticle } from './articles.ts';
import { setField } from './fields.ts';
import { soundTree, stillSound } from './tree.ts';

/** @returns the files that carry the day now */
export function review(root: string, { today, articles }: { today: string; articles: readonly string[] }): string[] {
  return asOnlyWriter(root, () => {
    const tree = soundTree(root, today);
    const found = articles.map((words) => findArticle(tree.read, words));
    const write = new Map(found.map(({ file, source }) => [file, setField(source, 'reviewedOn', today, 'lastUpdated')]));
    writeAll(root, { write }, stillSound(root, today));
    return [...write.keys()];
  });
}
