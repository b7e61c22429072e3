/**
 * Porter's stemmer (M. F. Porter, An algorithm for suffix stripping, 1980) with one change: a last `i` goes as
 * well, so that "verify" and "verification" meet.
 */

const C = '[^aeiou](?:[^aeiouy]*)';
const V = '[aeiouy](?:[aeiou]*)';
const MORE_THAN_0 = new RegExp(`^(${C})?${V}${C}`);
const EXACTLY_1 = new RegExp(`^(${C})?${V}${C}(${V})?$`);
const MORE_THAN_1 = new RegExp(`^(${C})?${V}${C}${V}${C}`);
const HAS_VOWEL = new RegExp(`^(${C})?[aeiouy]`);
const SHORT = new RegExp(`^${C}[aeiouy][^aeiouwxy]$`);

const STEP_2: readonly (readonly [string, string])[] = [
  ['ational', 'ate'], ['tional', 'tion'], ['enci', 'ence'], ['anci', 'ance'], ['izer', 'ize'], ['bli', 'ble'], ['alli', 'al'],
  ['entli', 'ent'], ['eli', 'e'], ['ousli', 'ous'], ['ization', 'ize'], ['ation', 'ate'], ['ator', 'ate'], ['alism', 'al'],
  ['iveness', 'ive'], ['fulness', 'ful'], ['ousness', 'ous'], ['aliti', 'al'], ['iviti', 'ive'], ['biliti', 'ble'], ['logi', 'log'],
];
const STEP_3: readonly (readonly [string, string])[] = [
  ['icate', 'ic'], ['ative', ''], ['alize', 'al'], ['iciti', 'ic'], ['ical', 'ic'], ['ful', ''], ['ness', ''],
];
const STEP_4 = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize|(?<=[st])ion)$/;

export function stemEnglish(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;
  // A `y` at the start is a consonant; a capital keeps it out of the vowels.
  let w = word.startsWith('y') ? `Y${word.slice(1)}` : word;

  if (/(ss|i)es$/.test(w)) w = w.slice(0, -2);
  else if (/[^s]s$/.test(w)) w = w.slice(0, -1);

  if (w.endsWith('eed')) {
    if (MORE_THAN_0.test(w.slice(0, -3))) w = w.slice(0, -1);
  } else {
    const base = w.replace(/(ed|ing)$/, '');
    if (base !== w && HAS_VOWEL.test(base)) {
      w = base;
      if (/(at|bl|iz)$/.test(w)) w += 'e';
      else if (/([^aeiouylsz])\1$/.test(w)) w = w.slice(0, -1);
      else if (SHORT.test(w)) w += 'e';
    }
  }
  if (w.endsWith('y') && HAS_VOWEL.test(w.slice(0, -1))) w = `${w.slice(0, -1)}i`;

  w = replaced(w, STEP_2);
  w = replaced(w, STEP_3);
  const longest = STEP_4.exec(w);
  if (longest !== null && MORE_THAN_1.test(longest[1]!)) w = longest[1]!;

  if (w.endsWith('e')) {
    const base = w.slice(0, -1);
    if (MORE_THAN_1.test(base) || (EXACTLY_1.test(base) && !SHORT.test(base))) w = base;
  }
  if (w.endsWith('ll') && MORE_THAN_1.test(w)) w = w.slice(0, -1);
  if (w.endsWith('i') && w.length > 4) w = w.slice(0, -1);
  return w.toLowerCase();
}

function replaced(word: string, endings: readonly (readonly [string, string])[]): string {
  for (const [ending, instead] of endings) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, -ending.length);
    return MORE_THAN_0.test(base) ? base + instead : word;
  }
  return word;
}
