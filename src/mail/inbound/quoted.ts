/** Parts what somebody wrote from what they quoted, so that an agent reads a line and not a history. Nothing is lost. */

export interface Folded {
  readonly fresh: string;
  /** What was quoted, or everything below the line where quoting begins. */
  readonly quoted: string | undefined;
}

/** Lines with which mail programs begin what they quote. */
const BEGINS = [
  /^\s*On .{6,200} wrote:\s*$/i,
  /^\s*Am .{6,200} schrieb .{1,200}:\s*$/i,
  /^\s*Le .{6,200} a écrit\s?:\s*$/i,
  /^\s*El .{6,200} escribió:\s*$/i,
  /^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original|forwarded message)\s*-{2,}\s*$/i,
  /^\s*_{10,}\s*$/,
  /^\s*(From|Von|De):\s.{1,200}$/i,
];
/** After `From:` only what looks like another mail's head. */
const HEAD_LINE = /^\s*(sent|date|to|subject|gesendet|an|betreff|envoyé|à|objet|enviado|para|asunto)\s?:/i;
const SIGNATURE = /^--\s?$/;

export function foldQuoted(text: string): Folded {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const at = lines.findIndex((line, index) => begins(lines, line, index));
  const cut = at === -1 ? trailingQuote(lines) : at;
  const own = lines.slice(0, cut).join('\n').trim();
  const rest = lines.slice(cut).join('\n').trim();
  // Somebody who answers below or between the quoted lines has their words in the middle: then all of it is theirs.
  const below = at !== -1 && interleaved(lines.slice(at));
  if (rest === '' || own === '' || below) return { fresh: withoutSignature(text.trim()), quoted: undefined };
  return { fresh: withoutSignature(own), quoted: rest };
}

function begins(lines: readonly string[], line: string, index: number): boolean {
  // "On …" may be broken in two by the program that quotes.
  const joined = `${line} ${(lines[index + 1] ?? '').trim()}`;
  const found = BEGINS.findIndex((one) => one.test(line) || (one !== BEGINS.at(-1) && one !== BEGINS.at(-2) && one.test(joined)));
  if (found === -1) return false;
  return found < BEGINS.length - 1 || lines.slice(index + 1, index + 5).filter((one) => HEAD_LINE.test(one)).length >= 2;
}

/** Where lines with `>` begin that go on to the end. */
function trailingQuote(lines: readonly string[]): number {
  let at = lines.length;
  while (at > 0 && (/^\s*>/.test(lines[at - 1] ?? '') || (lines[at - 1] ?? '').trim() === '')) at -= 1;
  return lines.slice(at).some((line) => /^\s*>/.test(line)) ? at : lines.length;
}

/** Words of their own after quoted lines. */
function interleaved(lines: readonly string[]): boolean {
  const marked = lines.map((line) => /^\s*>/.test(line));
  const first = marked.indexOf(true);
  return first !== -1 && lines.slice(first).some((line, index) => !marked[first + index] && line.trim() !== '' && !SIGNATURE.test(line)) && !lines.slice(first).some((line) => SIGNATURE.test(line));
}

function withoutSignature(text: string): string {
  const lines = text.split('\n');
  const at = lines.findLastIndex((line) => SIGNATURE.test(line));
  // A signature is short; a long text under two hyphens is a text.
  return at > 0 && lines.length - at <= 12 ? lines.slice(0, at).join('\n').trim() : text;
}
