/** What a reply is looked over for before it goes out: words that readers should not meet. */
import { z } from 'zod';
import { text } from '../reader-length.ts';

export const WORDING_FILE = 'support/wording.yaml';

const words = z.array(text(1, 60)).min(1);
const group = z.strictObject({
  words: words.describe('Words or phrases, in any case, as whole words.'),
  instead: text(5, 200).describe('What to write in their place.'),
});

export const wordingSchema = z.strictObject({
  jargon: z.array(group).default([]).describe('Technical words.'),
  blame: z.array(group).default([]).describe('Words that blame or belittle.'),
  internal: z.array(group).default([]).describe('How the team works inside: tools, levels, other customers.'),
  promises: z
    .strictObject({
      who: words.describe('A time in a sentence without one of these is no promise of ours.'),
      before: words.describe('What stands before a span: within, in.'),
      units: z.strictObject({ minutes: words.describe('Words for minutes.'), hours: words.describe('Words for hours.'), days: words.describe('Words for days.') }).describe('Words for units of time.'),
      today: words.describe('Words for this day.'),
      tomorrow: words.describe('Words for the next day.'),
      never: words.describe('What nobody can keep, in any sentence.'),
      instead: text(5, 200).describe('What to write in place of a promise.'),
    })
    .optional()
    .describe('Promises, which are held against the ticket’s own clock.'),
});

export type Wording = z.output<typeof wordingSchema>;
