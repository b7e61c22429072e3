/** What happens after a ticket was solved: asking for a rating, closing, and until when it can be opened again. */
import { z } from 'zod';
import type { Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { REPLIES_FOLDER, type Replies } from './replies.ts';

export const FOLLOW_UP_FILE = 'support/follow-up.yaml';

/** Letters that ask for a rating. */
export const RATING_MAIL = 'rating';
export const RATING_REMINDER_MAIL = 'rating-reminder';

const span = z.string().regex(/^([1-9]\d{0,3}) (minute|hour|day)s?$/, 'a number and a unit, for example "4 hours" or "7 days"');

export const SCALES = ['1-5', 'yes-no'] as const;
export type Scale = (typeof SCALES)[number];

export const followUpSchema = z.strictObject({
  reopenFor: span.describe('How long a requester can open a solved ticket again, counted from its solution. At most closeAfter: a closed ticket stays closed.'),
  closeAfter: span.describe('When a solved ticket closes by itself, counted from its solution.'),
  rating: z
    .strictObject({
      scale: z.enum(SCALES).describe('1-5: five steps, 5 is best. yes-no: yes or no.'),
      question: text(8, 120).describe('The question that the requester answers.'),
      after: span.describe('When the request is sent, counted from the solution.'),
      remindAfter: span.optional().describe('When one reminder follows, counted from the request. Without it there is none.'),
      changeFor: span.describe('How long a rating can be changed, counted from the first one.'),
    })
    .optional()
    .describe('Without it nobody is asked for a rating.'),
});

/** Spans in milliseconds. */
export interface FollowUp {
  readonly reopenFor: number;
  readonly closeAfter: number;
  readonly rating: { readonly scale: Scale; readonly question: string; readonly after: number; readonly remindAfter: number | undefined; readonly changeFor: number } | undefined;
}

const UNITS = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

function milliseconds(text: string): number {
  const [count = '', unit = ''] = text.split(' ');
  return Number(count) * UNITS[unit.replace(/s$/, '') as keyof typeof UNITS];
}

export function readFollowUp({ value, lineOf }: Placed<z.output<typeof followUpSchema>>, replies: Replies, report: (diagnostic: Diagnostic) => void): FollowUp {
  const { rating } = value;
  const read: FollowUp = {
    reopenFor: milliseconds(value.reopenFor),
    closeAfter: milliseconds(value.closeAfter),
    rating: rating && { scale: rating.scale, question: rating.question, after: milliseconds(rating.after), remindAfter: rating.remindAfter === undefined ? undefined : milliseconds(rating.remindAfter), changeFor: milliseconds(rating.changeFor) },
  };
  const wrong = (path: readonly string[], code: string, found: string, message: string, remedy: string) => report({ code, severity: 'error', file: FOLLOW_UP_FILE, line: lineOf(path), field: path.join('.'), value: found, message, remedy });
  if (read.reopenFor > read.closeAfter) wrong(['reopenFor'], 'follow-up/reopen', value.reopenFor, `A ticket closes ${value.closeAfter} after its solution and cannot be opened then.`, `Write at most ${value.closeAfter}.`);
  if (rating === undefined) return read;
  if ((read.rating?.after ?? 0) + (read.rating?.remindAfter ?? 0) > read.closeAfter) wrong(['rating', 'after'], 'follow-up/late', rating.after, 'The ticket is closed before the last letter about its rating.', 'Ask earlier, or close later.');
  for (const name of [RATING_MAIL, ...(rating.remindAfter === undefined ? [] : [RATING_REMINDER_MAIL])]) {
    if (replies.get(name)?.kind !== 'rating') wrong(['rating'], 'follow-up/letter', name, 'The letter that asks is missing.', `Write ${REPLIES_FOLDER}/${name}.md with "kind: rating".`);
  }
  return read;
}

/** The scores of a scale, the best last. */
export function scoresOf(scale: Scale): readonly number[] {
  return scale === '1-5' ? [1, 2, 3, 4, 5] : [0, 1];
}
