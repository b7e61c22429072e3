/** An article is content, never a program. Each case is one way to smuggle code in. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { article, CANCEL, lineOf, problemsOf, withBody } from './trees.ts';

/** Each case's code stands on the line with `HERE`, or on the third line of the text when it has none. */
function expectRefused(body: string, code: string): void {
  const source = article({}, `Text before.\n\n${body}\n`);
  const found = problemsOf({ [CANCEL]: source });
  expect(found.map((problem) => problem.code)).toContain(code);
  const problem = found.find((one) => one.code === code);
  expect(problem).toMatchObject({ severity: 'error', file: CANCEL, line: lineOf(source, body.includes('HERE') ? 'HERE' : body.slice(0, 8)) });
}

test.each([
  'import fs from "node:fs"',
  'export const a = 1',
  'export default function Layout() {}',
  'export * from "./x.js"',
  '{globalThis.HERE}',
  'Words with {HERE} in them.',
  '{/* a */ HERE() /* b */}',
  '{/* a */ HERE /* b */ /* c */}',
  '- A list\n- with {HERE}',
  '| A | B |\n| - | - |\n| 1 | {HERE} |',
  '> A quote with {HERE}',
  '## Heading with {HERE} in it',
  '## Heading {onclick="HERE"}',
  'A note[^1].\n\n[^1]: With {HERE}.',
  '<Callout kind={HERE}>\n\nText.\n\n</Callout>',
  '<Callout {...HERE}>\n\nText.\n\n</Callout>',
  '<Figure src={HERE} alt="A plan" />',
  '<abbr title={HERE}>NPI</abbr>',
  '<Callout>\n\n<Details summary="More">\n\n{HERE}\n\n</Details>\n\n</Callout>',
])('code is refused: %j', (body) => expectRefused(body, 'article/code'));

test.each([
  '<script>alert(1)</script>',
  '<script src="https://evil.example/x.js" />',
  '<iframe src="https://evil.example/" />',
  '<object data="x.swf" />',
  '<embed src="x.swf" />',
  '<style>body</style>',
  '<svg onload="alert(1)" />',
  '<link rel="stylesheet" href="https://evil.example/x.css" />',
  '<meta http-equiv="refresh" content="0;url=https://evil.example/" />',
  '<base href="https://evil.example/" />',
  '<form action="https://evil.example/" />',
  '<SCRIPT>alert(1)</SCRIPT>',
  'Words and <iframe src="x" /> in a sentence.',
])('active markup is refused: %j', (body) => expectRefused(body, 'article/active-html'));

test.each([
  '<img src="x" onerror="alert(1)" />',
  '<div onclick="alert(1)">Text</div>',
  '<a href="javascript:alert(1)">Text</a>',
  '<math />',
  '<Fragment />',
  '<Call />',
  '<Tabs.Tab />',
  '<x:script />',
  '<></>',
  '<constructor />',
  '<constructor a="b" />',
  '<toString>Text</toString>',
  '<__proto__ />',
  '<hasOwnProperty />',
])('a tag that is no component is refused: %j', (body) => expectRefused(body, 'article/unknown-tag'));

test.each([
  '<Callout onclick="alert(1)">\n\nText.\n\n</Callout>',
  '<Callout style="position: fixed">\n\nText.\n\n</Callout>',
  '<Callout __proto__="x">\n\nText.\n\n</Callout>',
  '<Callout class="x">\n\nText.\n\n</Callout>',
  '<kbd onmouseover="alert(1)">Esc</kbd>',
  '<abbr title="NPI" onfocus="alert(1)" tabindex="0">NPI</abbr>',
  '<br style="x" />',
  '<Figure src="https://evil.example/x.png" src="./plan.png" alt="A plan" />',
  '<Figure src="./plan.png" alt="A plan" onerror="alert(1)" />',
  '## Heading {#here onclick=alert(1)}',
  '## Heading {.brand}',
])('an attribute that is not for authors is refused: %j', (body) => expectRefused(body, 'article/attribute'));

const LINKS = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java&#x09;script:alert(1)',
  'java&Tab;script:alert(1)',
  'java&#10;script:alert(1)',
  '&#106;avascript:alert(1)',
  '&#x6A;&#x61;vascript&colon;alert(1)',
  '<java\tscript:alert(1)>',
  '<\u0001javascript:alert(1)>',
  '\u00a0javascript:alert(1)',
  'java%73cript:alert(1)',
  '%6Aavascript:alert(1)',
  'javascript\\:alert(1)',
  'data:text/html,<b>',
  'data:text/html;base64,PHNjcmlwdD4=',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://example.org/1',
  'view-source:https://example.org/',
  '//evil.example/',
  'ftp://example.org/',
];

test.each(LINKS)('a link to %j is refused, straight or by reference', (target) => {
  const found = (body: string) => problemsOf(withBody(body)).map(({ code, line }) => [code, line]);
  expect(found(`Text.\n\n[A link](${target})\n`)).toEqual([['article/address', 11]]);
  expect(found(`Text.\n\n[A link][ref]\n\n[ref]: ${target}\n`)).toEqual([['article/address', 11]]);
  expect(found(`Text.\n\n[ref]\n\n[ref]: ${target}\n`)).toEqual([['article/address', 11]]);
});

test.each(['![A plan](https://evil.example/x.png)', '![A plan](javascript:alert(1))', '![A plan](data:image/svg+xml,x)', '![A plan][ref]\n\n[ref]: //evil.example/x.png', '[![A plan](https://evil.example/x.png)](/account/)'])(
  'a picture from elsewhere is refused: %j',
  (body) => expectRefused(body, 'article/image'),
);

test.each(['<javascript:alert(1)>', '<https://evil.example/>', '<!-- a comment -->', '<Callout>\n\nText.\n', '<Callout kind="tip>\n\nText.\n\n</Callout>', 'Text {unclosed', '</Callout>', '<?php ?>', '<![CDATA[x]]>'])(
  'what is not well formed is an error with its place: %j',
  (body) => {
    const source = article({}, `Text before.\n\n${body}\n`);
    const found = problemsOf({ [CANCEL]: source });
    expect(found).toMatchObject([{ code: 'article/syntax', severity: 'error', file: CANCEL }]);
    expect(found[0]?.line).toBeGreaterThanOrEqual(11);
    expect(found[0]?.column).toBeGreaterThan(0);
    expect(found[0]?.message).toMatch(/^[A-Z<].*\.$/s);
  },
);

test.each([
  ['a comment', '{/* for the next author */}\n\nText.'],
  ['two comments', '{/* a */ /* b */}'],
  ['braces that readers see', 'Write \\{name\\}.'],
  ['code that is shown', '```js\nimport x from "y";\nalert({});\n```'],
  ['code in a sentence', 'Write `<script>` and `{x}`.'],
  ['words that begin like code in a list', '- import your contacts\n- export them'],
  ['a tag spelled out', 'The tag &lt;script&gt; is not allowed.'],
  ['every HTML tag that is allowed', '<abbr title="National Provider Identifier">NPI</abbr> <kbd>Esc</kbd> <mark>x</mark> H<sub>2</sub>O x<sup>2</sup><br />end'],
])('%s is content', (_, body) => expect(problemsOf(withBody(`${body}\n`))).toEqual([]));

test.each([
  ['a tab outside its tabs', '<Tab title="Web">\n\nText.\n\n</Tab>', 'article/component', undefined],
  ['a tab one level too deep', '<Tabs>\n\n<Callout>\n\n<Tab title="Web">\n\nText.\n\n</Tab>\n\n</Callout>\n\n</Tabs>', 'article/component', undefined],
  ['words in a figure', '<Figure src="./plan.png" alt="A plan">\n\nText.\n\n</Figure>', 'article/component', undefined],
  ['a kind of callout that there is not', '<Callout kind="warn">\n\nText.\n\n</Callout>', 'article/attribute', 'kind'],
  ['an attribute that is mistyped', '<Callout titel="Look">\n\nText.\n\n</Callout>', 'article/attribute', 'titel'],
  ['details without their line', '<Details>\n\nText.\n\n</Details>', 'article/attribute', 'summary'],
])('%s is an error', (_, body, code, field) => {
  const [problem, ...others] = problemsOf(withBody(`${body}\n`));
  expect(others).toEqual([]);
  expect(problem).toMatchObject({ code, line: lineOf(article({}, body), code === 'article/component' && body.includes('<Tab ') ? '<Tab ' : body.slice(0, 8)) });
  expect(problem?.field).toBe(field);
});

test.each([
  ['a first-level heading', '# Cancel', 'article/heading'],
  ['a heading without words', '##', 'article/heading'],
  ['the same anchor twice', '## One {#same}\n\n## Two {#same}', 'article/heading'],
  ['an anchor that an earlier heading has by its words', '## How long\n\n## Other {#how-long}', 'article/heading'],
  ['an anchor that the page itself has', '## Main part {#main}', 'article/heading'],
  ['an anchor with a quote in it', '## Part {#a"b}', 'article/heading'],
])('%s is an error', (_, body, code) => {
  const found = problemsOf(withBody(`${body}\n`));
  expect(found.map((one) => one.code)).toEqual([code]);
  expect(found[0]?.line).toBe(lineOf(article({}, body), body.split('\n').at(-1)!));
});

test('a pull request that tries to run code runs none, and every try is an error', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-hostile-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const mark = join(folder, 'ran');
  const touch = `globalThis.process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`;
  const tries = [
    `export const a = ${touch}`,
    `import a from 'data:text/javascript,${encodeURIComponent(touch)}'`,
    `{${touch}}`,
    `Text {(() => ${touch})()} text`,
    `{/* */ ${touch} /* */}`,
    `<Callout kind={${touch}}>\n\nText\n\n</Callout>`,
    `<Callout {...${touch}}>\n\nText\n\n</Callout>`,
    `<Callout title={<b>{${touch}}</b>}>\n\nText\n\n</Callout>`,
    `## Heading {${touch}}`,
    `## Heading {#a ${touch}}`,
    `<constructor.constructor a={${touch}} />`,
    `[a]({${touch}})`,
    `![a](./plan.png?{${touch}})`,
  ];
  const files = Object.fromEntries(tries.map((body, index) => [`articles/billing/try-${index}.mdx`, article({ id: `trying${index}` }, `${body}\n`)]));
  const fields = {
    'articles/billing/tag.mdx': article({ id: 'tag001', owner: `!!js/function "function () { ${touch.replaceAll('"', '\\"')} }"` }),
    'articles/billing/proto.mdx': article({ id: 'proto1', __proto__: null, toString: '{}', ['__proto__ ']: '{}' }),
    'articles/billing/setup.js': touch,
    'articles/billing/setup.js?x.png': touch,
    'articles/billing/package.json': JSON.stringify({ scripts: { postinstall: touch } }),
  };
  const wrong = new Set(problemsOf({ ...files, ...fields }).map(({ file }) => file));
  expect([...wrong].sort()).toEqual([...Object.keys(files), ...Object.keys(fields)].sort());
  expect(existsSync(mark)).toBe(false);
});

test.each([
  ['Costs <5 EUR.', 'begins a component', 'write \\<.'],
  ['I <3 this.', 'begins a component', 'write \\<.'],
  ['Write to <help@example.org>.', 'angle brackets', '[help@example.org](mailto:help@example.org)'],
  ['See <https://example.org/a>.', 'angle brackets', 'Write https://example.org/a without them'],
  ['<!-- Ask the lawyers -->', 'readers do not see', '{/*'],
  ['<Callout kind=“warning”>\n\nText.\n\n</Callout>', 'straight quotes', '“'],
  ['<Callout kind=warning>\n\nText.\n\n</Callout>', 'in quotes', 'kind="…"'],
  ['<Callout kind="warning>\n\nText.\n\n</Callout>', 'not finished', 'missing sign'],
  ['<Callout>Text.\n\nMore.</Callout>', 'whole paragraphs', 'lines of their own'],
  ['<Steps>\n\n1. One.', 'does not close', '</Steps>'],
  ['Select <Ui>Settings now.', 'in this paragraph', '</Ui>'],
  ['<Figure src="./plan.png" alt="The plan">', 'closes itself', 'slash'],
  ['Use the <name> of it.', 'no such component', 'write \\<.'],
  ['<hr>', 'no such component', '---'],
  ['Text.</Steps>', 'not opened', '<Steps>'],
  ['<Steps>\n\n1. One.\n\n</Callout>\n', 'still open', 'Put </Steps>'],
  ['Write { here.', 'curly braces', '\\{'],
  ['Write {your name} here.', 'curly braces', '\\{'],
  ['Empty {} braces.', 'curly braces', '\\{'],
  ['<Steps>1. Select Settings</Steps>', 'numbered list', '1. Select Settings'],
  ['<Tabs>\n\nText.\n\n</Tabs>', '<Tab> parts', '<Tab title="…">'],
  ['Select <Ui> </Ui>.', 'name of a screen', 'between <Ui> and </Ui>'],
  ['<Figure src="plan.png" alt="The plan" />', './send-for-review.png', ''],
  ['import duty is not included.', 'imports', 'begin it with another word'],
])('what a writer meant otherwise is one message with what to write: %j', (body, says, remedy) => {
  const found = problemsOf(withBody(`Text before.\n\n${body}\n`));
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toContain(says);
  expect(found[0]?.remedy ?? '').toContain(remedy);
  // Words of the parser, which no writer knows.
  expect(`${found[0]?.message} ${found[0]?.remedy}`).not.toMatch(/JSX|expression|character|token|paragraph`/);
});

test('a less-than sign and braces with a backslash are what readers see', () => {
  expect(problemsOf(withBody('Text: \\<5 and \\{name\\}, x < y, `<b>` and {/* a note */} here.\n'))).toEqual([]);
});

test.each([
  ['![The plan and its price](./my plan.png)', 'no picture', './my%20plan.png'],
  ['See [the price list](/billing/price list/).', 'no link', '/billing/price%20list/'],
  ['See [the list](https://example.org/price list).', 'no link', '%20'],
  ['Call [us](tel:+1 212 555 0100).', 'no link', 'tel:+12125550100'],
  ['Write to [us](mailto:help@example.org?subject=My plan).', 'no link', '%20'],
  ['See [the list](https://example.org/list', 'no link', ') at its end'],
])('brackets that Markdown would print are an error with what to write: %j', (body, says, remedy) => {
  const source = article({}, `Text before.\n\n${body}\n`);
  const found = problemsOf({ [CANCEL]: source });
  expect(found).toMatchObject([{ code: 'article/address', line: lineOf(source, body), message: expect.stringContaining(says), remedy: expect.stringContaining(remedy) }]);
});

test('brackets in code, and brackets beside brackets, are text', () => {
  expect(problemsOf(withBody('Type `[a b](./c d.png)` or press [Ctrl] (left) [see (a) b](./cancel.mdx).\n\n```md\n[a](./b c)\n```\n'))).toEqual([]);
});
