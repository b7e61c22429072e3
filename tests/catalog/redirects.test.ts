import { describe, expect, test } from 'vitest';
import { nginxRedirects, staticHostRedirects } from '../../src/site/redirect-files.ts';
import { settleRedirects } from '../../src/catalog/redirects.ts';
import { article, CANCEL, catalogOf, lineOf, problemsOf, type Files } from './trees.ts';

const CANCEL_WITH_HEADING = article({}, '## Ask for a refund {#refund}\n\nSelect Cancel.\n');

/** The codes and lines of what is wrong with a `redirects.yaml`. */
function found(yaml: string, more: Files = {}): string[] {
  return problemsOf({ [CANCEL]: CANCEL_WITH_HEADING, 'redirects.yaml': yaml, ...more }).map(({ code, file, line }) => `${code} ${file}:${line}`);
}

const entries = (...lines: [string, string][]) => lines.map(([from, to], index) => ({ from, to, file: 'redirects.yaml', line: index + 1 }));

describe('settling', () => {
  test('a chain becomes one step', () => {
    const { redirects } = settleRedirects(entries(['/a/', '/b/'], ['/b', '/c/'], ['/c/', '/d/#end']));
    expect(Object.fromEntries(redirects.pages)).toEqual({ '/a/': '/d/#end', '/b/': '/d/#end', '/c/': '/d/#end' });
  });

  test('a circle is left out, and every line of it is named', () => {
    const { redirects, circles } = settleRedirects(entries(['/a/', '/b/'], ['/b/', '/a/'], ['/x/', '/y/']));
    expect(circles.map(({ from }) => from)).toEqual(['/a/', '/b/']);
    expect([...redirects.pages.keys()]).toEqual(['/x/']);
  });

  test('an old heading of a page that moved is answered by the page it moved to', () => {
    const { redirects } = settleRedirects(entries(['/old/', '/new/'], ['/old/#part', '/new/#piece']));
    expect([...redirects.anchors.get('/new/')!]).toEqual([['part', '/new/#piece']]);
  });

  test('a heading that moved twice leads to where it is now', () => {
    const { redirects } = settleRedirects(entries(['/a/#one', '/b/#one'], ['/b/#one', '/c/#two']));
    expect(redirects.anchors.get('/a/')?.get('one')).toBe('/c/#two');
  });
});

describe('redirects.yaml', () => {
  test('feeds the catalog beside the aliases, and a chain over both is one step', () => {
    const catalog = catalogOf({ [CANCEL]: article({ aliases: '[/billing/stop/]' }), 'redirects.yaml': '/pay/end/: /billing/stop/\n' });
    expect(Object.fromEntries(catalog.redirects)).toEqual({ '/pay/end/': '/billing/cancel/', '/billing/stop/': '/billing/cancel/' });
  });

  test('a right file is right', () => {
    expect(found('/old/: /billing/cancel/\n/gone/: /billing/cancel/#refund\n/billing/cancel/#money-back: /billing/cancel/#refund\n')).toEqual([]);
  });

  test.each([
    ['a circle', '/a/: /b/\n/b/: /a/\n', ['redirect/circle redirects.yaml:1', 'redirect/circle redirects.yaml:2']],
    ['a line that leads to itself', '/a/: /a\n', ['redirect/circle redirects.yaml:1']],
    ['a new address that no page has', '# Old\n/a/: /billing/cancle/\n', ['redirect/target redirects.yaml:2']],
    ['a new heading that the page does not have', '/a/: /billing/cancel/#refnd\n', ['redirect/target redirects.yaml:1']],
    ['an old address where a page lives', '/billing/cancel/: /account/password/\n', ['redirect/taken redirects.yaml:1']],
    ['an old heading that is still there', '/billing/cancel/#refund: /account/password/\n', ['redirect/taken redirects.yaml:1']],
    ['an address of the program', '/intake/x/: /billing/cancel/\n', ['redirect/reserved redirects.yaml:1']],
    ['another host', '/a/: https://evil.example/\n', ['frontmatter/invalid redirects.yaml:1']],
    ['another host without its scheme', '/a/: //evil.example/\n', ['frontmatter/invalid redirects.yaml:1']],
  ])('%s is an error at its line', (_name, yaml, expected) => expect(found(yaml)).toEqual(expected));

  test('an address that an alias and a line both claim is an error', () => {
    const more = { [CANCEL]: article({ aliases: '[/old/]' }) };
    expect(found('/old/: /account/password/\n', more)).toEqual([`redirect/twice ${CANCEL}:${lineOf(more[CANCEL]!, 'aliases')}`]);
  });

  test('a link to an old address is not an error of the loader: it arrives', () => {
    expect(found('/old/: /billing/cancel/\n', { 'articles/account/password.mdx': article({ id: 'passwd01' }, 'See [this](/old/).\n') })).toEqual([]);
  });

  test('a redirect to an article that is not published is not served', () => {
    const catalog = catalogOf({ 'redirects.yaml': '/old/: /account/password/\n', 'articles/account/password.mdx': article({ id: 'passwd01', draft: 'true' }) });
    expect(catalog.redirects.size).toBe(0);
  });
});

describe('files for other servers', () => {
  const catalog = catalogOf.bind(undefined, { 'redirects.yaml': '/hilfe/kündigen/: /billing/cancel/\n/plan.pdf: /billing/\n' });

  test('_redirects holds each old address as browsers ask for it, with and without its slash', () => {
    expect(staticHostRedirects(catalog())).toBe(
      '/hilfe/k%C3%BCndigen /billing/cancel/ 301\n/hilfe/k%C3%BCndigen/ /billing/cancel/ 301\n/plan.pdf /billing/ 301\n',
    );
  });

  test('the map for nginx holds the old address decoded, as nginx compares it', () => {
    expect(nginxRedirects(catalog())).toContain('"/hilfe/kündigen/" "/billing/cancel/";\n');
  });
});
