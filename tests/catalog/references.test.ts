import { describe, expect, test } from 'vitest';
import { renderArticle } from '../../src/articles/render.ts';
import { renderContext } from '../../src/site/render-context.ts';
import { article, CANCEL, catalogOf, lineOf, PASSWORD, PNG, problemsOf, withBody } from './trees.ts';

test.each([
  ['an article file', '../account/password.mdx'],
  ['a heading of an article', '../account/password.mdx#before-you-start'],
  ['a heading of this article', '#when'],
  ['an address of an article', '/account/password/#before-you-start'],
  ['a category', '/account/'],
  ['search, with words', '/search/?q=plan'],
  ['the contact page', '/contact/'],
  ['the web', 'https://example.org/a?b#c'],
  ['mail', 'mailto:help@example.org'],
  ['a telephone', 'tel:+1-555-0100'],
])('a link to %s is right', (_, target) => {
  expect(problemsOf(withBody(`## When\n\n[A link](${target})\n`))).toEqual([]);
});

test.each([
  ['an article file that is not there', '../account/pasword.mdx', { code: 'link/article', remedy: 'Did you mean "../account/password.mdx"?' }],
  ['a file with a wrong percent sign', './%zz.mdx', { code: 'link/article' }],
  ['a file above the tree', '../../../etc/passwd', { code: 'link/article' }],
  ['a page that is not there', '/account/pasword/', { code: 'link/page', remedy: 'Did you mean "/account/password/"?' }],
  ['a page without its last slash', '/account', { code: 'link/page', remedy: 'Did you mean "/account/"?' }],
  ['another host behind a backslash', '/\\\\evil.example/', { code: 'link/page' }],
  ['a heading that is not there', '../account/password.mdx#before-you-begin', { code: 'link/anchor', remedy: 'Did you mean "before-you-start"?' }],
  ['a heading of this article that is not there', '#nowhere', { code: 'link/anchor', remedy: 'Known there: none.' }],
  ['a heading with a wrong percent sign', '#%zz', { code: 'link/anchor' }],
  ['an article of the same folder without its dot', 'cancel.mdx', { code: 'article/address', remedy: 'For an article in the same folder, write ./cancel.mdx.' }],
  ['nothing', '', { code: 'article/address' }],
])('a link to %s is an error on its line', (_, target, expected) => {
  const source = article({}, `First.\n\nThen [a link](${target}).\n`);
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ file: CANCEL, line: lineOf(source, '[a link]'), ...expected }]);
});

test.each([
  ['markdown', (target: string) => `![What it shows](${target})`],
  ['a figure', (target: string) => `<Figure src="${target}" alt="What it shows" />`],
])('a picture in %s is there, beside the article, and on this host', (_, picture) => {
  const codes = (target: string) => problemsOf(withBody(`${picture(target)}\n`)).map(({ code }) => code);
  expect(codes('./plan.png')).toEqual([]);
  expect(codes('../billing/plan.png')).toEqual([]);
  expect(codes('./plam.png')).toEqual(['image/missing']);
  expect(codes('./Plan.png')).toEqual(['image/missing']);
  expect(codes('../../../../etc/x.png')).toEqual(['image/outside']);
  expect(codes('../../picture.png')).toEqual(['image/outside']);
  expect(codes('./%2e%2e/%2e%2e/%2e%2e/x.png')).toEqual(['image/outside']);
  expect(codes('./%zz.png')).toEqual(['image/missing']);
  for (const remote of ['https://evil.example/x.png', '//evil.example/x.png', 'data:image/png;base64,AA.png', '/etc/x.png', 'plan.png', './cancel.mdx', './plan.png?raw']) {
    expect(codes(remote), remote).toEqual([expect.stringMatching(/^article\/(image|attribute)$/)]);
  }
});

test('a picture is found by the name on disk, spaces included, and one that is missing by the nearest', () => {
  expect(problemsOf({ ...withBody('![A plan](<./my plan.png>)\n\n<Figure src="./my plan.png" alt="A plan" />\n'), 'articles/billing/my plan.png': PNG })).toEqual([]);
  expect(problemsOf(withBody('![A plan](./plam.png)\n'))).toMatchObject([{ remedy: 'Did you mean "./plan.png"?', line: 9, value: './plam.png' }]);
});

test.each(['![](./plan.png)', '![ ](./plan.png)', '<Figure src="./plan.png" />', '<Figure src="./plan.png" alt="" />', '<Figure src="./plan.png" alt="  " />'])('%s lacks the words for a reader who cannot see it', (picture) => {
  expect(problemsOf(withBody(`Text.\n\n${picture}\n`))).toMatchObject([{ line: 11, message: expect.stringContaining('reader who cannot see it') }]);
});

test('a related article that stands twice is an error at the second', () => {
  const source = article({ related: '\n  - passwd01\n  - passwd01' });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([{ code: 'article/related', field: 'related[1]', line: lineOf(source, 'passwd01') + 1, remedy: 'Keep one of the two.' }]);
});

test('a related id that is not there, or is the article’s own, is an error in its place', () => {
  const source = article({ related: '\n  - passwd02\n  - cancel01\n  - nothing' });
  expect(problemsOf({ [CANCEL]: source })).toMatchObject([
    { code: 'article/related', field: 'related[0]', line: 8, value: 'passwd02', remedy: 'Did you mean "passwd01"?' },
    { code: 'article/related', field: 'related[1]', line: 9, message: 'An article is not related to itself.' },
    { code: 'article/related', field: 'related[2]', line: 10, remedy: expect.stringContaining('Copy the id') },
  ]);
});

test('two articles of one id are an error that names the other', () => {
  expect(problemsOf({ [PASSWORD]: article() })).toMatchObject([{ code: 'article/duplicate-id', file: CANCEL, line: 2, field: 'id', message: expect.stringContaining(PASSWORD) }]);
});

test.each([
  ['of an article', '/account/password/'],
  ['of an article, without its last slash', '/account/password'],
  ['of a category', '/account/'],
  ['of a category, without its last slash', '/account'],
  ['of the home page', '/'],
  ['of a page of the program', '/contact/'],
  ['that belong to the service', '/intake/feedback'],
])('an old address cannot be one %s', (_, alias) => {
  expect(problemsOf({ [CANCEL]: article({ aliases: `["${alias}"]` }) })).toMatchObject([{ code: 'article/alias', field: 'aliases[0]', line: 7, value: alias }]);
});

test('an old address leads to one article only', () => {
  const found = problemsOf({ [CANCEL]: article({ aliases: '[/old/, /faq.html]' }), [PASSWORD]: article({ id: 'passwd01', aliases: '[/old, /faq.html/]' }) });
  expect(found.map(({ code, file, field }) => [code, file, field])).toEqual([
    ['article/alias', CANCEL, 'aliases[0]'],
    ['article/alias', CANCEL, 'aliases[1]'],
  ]);
});

test('a name of a screen or button stands in the terms list, each part of a path for itself', () => {
  expect(problemsOf(withBody('Select <Ui>Settings > Billing</Ui>, then <Ui>Cancel plan</Ui>.\n'))).toEqual([]);
  expect(problemsOf(withBody('Select\n<Ui>Settings > Biling</Ui>.\n'))).toMatchObject([{ code: 'article/ui-name', line: 10, value: 'Biling', remedy: 'Did you mean "Billing"?' }]);
});

test.each(['file', 'captions', 'poster'])('a film whose %s is not beside the article is an error on its line', (part) => {
  const film = { file: './film.mp4', captions: './film.vtt', poster: './plan.png', [part]: '../../../etc/passwd' };
  const source = article({ video: `\n  title: How to cancel\n  file: ${film.file}\n  captions: ${film.captions}\n  poster: ${film.poster}\n  seconds: 30` });
  const found = problemsOf({ [CANCEL]: source, 'articles/billing/film.mp4': 'x', 'articles/billing/film.vtt': 'WEBVTT\n' });
  expect(found).toMatchObject([{ code: 'video/missing', field: `video.${part}`, line: lineOf(source, `${part}: ../`) }]);
});

describe('captions and chapters', () => {
  const film = (captions: string | Uint8Array, chapters = 'WEBVTT\n') =>
    problemsOf({
      [CANCEL]: article({ video: '\n  title: How to cancel\n  file: ./film.mp4\n  captions: ./film.vtt\n  chapters: ./parts.vtt\n  poster: ./plan.png\n  seconds: 30' }),
      'articles/billing/film.mp4': 'x',
      'articles/billing/film.vtt': captions,
      'articles/billing/parts.vtt': chapters,
    }).map(({ code, file, line, message, remedy }) => `${code} ${file.slice(17)}:${line} ${message} ${remedy}`);

  test.each([
    ['a file of no bytes', '', /^video\/webvtt film.vtt:1 Captions begin with the word WEBVTT/],
    ['SubRip', 'WEBVTT\n\n1\n00:00:00,000 --> 00:00:04,000\nWords.\n', /^video\/webvtt film.vtt:4 These times have a comma, .*00:01\.000 --> 00:04\.000/],
    ['a whole SubRip file', '1\n00:00:00,000 --> 00:00:04,000\nWords.\n', /^video\/webvtt film.vtt:1 This is a SubRip file/],
    ['words without times', 'WEBVTT\n\n00:00.000 --> 00:04.000\n\nWords.\n', /^video\/webvtt film.vtt:5 Here the times/],
    ['times that are too short', 'WEBVTT\r\n\r\n00:01 --> 00:02\r\nWords.\r\n', /^video\/webvtt film.vtt:3 Here the times/],
    ['times that run backward', 'WEBVTT\n\nNOTE x\n\n00:04.000 --> 00:01.000\nWords.\n', /^video\/webvtt film.vtt:5 .* ends before it begins/],
    ['no empty line at the top', 'WEBVTT\n00:00.000 --> 00:04.000\nWords.\n', /^video\/webvtt film.vtt:2 Between WEBVTT/],
    ['no text at all', new Uint8Array([0xff, 0xfe, 0x00]), /^content\/encoding film.vtt:1 /],
  ])('%s is one error at its line', (_name, captions, expected) => {
    const found = film(captions);
    expect(found).toEqual([expect.stringMatching(expected)]);
  });

  test('every wrong line is told, in chapters too', () => {
    expect(film('WEBVTT\n\n1\n2\n\n3\n', 'CHAPTERS\n')).toMatchObject([/film.vtt:4/, /film.vtt:6/, /parts.vtt:1/].map((place) => expect.stringMatching(place)));
  });

  test('names of cues, comments, styles, settings and Windows line ends are fine', () => {
    expect(film('\uFEFFWEBVTT - by hand\r\nKind: captions\r\n\r\nNOTE x\r\n\r\nSTYLE\r\n::cue {}\r\n\r\nintro\r\n00:00.000 --> 01:00:04.000 line:0\r\nWords.\r\n')).toEqual([]);
  });
});

test.each([
  ['its file', '../account/password.mdx#before-you-start'],
  ['its address', '/account/password/#before-you-start'],
])('a link to a hidden article by %s leads to its category, and to the article in dev', (_, target) => {
  const files = { [CANCEL]: article({}, `[Password](${target})\n`), [PASSWORD]: article({ id: 'passwd01', draft: 'true' }, '## Before you start\n') };
  const html = (unpublished: boolean) => {
    const catalog = catalogOf(files, { unpublished });
    return renderArticle(catalog.byId.get('cancel01')!, renderContext(catalog)).html;
  };
  expect(html(false)).toBe('<p><a href="/account/">Password</a></p>');
  expect(html(true)).toBe('<p><a href="/account/password/#before-you-start">Password</a></p>');
});
