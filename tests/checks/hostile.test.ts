/** A site made to mislead a link check: every true finding, no false one. */
import { describe, expect, test } from 'vitest';
import { readBuiltSite } from '../../src/checks/built-site.ts';
import { linkProblems } from '../../src/checks/links.ts';
import { folderOf } from './check.ts';

const URL_OF_SITE = 'https://help.example.org';

/** What is found, as `href → kind detail`. */
function found(pages: Readonly<Record<string, string>>, { base = '/', redirects = {}, anchors = {} }: { base?: string; redirects?: Record<string, string>; anchors?: Record<string, Record<string, string>> } = {}): string[] {
  const site = readBuiltSite(folderOf(pages), {
    url: URL_OF_SITE,
    base,
    redirects: { pages: new Map(Object.entries(redirects)), anchors: new Map(Object.entries(anchors).map(([page, moved]) => [page, new Map(Object.entries(moved))])) },
  });
  return [...linkProblems(site)].map(({ link, problem }) => `${link.href} → ${problem.kind}${problem.kind === 'redirected' ? ` ${problem.to}` : problem.kind === 'missing' && problem.like !== undefined ? ` like ${problem.like}` : ''}`);
}

const TARGETS = {
  'index.html': '',
  'billing/index.html': '<h2 id="refund">',
  'billing/cancel/index.html': '<h2 id="when">When</h2><a name="old-way">',
  'hilfe/kündigen/index.html': '<h2 id="größe">Größe</h2>',
  'pläne/index.html': '<h2 id="%C3%BC">literal</h2>',
  '404.html': '',
  'media/plan.pdf': '',
  'media/My Plan (2).pdf': '',
  'assets/a,b.webp': '',
  'assets/c.webp': '',
  'icons.svg': '',
};

const page = (html: string, path = 'billing/page/index.html') => found({ ...TARGETS, [path]: html });

describe('nothing is wrong with', () => {
  test.each([
    ['relative links', '<a href="../cancel/">a</a><a href="../cancel/#when">b</a><a href="./">c</a><a href="../../">d</a><a href="../../media/plan.pdf#page=2">e</a>'],
    ['more dots than folders', '<a href="../../../../billing/">a</a>'],
    ['links with this site’s own host, in any spelling', '<a href="https://help.example.org/billing/">a</a><a href="HTTPS://HELP.EXAMPLE.ORG/billing/#refund">b</a><a href="//help.example.org/billing/">c</a><a href="https://help.example.org:443/billing/">d</a>'],
    ['queries', '<a href="/billing/?from=mail#refund">a</a><a href="?page=2">b</a><a href="?">c</a>'],
    ['encoded letters', '<a href="/hilfe/k%C3%BCndigen/#gr%C3%B6%C3%9Fe">a</a><a href="/hilfe/kündigen/#größe">b</a><a href="/%62illing/">c</a><a href="/media/My%20Plan%20(2).pdf">d</a><a href="/media/My Plan (2).pdf">e</a>'],
    ['an anchor that is itself written with percent signs', '<a href="/pl%C3%A4ne/#%C3%BC">a</a>'],
    ['entities', '<a href="/billing/?a=1&amp;b=2&#35;refund">a</a><a href="&#47;billing&#47;">b</a>'],
    ['the top of the page, and words to highlight', '<a href="#">a</a><a href="#top">b</a><a href="#Top">c</a><a href="/billing/#:~:text=refund">d</a><a href="/billing/#refund:~:text=x">e</a>'],
    ['anchors that components and old HTML make', '<p id="own"><a href="#own">a</a><a href="/billing/cancel/#old-way">b</a>'],
    ['other schemes and hosts', '<a href="mailto:a@b.example">a</a><a href="tel:+1">b</a><a href="data:,x">c</a><a href="blob:x">d</a><a href="https://other.example/gone">e</a><a href="http://help.example.org/gone/">f</a><a href="https://help.example.org:8443/gone/">g</a>'],
    ['what is no link on the page', '<!-- <a href="/gone/"> --><script>"<a href=/gone/>"</script><style>a{content:"<a href=/gone/>"}</style><textarea><a href="/gone/"></textarea><template><a href="/gone/"></a><template></template><img src="/gone.png"></template><title><a href="/gone/"></title>'],
    ['attributes that only look like links', '<div href="/gone/" data-href="/gone/" src="/gone.png"><link rel="preconnect" href="https://x.example"><link rel="dns-prefetch" href="/gone/">'],
    ['a set of pictures with commas and spaces', '<img alt="" src="/assets/c.webp" srcset="/assets/a,b.webp 1x, /assets/c.webp 2x"><source srcset=" /assets/c.webp  720w ,/assets/c.webp 1080w">'],
    ['a symbol of a drawing', '<svg><use href="/icons.svg#arrow"/><use xlink:href="#here"/><g id="here"/></svg>'],
    ['what the service answers', '<form action="/intake/feedback"></form><form></form><a href="/healthz">a</a>'],
    ['a link without an address', '<a>a</a><a href>b</a><a href="">c</a>'],
    ['unquoted and oddly written attributes', '<a HREF=/billing/>a</a><a\nhref\n=\n"/billing/"\n>b</a><a href=" /billing/ ">c</a>'],
  ])('%s', (_name, html) => expect(page(html)).toEqual([]));

  test('relative links of a page with another base', () => {
    expect(page('<base href="/billing/"><a href="cancel/">a</a><a href="#refund">b</a>', 'deep/er/page/index.html')).toEqual([]);
  });
});

describe('something is wrong with', () => {
  test.each([
    ['a page that is not there', '<a href="/billing/cancle/">', ['/billing/cancle/ → missing like /billing/cancel/']],
    ['other capital letters', '<a href="/Billing/cancel/">', ['/Billing/cancel/ → missing like /billing/cancel/']],
    ['a relative link one folder off', '<a href="cancel/">', ['cancel/ → missing like /billing/cancel/']],
    ['a missing anchor of another page', '<a href="/billing/#refnd">', ['/billing/#refnd → anchor']],
    ['a missing anchor of its own page', '<a href="#gone">', ['#gone → anchor']],
    ['an anchor in other capital letters', '<a href="/billing/#Refund">', ['/billing/#Refund → anchor']],
    ['an anchor that stands only in a template', '<template><p id="later"></template><a href="#later">', ['#later → anchor']],
    ['a missing picture, wherever it is named', '<img src="/assets/unobtainable.webp" srcset="/assets/nowhere.webp 1x, /assets/c.webp 2x"><video poster="/assets/nothing.webp"></video>', ['/assets/unobtainable.webp → missing', '/assets/nowhere.webp → missing', '/assets/nothing.webp → missing']],
    ['a style, a script and a form that lead nowhere', '<link rel="stylesheet" href="/a.css"><script src="/a.js"></script><form action="/find/"></form>', ['/a.css → missing', '/a.js → missing', '/find/ → missing']],
    ['a page that is reached by a refresh', '<meta http-equiv="refresh" content="0; url=/gone/">', ['/gone/ → missing']],
    ['a broken percent sign', '<a href="/b%E0illing/">', ['/b%E0illing/ → missing like /billing/']],
    ['an address that is none', '<a href="https://exa mple.org/">a</a><a href="http://">b</a>', ['https://exa mple.org/ → malformed', 'http:// → malformed']],
    ['a missing slash at the end', '<a href="/billing">', ['/billing → redirected /billing/']],
    ['a missing slash before an anchor', '<a href="../cancel?x=1#when">', ['../cancel?x=1#when → redirected /billing/cancel/?x=1#when']],
    ['two slashes', '<a href="/billing//cancel/">', ['/billing//cancel/ → redirected /billing/cancel/']],
    ['a file’s name in place of its address', '<a href="/billing/index.html">', ['/billing/index.html → redirected /billing/']],
    ['the second of two attributes is not read', '<a href="/gone/" href="/billing/">', ['/gone/ → missing']],
    ['an anchor of a link in noscript', '<noscript><a href="/gone/"></noscript>', ['/gone/ → missing']],
  ])('%s', (_name, html, expected) => expect(page(html)).toEqual(expected));

  test('the same link on two pages, told for each', () => {
    expect(found({ 'a/index.html': '<a href="/somewhere/">', 'b/index.html': '<a href="/somewhere/">' })).toEqual(['/somewhere/ → missing', '/somewhere/ → missing']);
  });
});

describe('a site below a base', () => {
  const below = (html: string) => found({ ...TARGETS, 'page/index.html': html }, { base: '/help/' });

  test('finds its own pages with the base, and leaves the neighbors alone', () => {
    expect(below('<a href="/help/billing/#refund">a</a><a href="/help">b</a><a href="../billing/">c</a><a href="/shop/">d</a><a href="/helpdesk/">e</a>')).toEqual([]);
  });

  test('knows its own page without the base, and a page that is not there', () => {
    expect(below('<a href="/billing/">a</a><a href="/help/gone/">b</a>')).toEqual(['/billing/ → missing like /help/billing/', '/help/gone/ → missing']);
  });
});

describe('redirects', () => {
  const redirects = { '/old/': '/billing/', '/part/': '/billing/#refund' };
  const through = (html: string, anchors = {}) => found({ ...TARGETS, 'page/index.html': html }, { redirects, anchors });

  test('a link through one is told with the new address, its anchor taken along', () => {
    expect(through('<a href="/old/">a</a><a href="/old">b</a><a href="/old/#refund">c</a><a href="/part/">d</a>')).toEqual([
      '/old/ → redirected /billing/',
      '/old → redirected /billing/',
      '/old/#refund → redirected /billing/#refund',
      '/part/ → redirected /billing/#refund',
    ]);
  });

  test('an anchor that is lost behind one is a missing anchor', () => expect(through('<a href="/old/#gone">')).toEqual(['/old/#gone → anchor']));

  test('a heading that moved is told with its new place', () => {
    expect(through('<a href="/billing/#was">', { '/billing/': { was: '/billing/cancel/#when' } })).toEqual(['/billing/#was → redirected /billing/cancel/#when']);
  });
});

test('the same anchor twice is told, but not when a template or a comment holds the second', () => {
  const site = readBuiltSite(folderOf({ 'index.html': '<p id="a"><p id="a"><p id="b"><template><p id="b"></template><!-- <p id="b"> --><p id=""><p id="">' }), { url: URL_OF_SITE, base: '/', redirects: { pages: new Map(), anchors: new Map() } });
  expect([...site.pages.get('/')!.duplicateIds]).toEqual(['a']);
});
