/** Which word of the site a mistyped word most likely stands for. */

/** Cheap where fingers and ears slip: two letters swapped, a letter doubled, a vowel taken for another. */
const COST = { swap: 0.8, double: 0.5, vowel: 0.8, vowelLost: 0.8, letter: 1, firstLetter: 0.5 } as const;

const VOWELS = 'aeiouy';

/** How much may be wrong with a word of this length. */
function allowance(length: number): number {
  if (length < 3) return 0;
  if (length === 3) return 0.8;
  if (length < 6) return 1;
  if (length < 8) return 1.6;
  return length < 10 ? 2 : 2.6;
}

export interface Repair {
  readonly word: string;
  readonly cost: number;
}

/**
 * @param known words of the site with the number of articles that hold each
 * @returns the nearest word, or nothing when none is near; of two as near, the more frequent
 */
export function repair(typed: string, known: Iterable<readonly [string, number]>): Repair | undefined {
  const most = allowance(typed.length);
  if (most === 0 || /\d/.test(typed)) return undefined;
  let best: (Repair & { readonly rank: number }) | undefined;
  for (const [word, docs] of known) {
    if (word.length < 3 || Math.abs(word.length - typed.length) > most / COST.double) continue;
    const cost = distance(typed, word, most);
    if (cost > most) continue;
    // A frequent word is a little nearer: one of ten articles weighs as a tenth of a letter.
    const rank = cost - Math.min(0.2, Math.log10(1 + docs) * 0.1);
    if (best === undefined || rank < best.rank || (rank === best.rank && word < best.word)) best = { word, cost, rank };
  }
  return best && { word: best.word, cost: best.cost };
}

/** Damerau and Levenshtein's distance with the costs above; gives up above `most`. */
export function distance(a: string, b: string, most = Infinity): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => (column === 0 ? 0 : column * COST.letter + COST.firstLetter));
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i * COST.letter + COST.firstLetter];
    let least = row[0]!;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = last[j - 1]! + (same ? 0 : replacing(a[i - 1]!, b[j - 1]!) + (i === 1 && j === 1 ? COST.firstLetter : 0));
      cost = Math.min(cost, last[j]! + dropping(a, i - 1), row[j - 1]! + dropping(b, j - 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && !same) cost = Math.min(cost, before[j - 2]! + COST.swap);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most + COST.swap) return Infinity;
    before = last;
    last = row;
  }
  return last[b.length]!;
}

function replacing(a: string, b: string): number {
  return VOWELS.includes(a) && VOWELS.includes(b) ? COST.vowel : COST.letter;
}

function dropping(word: string, at: number): number {
  if (at > 0 && word[at] === word[at - 1]) return COST.double;
  if (at === 0) return COST.letter + COST.firstLetter;
  return VOWELS.includes(word[at]!) ? COST.vowelLost : COST.letter;
}
