import { expect, test } from 'vitest';
import { renderArticle } from '../../src/articles/render.ts';
import { renderContext } from '../../src/site/render-context.ts';
import { article, CANCEL, catalogOf, SITE, withBody, type Files } from '../catalog/trees.ts';

function rendered(body: string, more: Files = {}) {
  const catalog = catalogOf({ 'terms.yaml': null, ...withBody(`${body}\n`), ...more });
  return renderArticle(catalog.byFile.get(CANCEL)!, renderContext(catalog));
}

const html = (body: string) => rendered(body).html;

test('words, emphasis and lists are plain markup', () => {
  expect(html('A *b* **c** `d` ~~e~~\n\n- f\n- g\n\n> h')).toBe(
    '<p>A <em>b</em> <strong>c</strong> <code>d</code> <del>e</del></p>\n<ul>\n<li>f</li>\n<li>g</li>\n</ul>\n<blockquote>\n<p>h</p>\n</blockquote>',
  );
});

test('steps are an ordered list in a frame of their own, with what stands between them inside', () => {
  expect(html('<Steps>\n\n1. One\n\n2. Two\n\n   More\n\n</Steps>')).toBe(
    '<div class="steps"><ol>\n<li>\n<p>One</p>\n</li>\n<li>\n<p>Two</p>\n<p>More</p>\n</li>\n</ol></div>',
  );
});

test.each([
  ['note', 'Note'],
  ['tip', 'Tip'],
  ['important', 'Important'],
  ['warning', 'Warning'],
])('a callout of kind %s says so in words, not by color alone', (kind, words) => {
  const made = html(`<Callout kind="${kind}">\n\nText.\n\n</Callout>`);
  expect(made).toMatch(new RegExp(`^<div class="callout callout-${kind}" role="note"><p class="callout-title"><svg class="icon" [^>]*aria-hidden="true">.*</svg>${words}</p><p>Text.</p></div>$`));
});

test('a callout has its own title when it is given one, and is a note when no kind is given', () => {
  expect(html('<Callout title="Before &amp; after">Text.</Callout>')).toMatch(/^<div class="callout callout-note" role="note">.*<\/svg>Before &#x26; after<\/p><p>Text\.<\/p><\/div>$/);
});

test('tabs are sections with their titles, readable one after the other', () => {
  expect(html('<Tabs>\n\n<Tab title="Web">\n\nA.\n\n</Tab>\n\n<Tab title="App">\n\nB.\n\n</Tab>\n\n</Tabs>')).toBe(
    '<div class="tabs" data-tabs=""><section class="tab"><p class="tab-title">Web</p><p>A.</p></section><section class="tab"><p class="tab-title">App</p><p>B.</p></section></div>',
  );
});

test('details are folded under their line', () => {
  expect(html('<Details summary="If you pay by invoice">\n\nAsk us.\n\n</Details>')).toBe('<details><summary>If you pay by invoice</summary><p>Ask us.</p></details>');
});

test('a figure leaves its place to the page and says which picture belongs there', () => {
  const { html, pictures } = rendered('<Figure src="./plan.png" alt="The plan" caption="Your plan" wide="yes" />\n\n![Again](../billing/plan.png "A caption")\n\nIn ![words](./plan.png) too.');
  expect(html).toBe('<figure class="wide"><!--image:0--><figcaption>Your plan</figcaption></figure>\n<figure><!--image:1--><figcaption>A caption</figcaption></figure>\n<p>In <!--image:2--> too.</p>');
  expect(pictures).toEqual([
    { file: 'articles/billing/plan.png', alt: 'The plan', caption: 'Your plan', wide: true, alone: true },
    { file: 'articles/billing/plan.png', alt: 'Again', caption: 'A caption', wide: false, alone: true },
    { file: 'articles/billing/plan.png', alt: 'words', caption: undefined, wide: false, alone: false },
  ]);
});

test('a figure on a step’s own line stands in the step, never in a paragraph', () => {
  expect(html('1. One\n   <Figure src="./plan.png" alt="The plan" />')).not.toMatch(/<p>[^]*<figure/);
});

test('a path of screens reads as a path, for eyes and for ears', () => {
  expect(html('Select <Ui>Settings > Billing</Ui>.')).toBe(
    '<p>Select <b class="ui">Settings</b><span class="ui-then" aria-hidden="true"> › </span><span class="visually-hidden"> then </span><b class="ui">Billing</b>.</p>',
  );
});

test('a button’s name that stands alone on its line is a paragraph', () => {
  expect(html('Then:\n\n<Ui>Cancel plan</Ui>\n\n<kbd>Esc</kbd>')).toBe('<p>Then:</p>\n<p><b class="ui">Cancel plan</b></p>\n<p><kbd>Esc</kbd></p>');
});

test('a heading has an anchor and a link to it with words of its own', () => {
  expect(html('## How long it takes')).toBe(
    '<div class="heading heading-h2"><h2 id="how-long-it-takes">How long it takes</h2><a class="anchor" href="#how-long-it-takes" aria-label="Link to the section “How long it takes”"><span aria-hidden="true">#</span></a></div>',
  );
});

test.each([
  ['its author’s anchor', '## How long {#time}', ['time']],
  ['a number when the words come twice', '## Web\n\n## Web\n\n### Web', ['web', 'web-1', 'web-2']],
  ['a number when the page itself has the anchor', '## Related\n\n## Feedback', ['related-1', 'feedback-1']],
  ['an anchor even when its words are no letters', '## 👍\n\n## ???', ['section', 'section-1']],
  ['an anchor in its own script', '## Чат', ['чат']],
  ['an anchor from the words inside its markup', '## Select <Ui>Cancel</Ui> or `x`', ['select-cancel-or-x']],
])('a heading has %s', (_, body, ids) => {
  expect([...html(body).matchAll(/<h\d id="([^"]*)"/g)].map((match) => match[1])).toEqual(ids);
});

test('a table can be scrolled by keyboard, and aligns its cells by class', () => {
  expect(html('| A | B | C |\n| :- | -: | :-: |\n| 1 | 2 | 3 |').replaceAll('\n', '')).toBe(
    '<div class="table" role="group" tabindex="0" aria-label="Table, scrolls sideways"><table><thead><tr><th scope="col">A</th><th class="align-end" scope="col">B</th><th class="align-center" scope="col">C</th></tr></thead>' +
      '<tbody><tr><td>1</td><td class="align-end">2</td><td class="align-center">3</td></tr></tbody></table></div>',
  );
});

test('footnotes lead there and back, under a title that only ears need, and are no section of the article', () => {
  const catalog = catalogOf(withBody('A plan[^a] and a plan[^a].\n\n[^a]: Monthly.\n'));
  const article = catalog.byFile.get(CANCEL)!;
  const { html } = renderArticle(article, renderContext(catalog));
  expect(article.headings).toEqual([]);
  expect(html).toContain('<h2 class="visually-hidden" id="footnote-label">Footnotes</h2>');
  expect(html).toContain('href="#user-content-fn-a"');
  expect(html).toContain('<li id="user-content-fn-a">');
  expect(html).toMatch(/href="#user-content-fnref-a"[^>]* aria-label="Back to the text at note a"/);
  expect(html).toMatch(/href="#user-content-fnref-a-2"[^>]* aria-label="Back to the text at note a-2"/);
});

test('a check list is words: boxes that nobody can tick need no label', () => {
  expect(html('- [ ] License\n- [x] Photo').replaceAll('\n', '')).toBe('<ul class="contains-task-list"><li class="task-list-item">☐ License</li><li class="task-list-item">☑ Photo</li></ul>');
});

test('code is colored by class, and shown as it is in a language nobody knows', () => {
  const code = (source: string) => /<div class="code">(<pre.*<\/pre>)<button type="button" class="copy" aria-label="Copy this code">/s.exec(html(source))?.[1];
  expect(code('```json\n{"a": 1}\n```')).toBe(
    '<pre tabindex="0"><code class="language-json"><span class="code-punctuation">{</span><span class="code-attr">"a"</span><span class="code-punctuation">:</span> <span class="code-number">1</span><span class="code-punctuation">}</span>\n</code></pre>',
  );
  expect(code('```cobol\n<b> & "c"\n```')).toBe('<pre tabindex="0"><code class="language-cobol">&#x3C;b> &#x26; "c"\n</code></pre>');
  expect(code('```\nplain\n```')).toBe('<pre tabindex="0"><code>plain\n</code></pre>');
});

test('a message that the article names among its errors is copied whole, with its code', () => {
  const errors = '[{ code: PAY-1, message: "We couldn’t take your payment. Use another card." }]';
  const source = article({ errors }, '**“We couldn’t take your payment.”** Try again.\n\n**Something else** is not one.\n');
  const { html } = rendered('', { [CANCEL]: source });
  expect(html).toContain('<strong>“We couldn’t take your payment.”</strong><button type="button" class="copy" aria-label="Copy this message" data-copy="PAY-1: We couldn’t take your payment. Use another card.">');
  expect(html.match(/<button/g)).toHaveLength(1);
});

test.each([
  ['../account/password.mdx#before-you-start', '/help/account/password/#before-you-start'],
  ['./cancel.mdx', '/help/billing/cancel/'],
  ['/account/', '/help/account/'],
  ['/account/password/', '/help/account/password/'],
  ['/search/?q=plan', '/help/search/?q=plan'],
  ['/', '/help/'],
  ['#when', '#when'],
  ['https://example.org/a?b=1&amp;c#d', 'https://example.org/a?b=1&#x26;c#d'],
  ['mailto:help@example.org', 'mailto:help@example.org'],
])('a link to %s leads to %s on a site in a folder', (target, href) => {
  const { html } = rendered(`## When\n\n[A link](${target})`, { 'site.yaml': SITE.replace('locale:', 'base: /help/\nlocale:') });
  expect(html).toContain(`<a href="${href}">A link</a>`);
});

test('words that look like markup stay words', () => {
  expect(html('&lt;script&gt;alert(1)&lt;/script&gt; and \\{x\\} and a & b')).toBe('<p>&#x3C;script>alert(1)&#x3C;/script> and {x} and a &#x26; b</p>');
  expect(html('<Callout title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">\n\nText.\n\n</Callout>')).toContain('</svg>">&#x3C;img src=x onerror=alert(1)></p>');
  expect(html('<abbr title="&quot; onclick=&quot;alert(1)">NPI</abbr>')).toBe('<p><abbr title="&#x22; onclick=&#x22;alert(1)">NPI</abbr></p>');
  expect(html('<Details summary="&lt;b&gt;bold&lt;/b&gt;">\n\nText.\n\n</Details>')).toContain('<summary>&#x3C;b>bold&#x3C;/b></summary>');
});

test('a comment of the author is not in the page', () => {
  expect(html('Text.\n\n{/* ask the billing team */}')).toBe('<p>Text.</p>');
});

test('an article that was not checked is not rendered', () => {
  const catalog = catalogOf();
  const article = { ...catalog.byFile.get(CANCEL)!, source: 'Text {alert(1)}' };
  expect(() => renderArticle(article, renderContext(catalog))).toThrow('articles/billing/cancel.mdx:1: An article has no code in curly braces.');
});
