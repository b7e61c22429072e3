/**
 * How long a text is to whoever reads it. A limit is about the room that words take, and about having said enough:
 * a Chinese, Japanese or Korean character, like an emoji, is as wide as two letters, and says as much. What a person
 * sees as one character is one, however many code points it is made of.
 */
import { z } from 'zod';

const WIDE = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Bopo}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6\p{Emoji_Presentation}]/u;
/** Below the combining marks, a code unit is a character. */
const PLAIN = /^[\0-\u02ff]*$/;
const CHARACTERS = new Intl.Segmenter();

export function readerLength(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let length = 0;
  for (const { segment } of CHARACTERS.segment(text)) length += WIDE.test(segment) ? 2 : 1;
  return length;
}

/** Whether some of its characters count two. */
export function hasWide(text: string): boolean {
  return WIDE.test(text);
}

/** The limits of a text, as they stand in tables. */
export interface Lengths {
  readonly from: number;
  readonly to?: number;
}

/** A text for readers, of so many characters as they count them. */
export function text(from: number, to?: number): z.ZodString {
  const lengths: Lengths = { from, ...(to === undefined ? {} : { to }) };
  return z
    .string()
    .check(({ value, issues }) => {
      const length = readerLength(value);
      if (length < from) issues.push({ code: 'too_small', origin: 'string', minimum: from, inclusive: true, input: value });
      else if (to !== undefined && length > to) issues.push({ code: 'too_big', origin: 'string', maximum: to, inclusive: true, input: value });
    })
    .meta({ lengths });
}

/** The limits that `text` gave a field. */
export function lengthsOf(schema: z.ZodType): Lengths | undefined {
  return schema.meta()?.['lengths'] as Lengths | undefined;
}
