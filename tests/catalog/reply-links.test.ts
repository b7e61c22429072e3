/** Links from replies to this site: each is held against the tree, and whole when it goes out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rename } from '../../src/authoring/rename.ts';
import { touch } from '../../src/authoring/touch.ts';
import { readCatalog } from '../../src/catalog/load.ts';
import { linksIn } from '../../src/mail/template.ts';
import { article, CANCEL, PASSWORD, problemsIn, SITE, TODAY, treeOf, type Files } from './trees.ts';

const reply = (target: string) => `---\nkind: reply\nsubject: Your message\ndescription: For a test of its links.\n---\n\nHello,\n\n[How to cancel](${target})\n`;
const treeWith = (target: string, more: Files = {}) => treeOf({ 'support/wording.yaml': 'jargon: []\n', 'replies/cancel.md': reply(target), ...more });
const found = (target: string, more: Files = {}) => problemsIn(treeWith(target, more)).map(({ code, severity, file, line, remedy }) => [code, severity, `${file}:${line}`, remedy]);

describe('a reply', () => {
  test('may link to an article, a heading in it, a category and a page of the program', () => {
    for (const target of ['/billing/cancel/', '/billing/', '/contact/', 'https://other.example.com/']) expect(found(target), target).toEqual([]);
  });

  test.each([
    ['an article that is not there', '/billing/cancle/', ['link/page', 'error', 'replies/cancel.md:9', 'Did you mean "/billing/cancel/"?']],
    ['a heading that is not there', '/billing/cancel/#nowhere', ['link/anchor', 'error', 'replies/cancel.md:9', expect.stringContaining('Known there') as string]],
    ['this site with its host, which may change', 'https://help.example.org/billing/cancel/', ['reply/own-address', 'error', 'replies/cancel.md:9', 'Write /billing/cancel/']],
  ])('with a link to %s is refused', (_, target, expected) => expect(found(target)).toEqual([expected]));

  test('with a link to an article that no reader sees is refused', () => {
    const refused = [['reply/hidden', 'error', 'replies/cancel.md:9', expect.stringContaining('Publish') as string]];
    for (const [field, value] of [['draft', 'true'], ['publishOn', '2026-11-24']] as const) {
      const password = article({ id: 'passwd01', title: 'How do I change my password?', [field]: value }, '## Before you start\n\nSign in.\n');
      expect(found('/account/password/', { [PASSWORD]: password })).toEqual(refused);
    }
  });

  test('with the old address of an article that moved is told the new one', () => {
    expect(found('/billing/stop/', { [CANCEL]: article({ aliases: '[/billing/stop/]' }) })).toEqual([['reply/redirected', 'warning', 'replies/cancel.md:9', 'Write /billing/cancel/']]);
  });

  test('carries the whole address of its own site, with its base', () => {
    const urls = (site: string) => {
      const { catalog } = readCatalog(treeWith('/billing/cancel/', { 'site.yaml': site }), { today: TODAY, unpublished: false });
      return linksIn(catalog!.support!.replies.get('cancel')!.body).map(({ url }) => url);
    };
    expect(urls(SITE)).toEqual(['https://help.example.org/billing/cancel/']);
    expect(urls(SITE.replace('url: https://help.example.org', 'url: https://example.org\nbase: /help/'))).toEqual(['https://example.org/help/billing/cancel/']);
  });

  test('follows an article that is renamed', () => {
    const root = treeWith('/billing/cancel/');
    touch(root, { today: TODAY, articles: [], same: false });
    expect(rename(root, 'cancel', 'stop', { today: TODAY }).also).toContain('replies/cancel.md');
    expect(readFileSync(join(root, 'replies/cancel.md'), 'utf8')).toContain('[How to cancel](/billing/stop/)');
    expect(problemsIn(root)).toEqual([]);
  });
});
