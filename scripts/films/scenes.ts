/** What stands in pictures/films/*.yaml: the scenes of a film. */
import { z } from 'zod';

/** An id in the mock-up, or the class of its only element. */
const target = z.string().regex(/^[a-z][a-z0-9-]*$/, 'the id of an element of the mock-up');

/** One line of `play`. Each has one word that says what happens. */
const actionSchema = z.union([
  z.strictObject({ say: z.string().min(5).max(110).describe('A caption. It stays until the next, and at least as long as reading it takes.') }),
  z.strictObject({ point: target.describe('The pointer goes there.') }),
  z.strictObject({ press: target.describe('The pointer goes there and presses.') }),
  z.strictObject({ type: target.describe('The words that the mock-up has there are typed, letter by letter.') }),
  z.strictObject({ fill: target.describe('The words that the mock-up has there appear at once.') }),
  z.strictObject({ show: target.describe('What was hidden appears.') }),
  z.strictObject({ change: z.strictObject({ element: target, to: z.string().min(1).max(40) }).describe('Its words become others, as "Follow" becomes "Following".') }),
  z.strictObject({ wait: z.number().min(0.1).max(5).describe('Seconds.') }),
  z.strictObject({ poster: z.literal(true).describe('This moment is the still picture shown before the film plays.') }),
]);

const sceneSchema = z.strictObject({
  chapter: z.string().min(3).max(40).optional().describe('Begins a chapter. Without it, the scene belongs to the one before.'),
  screen: z.string().regex(/^(screens|drawings)\/[a-z0-9-]+\.html$/, 'screens/<name>.html'),
  parts: z.array(target).min(1),
  state: z.string().optional(),
  hidden: z.array(target).default([]).describe('What appears later.'),
  empty: z.array(target).default([]).describe('Fields without their words, which are typed or filled later.'),
  play: z.array(actionSchema).min(1),
});

export const filmSchema = z
  .strictObject({
    film: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/, '<category>/<name of the article>'),
    scenes: z.array(sceneSchema).min(1),
  })
  .refine(({ scenes }) => scenes[0]?.chapter !== undefined, 'The first scene begins a chapter.')
  .refine(({ scenes }) => scenes.flatMap(({ play }) => play).filter((action) => 'poster' in action).length === 1, 'One moment of a film is its poster.');

export type Action = z.output<typeof actionSchema>;
export type Scene = z.output<typeof sceneSchema>;
export type Film = z.output<typeof filmSchema>;
