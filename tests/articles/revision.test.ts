import fc from '../chance.ts';
import { expect, test } from 'vitest';
import { articleRevision } from '../../src/articles/revision.ts';
import { parseArticle } from '../../src/catalog/article-file.ts';
import { article } from '../catalog/trees.ts';

/** A digest that is the picture's own name: another picture is another digest. */
const byName = (target: string) => target;

function revision(source: string, pictureDigest: (target: string) => string = byName): string {
  const read = parseArticle('articles/billing/cancel.mdx', source.replaceAll('\r\n', '\n'), (problem) => {
    throw new Error(`${problem.line}: ${problem.message}`);
  });
  return articleRevision(read!.fields, source, pictureDigest);
}

type Span = { readonly kind: 'plain' | 'emphasis' | 'strong' | 'code' | 'link' | 'ui'; readonly words: readonly string[] };
type Text = readonly Span[];
type Block =
  | { readonly kind: 'paragraph' | 'heading' | 'callout'; readonly text: Text }
  | { readonly kind: 'steps' | 'bullets'; readonly items: readonly Text[] }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [string, string])[] }
  | { readonly kind: 'picture'; readonly name: string; readonly alt: string }
  | { readonly kind: 'code'; readonly line: string };

/** Choices that change how an article is written and not what it says. */
interface Form {
  readonly wrap: boolean;
  readonly bullet: '-' | '*' | '+';
  readonly delimiter: '.' | ')';
  readonly emphasis: '*' | '_';
  readonly loose: boolean;
  readonly padding: number;
  readonly fence: '```' | '~~~~';
  readonly lineEnd: '\n' | '\r\n';
  readonly keysReversed: boolean;
  readonly closedHeadings: boolean;
}

const word = fc.stringMatching(/^[a-z]{2,7}$/).filter((one) => !/^(import|export|www|http)/.test(one));
const words = fc.array(word, { minLength: 1, maxLength: 4 });
const span: fc.Arbitrary<Span> = fc.record({ kind: fc.constantFrom('plain', 'plain', 'emphasis', 'strong', 'code', 'link', 'ui'), words });
const text: fc.Arbitrary<Text> = fc.array(span, { minLength: 1, maxLength: 3 }).map((spans) => [{ kind: 'plain', words: ['begin'] }, ...spans]);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('paragraph', 'heading', 'callout'), text }),
  fc.record({ kind: fc.constantFrom('steps', 'bullets'), items: fc.array(text, { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('table' as const), rows: fc.array(fc.tuple(word, word), { minLength: 1, maxLength: 3 }) }),
  fc.record({ kind: fc.constant('picture' as const), name: word, alt: word }),
  fc.record({ kind: fc.constant('code' as const), line: word }),
);
const document = fc.array(block, { minLength: 1, maxLength: 5 });
const form: fc.Arbitrary<Form> = fc.record({
  wrap: fc.boolean(),
  bullet: fc.constantFrom('-', '*', '+'),
  delimiter: fc.constantFrom('.', ')'),
  emphasis: fc.constantFrom('*', '_'),
  loose: fc.boolean(),
  padding: fc.integer({ min: 0, max: 3 }),
  fence: fc.constantFrom('```', '~~~~'),
  lineEnd: fc.constantFrom('\n', '\r\n'),
  keysReversed: fc.boolean(),
  closedHeadings: fc.boolean(),
});

function writtenText(spans: Text, { wrap, emphasis }: Form, indent = ''): string {
  const between = wrap ? `\n${indent}` : ' ';
  const mark = { plain: ['', ''], emphasis: [emphasis, emphasis], strong: [emphasis.repeat(2), emphasis.repeat(2)], code: ['`', '`'], link: ['[', '](https://example.org/)'], ui: ['<Ui>', '</Ui>'] };
  return spans.map(({ kind, words }) => mark[kind][0] + words.join(between) + mark[kind][1]).join(between);
}

function writtenBlock(block: Block, form: Form): string {
  const pad = ' '.repeat(form.padding);
  const oneLine = { ...form, wrap: false };
  switch (block.kind) {
    case 'paragraph':
      return writtenText(block.text, form);
    case 'heading':
      return `## ${writtenText(block.text, oneLine)}${form.closedHeadings ? ' ##' : ''}`;
    case 'callout':
      return `<Callout${form.loose ? '\n  ' : ' '}kind="tip"${form.loose ? '\n' : ''}>\n\n${writtenText(block.text, form)}\n\n</Callout>`;
    case 'steps':
      return block.items.map((item, index) => `${index + 1}${form.delimiter} ${writtenText(item, form, '   ')}`).join(form.loose ? '\n\n' : '\n');
    case 'bullets':
      return block.items.map((item) => `${form.bullet} ${writtenText(item, form, '  ')}`).join(form.loose ? '\n\n' : '\n');
    case 'table':
      return [['first', 'second'], ['---', '-'.repeat(3 + form.padding)], ...block.rows].map(([a, b]) => `| ${a}${pad} | ${b}${pad} |`).join('\n');
    case 'picture':
      return `![${block.alt}](./${block.name}.png)`;
    case 'code':
      return `${form.fence}json\n${block.line}\n${form.fence}`;
  }
}

/** A line of words between blocks keeps two lists from becoming one. */
function written(blocks: readonly Block[], form: Form, fields: Readonly<Record<string, string>> = {}): string {
  const entries = Object.entries({ errors: '[{code: E1, message: Payment failed}]', keywords: '[plan]', ...fields });
  const source = article(Object.fromEntries(form.keysReversed ? entries.reverse() : entries), `${blocks.map((one) => writtenBlock(one, form)).join('\n\nthen\n\n')}\n`);
  const [, head = '', body = ''] = /^---\n([^]*?)\n---\n([^]*)$/.exec(source) ?? [];
  const lines = form.keysReversed ? head.split('\n').reverse() : head.split('\n');
  return `---\n${lines.join('\n')}\n---\n${body}`.replaceAll('\n', form.lineEnd);
}

const PLAIN: Form = { wrap: false, bullet: '-', delimiter: '.', emphasis: '*', loose: false, padding: 0, fence: '```', lineEnd: '\n', keysReversed: false, closedHeadings: false };

test('line wraps, markers, padding, line ends and the order of fields do not change what an article means', () => {
  fc.assert(
    fc.property(document, form, (blocks, form) => {
      expect(revision(written(blocks, form))).toBe(revision(written(blocks, PLAIN)));
    }),
    { numRuns: 150 },
  );
});

test('two articles that say different things have different revisions', () => {
  fc.assert(
    fc.property(document, document, form, (one, other, form) => {
      fc.pre(written(one, PLAIN) !== written(other, PLAIN));
      expect(revision(written(one, form))).not.toBe(revision(written(other, PLAIN)));
    }),
    { numRuns: 100 },
  );
});

test('changing any one word, of a sentence, a cell, a picture or code, changes the revision', () => {
  fc.assert(
    fc.property(document, fc.nat(), (blocks, at) => {
      const source = written(blocks, PLAIN);
      const body = source.indexOf('\n---\n') + 5;
      const places = [...source.slice(body).matchAll(/(?<![<\w/"])\b(?!Ui|Callout|kind|tip|https|example|org|json|png)[a-z]{2,}\b(?!=)/g)].map((match) => body + match.index);
      fc.pre(places.length > 0);
      const place = places[at % places.length]!;
      expect(revision(`${source.slice(0, place)}x${source.slice(place)}`)).not.toBe(revision(source));
    }),
    { numRuns: 100 },
  );
});

const BODY = '1. Select <Ui>A</Ui>.\n2. Select <Ui>B</Ui>.\n\n[Why](../account/password.mdx)\n\n![A plan](./plan.png)\n\nSee <abbr title="one">x</abbr>.\n';
const STATED = { errors: '[{code: E1, message: Payment failed}]' };

test.each([
  ['the order of steps', article(STATED, BODY.replace('>A<', '>C<').replace('>B<', '>A<').replace('>C<', '>B<'))],
  ['steps into bullets', article(STATED, BODY.replaceAll(/^\d\./gm, '-'))],
  ['a link', article(STATED, BODY.replace('password', 'security'))],
  ['a link’s place in the article', article(STATED, BODY.replace('password.mdx', 'password.mdx#first'))],
  ['a picture’s words', article(STATED, BODY.replace('A plan', 'The plan'))],
  ['an attribute', article(STATED, BODY.replace('"one"', '"two"'))],
  ['an error message', article({ errors: '[{code: E1, message: Payment refused}]' }, BODY)],
  ['an error code', article({ errors: '[{code: E2, message: Payment failed}]' }, BODY)],
  ['the title', article({ ...STATED, title: 'How do I end my plan?' }, BODY)],
  ['the summary', article({ ...STATED, summary: 'Select Cancel in Settings. You keep it until the year ends.' }, BODY)],
  ['the kind', article({ ...STATED, kind: 'policy' }, BODY)],
  ['upper case', article(STATED, BODY.replace('Why', 'WHY'))],
  ['words into strong words', article(STATED, BODY.replace('See', '**See**'))],
])('changing %s changes the revision', (_, changed) => {
  expect(revision(changed)).not.toBe(revision(article(STATED, BODY)));
});

test('other bytes under the same name of a picture change the revision', () => {
  expect(revision(article({}, BODY), () => 'new')).not.toBe(revision(article({}, BODY), () => 'old'));
});

test.each([
  ['keywords', { keywords: '[subscription]' }],
  ['the owner', { owner: 'Billing team' }],
  ['the day of a check', { reviewedOn: '2026-11-20' }],
  ['the day of a change', { lastUpdated: '2026-11-20' }],
  ['related articles', { related: '[passwd01]' }],
  ['old addresses', { aliases: '[/old/]' }],
])('changing %s is not a change of what a reader reads', (_, fields) => {
  expect(revision(article({ ...STATED, ...fields }, BODY))).toBe(revision(article(STATED, BODY)));
});

test('letters that look the same are the same, however they are composed', () => {
  expect(revision(article({}, 'Café\n'.normalize('NFD')))).toBe(revision(article({}, 'Café\n'.normalize('NFC'))));
});
