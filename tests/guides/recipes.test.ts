/** What the guides tell people to copy works. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { article, CATEGORIES, problemsOf } from '../catalog/trees.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const RECIPES = ['docs/ci/github/content.yml', 'docs/ci/github/schedule.yml', 'docs/ci/github/merged.yml', 'docs/ci/gitlab/content.yml'];
const GUIDES = ['docs/ci/README.md', 'docs/authors/first-article.md', 'docs/authors/checks.md', ...RECIPES];

test.each(RECIPES)('%s is YAML', (file) => expect(parse(readFileSync(file, 'utf8'))).toBeTypeOf('object'));

test.each(GUIDES)('%s names only commands and options that exist', (file) => {
  for (const [, name = '', options = ''] of readFileSync(file, 'utf8').matchAll(/npm run (?:--silent )?([a-z:]+)(?: -- ([^`\n;|>]*))?/g)) {
    expect(Object.keys(scripts)).toContain(name);
    const script = /scripts\/\S+\.ts/.exec(scripts[name] ?? '')?.[0];
    if (script === undefined) continue;
    const source = readFileSync(script, 'utf8');
    for (const [, option] of options.matchAll(/--([a-z]+)/g)) expect(source).toContain(`--${option}`);
  }
});

test('the article to copy has no error', () => {
  const copied = /```mdx\n([^]*?)```/.exec(readFileSync('docs/authors/first-article.md', 'utf8'))![1]!;
  expect(problemsOf({ 'categories.yaml': CATEGORIES, 'terms.yaml': 'ui: [Settings, Premium, Manage subscription]\n', 'articles/billing/change-my-plan.mdx': copied, 'articles/billing/cancel.mdx': article() })).toEqual([]);
});

test('links between the guides lead somewhere', () => {
  for (const file of GUIDES.filter((one) => one.endsWith('.md'))) {
    for (const [, target = ''] of readFileSync(file, 'utf8').replaceAll(/`[^`\n]+`/g, '').matchAll(/\]\(([\w./-]+)\)/g)) expect(() => readFileSync(new URL(target, new URL(`../../${file}`, import.meta.url)))).not.toThrow();
  }
});
