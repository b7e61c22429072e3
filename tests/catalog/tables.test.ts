/** A row that does not fit its table is told where it stands, with what a reader would miss. */
import { expect, test } from 'vitest';
import { CANCEL, lineOf, problemsOf, withBody } from './trees.ts';

const HEAD = '| Plan | Price |\n| --- | --- |\n';

test.each<[string, string, string, RegExp]>([
  ['a cell too many', `${HEAD}| Free | 0 | forever |\n`, '| Free | 0 | forever |', /has 3 cells, and the head of the table 2: readers would not see “forever”/],
  ['a bar in code', `${HEAD}| \`a|b\` | 0 |\n`, '| `a|b` | 0 |', /would not see “0”/],
  ['a cell too many with formatting, in a list', `1. See:\n\n   | Plan |\n   | --- |\n   | **Free** | **0** |\n`, '| **Free** | **0** |', /would not see “0”/],
  ['a line of hyphens that is too short', '| Plan | Price | Term |\n| --- | --- |\n| Free | 0 | 1 |\n', '| --- | --- |', /no table.*the head has 3 cells, and the line of hyphens below it 2/],
  ['no line of hyphens', '| Plan | Price |\n| Free | 0 |\n', '| Plan | Price |', /no table.*no line of hyphens/],
])('%s', (_, table, value, says) => {
  const files = withBody(`Größe 😀.\n\n${table}`);
  expect(problemsOf(files)).toMatchObject([{ code: 'article/table', severity: 'error', line: lineOf(String(files[CANCEL]), value), value, message: expect.stringMatching(says), remedy: expect.stringMatching(/\\\||hyphens|---/) }]);
});

test.each([
  ['cells that fit', `${HEAD}| Free | 0 |\n`],
  ['a bar that readers see', `${HEAD}| \`a\\|b\` \\| c | 0 |\n`],
  ['a last bar too many, with nothing before it', `${HEAD}| Free | 0 | |\n`],
  ['an empty cell, and none', `${HEAD}| Free | |\n| Pro |\n`],
  ['bars in code', '```\n| a | b |\n| c | d |\n```\n\n`a | b`\n'],
  ['a sentence with a bar', 'Write | or ||.\nThen | again.\n'],
])('%s is right', (_, body) => expect(problemsOf(withBody(body))).toEqual([]));
