/** Text to words, the same for what is indexed and what is asked. Knows no language. */

const MARKS = /\p{M}+/gu;
const PLAIN = /^[a-z0-9 ]*$/;
const CODE = /^(\p{L}{2,6})[-_ ]?(\d{2,5})$/u;

/** One writing for one word: small letters, no accents, no possessive, no apostrophe. */
export function folded(text: string): string {
  // Most words are plain already; a first search folds a thousand of them.
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFKD')
    .replaceAll(MARKS, '')
    .toLowerCase()
    .replaceAll(/[’‘ʼ`]/g, "'")
    .replaceAll(/\be-mail/g, 'email')
    .replaceAll(/'s\b/g, '')
    .replaceAll("'", '');
}

/** Letters and digits; everything else divides words. */
export function wordsOf(text: string): string[] {
  return folded(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** An error code as one word, however it is written: `VER-102`, `ver 102` and `ver102` are `ver102`. */
export function codeOf(text: string): string | undefined {
  const found = CODE.exec(folded(text).trim());
  return found === null ? undefined : `${found[1]}${found[2]}`;
}
