/** What requesters said of the answer they got. */
import { meanInterval } from '../intervals.ts';
import { mean, share, SMALL_BELOW, type Measure } from '../measure.ts';
import type { TicketFigures } from '../ticket-figures.ts';
import { within, type Window } from '../window.ts';

/** Scores that mean "satisfied", by scale. */
const TOP = { '1-5': [4, 5], 'yes-no': [1] } as const;

/** Mean and top-2-box of each scale in use, and how many of those who were asked answered. A changed rating is the last one. */
export function satisfaction(tickets: readonly TicketFigures[], window: Window): Measure[] {
  const counted = tickets.filter(({ counts }) => counts);
  const ratings = counted.flatMap(({ rating }) => (rating !== undefined && within(window, rating.at) ? [rating] : []));
  const asked = counted.filter(({ askedAt }) => within(window, askedAt));
  const response = share(
    { id: 'csat-response', title: 'Rated, of those asked', formula: 'tickets rated by the end of the window ÷ tickets whose requester was asked in the window', source: 'our own; whoever answers chooses to, so a low share says little about the rest' },
    { of: asked.filter(({ rating }) => rating !== undefined).length, all: asked.length },
    window,
  );
  const five = scoresOf(ratings, '1-5');
  const yesNo = scoresOf(ratings, 'yes-no');
  const average: Measure = {
    id: 'csat-mean',
    title: 'Satisfaction, mean of 1 to 5',
    unit: 'score',
    value: mean(Float64Array.from(five)),
    n: five.length,
    interval: five.length < SMALL_BELOW ? undefined : meanInterval(Float64Array.from(five), { least: 1, most: 5 }),
    formula: 'sum of scores ÷ ratings; the last rating of each ticket, when it was given in the window',
    source: 'both support plans, “4.5/5”',
    window,
    tooSmall: five.length < SMALL_BELOW,
  };
  const top = share({ id: 'csat-top', title: 'Satisfied (4 or 5)', formula: 'ratings of 4 and 5 ÷ ratings; the last rating of each ticket, when it was given in the window', source: 'top-2-box, as Delighted counts it' }, satisfied(five, TOP['1-5']), window);
  const yes = share({ id: 'csat-yes', title: 'Satisfied (yes)', formula: 'yes ÷ ratings of yes and no; the last rating of each ticket, when it was given in the window', source: 'our own, for the scale of two' }, satisfied(yesNo, TOP['yes-no']), window);
  return [average, top, ...(yesNo.length === 0 ? [] : [yes]), response];
}

function scoresOf(ratings: readonly { scale: string; score: number }[], scale: string): number[] {
  return ratings.filter((rating) => rating.scale === scale).map(({ score }) => score);
}

function satisfied(scores: readonly number[], top: readonly number[]): { of: number; all: number } {
  return { of: scores.filter((score) => top.includes(score)).length, all: scores.length };
}
