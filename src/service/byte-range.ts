/** The part of a file that a player asks for. */

/** First and last byte, or that there is no such part, or that the whole is meant. */
export type Part = readonly [start: number, end: number] | 'unsatisfiable' | 'whole';

/**
 * Reads a `Range` header. Only one range of bytes is answered in part; several at once, other units and
 * what cannot be read mean the whole.
 */
export function partOf(header: string | undefined, size: number): Part {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null || (match[1] === '' && match[2] === '')) return 'whole';
  const [first = '', last = ''] = match.slice(1);
  if (first === '') return last.replaceAll('0', '') === '' || size === 0 ? 'unsatisfiable' : [Math.max(0, size - Number(last)), size - 1];
  if (last !== '' && Number(last) < Number(first)) return 'whole';
  return Number(first) >= size ? 'unsatisfiable' : [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
}
