/** The mistakes of a first day, all in one run: one clear message each, at the right line. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { article, PNG, treeOf } from '../catalog/trees.ts';

const at = (name: string) => `articles/account/${name}`;
const own = (id: string, more: Readonly<Record<string, string>> = {}) => article({ id, title: `Where is the ${id}?`, ...more });

/** File → its content, and the one finding it must make. */
const MISTAKES: Readonly<Record<string, [content: string | Uint8Array, finding: string, says: RegExp]>> = {
  [at('wrong-key.mdx')]: [own('wrongkey', { sumary: 'x' }), '7 frontmatter/unknown-key', /Did you mean "summary"\?/],
  [at('wrong-date.mdx')]: [own('wrongday', { lastUpdated: '23.11.2026' }), '6 frontmatter/invalid', /2026-11-23/],
  [at('no-such-day.mdx')]: [own('nosuchdy', { lastUpdated: '2026-02-30' }), '6 frontmatter/invalid', /exists in the calendar/],
  [at('related.mdx')]: [own('related1', { related: '[cancel02]' }), '7 article/related', /Did you mean "cancel01"\?/],
  [at('tab.mdx')]: [own('tabbed01').replace('kind:', '\tkind:'), '3 yaml/syntax', /begins with a tab/],
  [at('unclosed.mdx')]: [`${own('unclosed')}\n<Callout>\n\nText.\n`, '11 article/syntax', /Callout/],
  [at('emoji.mdx')]: [own('emoji001', { title: '😀😀😀' }), '4 frontmatter/invalid', /at least 8/],
  [at('empty.mdx')]: ['', '1 article/empty', /empty/],
  [at('word.docx')]: ['PK', '1 content/extension', /\.mdx/],
  [at('notes.md')]: [own('notes001'), '1 content/extension', /Rename it to notes\.mdx/],
  [at('heic.heic')]: ['x', '1 content/extension', /Move it/],
  [at('huge.png')]: [Buffer.concat([PNG, Buffer.alloc(10_000_000)]), '1 picture/size', /2 MB/],
  [at('photo.jpg')]: [PNG, '1 image/format', /\.png/],
  [at('nothing.png')]: ['', '1 image/format', /This file is empty/],
  [at('film.vtt')]: ['1\n00:00:00,000 --> 00:00:04,000\nSelect Settings.\n', '1 video/webvtt', /SubRip/],
  [at('no-fields.mdx')]: ['# My article\n\nHello.\n', '1 frontmatter/missing', /three hyphens/],
  [at('html.mdx')]: [`${own('rawhtml1')}\n<div class="x">Text</div>\n`, '11 article/unknown-tag', /no such component/],
  [at('brace.mdx')]: [`${own('braces01')}\nWrite {name} here.\n`, '11 article/code', /\\\{ and \\\}/],
};
/** Not mistakes: editors on other systems write these. */
const FINE = {
  [at('windows.mdx')]: own('windows1').replaceAll('\n', '\r\n'),
  [at('bom.mdx')]: `\uFEFF${own('bommed01')}`,
  [at('film.mp4')]: Buffer.from('\0\0\0\x18ftypmp42', 'latin1'),
  [at('films.mdx')]: own('films001', { video: '{ title: The film, file: ./film.mp4, captions: ./film.vtt, poster: ./huge.png, seconds: 4 }' }),
  [at('happy.mdx')]: own('happy001', { title: 'How do I react with 🎉?' }),
};
const SHOWN = { [at('shows.mdx')]: `${own('shows001')}\n![The page with all of its buttons](./huge.png)\n\n![The page with all of its fields](./photo.jpg)\n` };

test('each mistake is one message, at its line, in one run; what is no mistake is none', () => {
  const root = treeOf({ ...Object.fromEntries(Object.entries(MISTAKES).map(([file, [content]]) => [file, content])), ...FINE, ...SHOWN, 'articles/billing/plan.png': null });
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/check.ts', '--json', '--today', '2026-11-23'], { encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: root, VITEST: undefined } });
  expect(stderr).toBe('');
  expect(status).toBe(1);
  const { findings, notes } = JSON.parse(stdout) as { findings: { file: string; line: number; code: string; message: string; remedy?: string; severity: string }[]; notes: { rule: string }[] };
  const inAccount = findings.filter(({ file, code }) => file.includes('/account/') && !/^article\/(parts|orphan)$/.test(code));
  const seen = Object.fromEntries(inAccount.map(({ file, line, code }) => [file.slice(file.indexOf('articles/')), `${line} ${code}`]));
  expect(seen).toEqual(Object.fromEntries(Object.entries(MISTAKES).map(([file, [, finding]]) => [file, finding])));
  expect(inAccount).toHaveLength(Object.keys(MISTAKES).length);
  for (const { file, message, remedy } of inAccount) expect(`${message} ${remedy}`).toMatch(MISTAKES[file.slice(file.indexOf('articles/'))]![2]);
  // Nothing is checked that could not be: the site cannot be built, and it says so.
  expect(notes.map(({ rule }) => rule)).toContain('link/page');
});
