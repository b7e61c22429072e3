/** What is made from declarations is as they are now, and says what they say. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ARTICLE_COMPONENTS } from '../../src/catalog/components.ts';
import { RULES } from '../../src/checks/registry.ts';
import { EXAMPLES } from '../../src/guides/examples.ts';
import { generated } from '../../src/guides/generated.ts';
import { article, CANCEL, CATEGORIES, PNG, problemsOf } from '../catalog/trees.ts';

const files = generated();

test.each([...files.keys()])('%s is fresh (else run npm run docs)', (file) => expect(readFileSync(file, 'utf8') === files.get(file)).toBe(true));

describe('schemas for editors', () => {
  const schema = JSON.parse(files.get('schemas/article.schema.json')!);

  test('know which fields are needed, which values are allowed, and that no others are', () => {
    expect(schema.required).toEqual(['id', 'kind', 'title', 'summary', 'lastUpdated']);
    expect(schema.properties.kind.enum).toEqual(['how-to', 'troubleshooting', 'explanation', 'policy']);
    expect(schema.additionalProperties).toBe(false);
  });

  test('carry the words that the build says', () => expect(schema.properties.lastUpdated.description).toBe('The day the meaning last changed.'));

  test('hold patterns that every editor can read', () => {
    for (const [file, text] of files) for (const [, pattern] of file.startsWith('schemas/') ? text.matchAll(/"pattern": (".*")/g) : []) expect(() => new RegExp(JSON.parse(pattern!), 'u')).not.toThrow();
  });
});

test('each component has an example, and each example is right', () => {
  expect(Object.keys(EXAMPLES)).toEqual(Object.keys(ARTICLE_COMPONENTS));
  for (const example of Object.values(EXAMPLES)) {
    expect(problemsOf({ 'categories.yaml': CATEGORIES, 'terms.yaml': 'ui: [Settings, Premium, Privacy]\n', [CANCEL]: article({}, `${example}\n`), 'articles/billing/cancel-premium.png': PNG })).toEqual([]);
  }
});

test('the index names every rule', () => {
  for (const { code } of RULES) expect(files.get('docs/authors/checks.md')).toContain(`| \`${code}\` |`);
});

test('the task of the editor finds place and words in what the check prints', () => {
  const { tasks } = JSON.parse(files.get('.vscode/tasks.json')!) as { tasks: { label: string; problemMatcher: { pattern: { regexp: string }[] } }[] };
  const { pattern } = tasks.find(({ label }) => label === 'Check the content')!.problemMatcher;
  const printed = 'content/articles/billing/cancel.mdx:6:2  error  freshness/old-date\n  lastUpdated: The article means something else than on this day.'.split('\n');
  expect(new RegExp(pattern[0]!.regexp).exec(printed[0]!)?.slice(1)).toEqual(['content/articles/billing/cancel.mdx', '6', '2', 'error', 'freshness/old-date']);
  expect(new RegExp(pattern[1]!.regexp).exec(printed[1]!)?.[1]).toContain('The article means');
});
