/** What may be attached. The browser says it before sending; the service looks at the content itself. */

export const FILE_LIMITS = {
  count: 5,
  /** Bytes of one file. */
  each: 8 * 1_024 * 1_024,
  /** Bytes of all together. */
  all: 20 * 1_024 * 1_024,
  /** Media type → ends of names. */
  types: {
    'image/png': ['.png'],
    'image/jpeg': ['.jpg', '.jpeg'],
    'image/webp': ['.webp'],
    'application/pdf': ['.pdf'],
    'text/plain': ['.txt', '.log'],
  },
} as const;

export interface OfferedFile {
  readonly name: string;
  readonly size: number;
}

/** For the `accept` of a file field. */
export const ACCEPTED = Object.values(FILE_LIMITS.types).flat().join(',');

export type FileProblem =
  | { readonly kind: 'count' | 'all' }
  | { readonly kind: 'each' | 'type' | 'empty'; readonly file: string };

/** What is wrong with the chosen files, as far as names and sizes tell. */
export function fileProblems(files: readonly OfferedFile[]): FileProblem[] {
  const ends: readonly string[] = Object.values(FILE_LIMITS.types).flat();
  const single = files.flatMap(({ name, size }): FileProblem[] => {
    if (!ends.some((end) => name.toLowerCase().endsWith(end))) return [{ kind: 'type', file: name }];
    if (size > FILE_LIMITS.each) return [{ kind: 'each', file: name }];
    return size === 0 ? [{ kind: 'empty', file: name }] : [];
  });
  if (files.length > FILE_LIMITS.count) return [{ kind: 'count' }, ...single];
  if (single.length === 0 && files.reduce((sum, { size }) => sum + size, 0) > FILE_LIMITS.all) return [{ kind: 'all' }];
  return single;
}
