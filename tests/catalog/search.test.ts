import { describe, expect, test } from 'vitest';
import { catalogOf, problemsOf } from './trees.ts';

const problems = (yaml: string) => problemsOf({ 'search.yaml': yaml }).map(({ code, line, field, value, remedy }) => ({ code, line, field, ...(value === undefined ? {} : { value }), ...(remedy === undefined ? {} : { remedy }) }));

describe('search.yaml', () => {
  test('may be missing, empty lists then', () => {
    expect(catalogOf().search).toEqual({ synonyms: [], oneWay: [], phrases: [], misspellings: {}, faint: [], pinned: [] });
  });

  test('is read with all that it may hold', () => {
    const { search } = catalogOf({
      'search.yaml': `synonyms:
  - [refund, money back]
oneWay:
  - { from: [karma], to: [reputation] }
phrases:
  - { say: [talk to a human], search: contact support }
misspellings:
  pw: password
faint: [example]
pinned:
  - { queries: [stop paying], article: cancel01 }
`,
    });
    expect(search).toEqual({
      synonyms: [['refund', 'money back']],
      oneWay: [{ from: ['karma'], to: ['reputation'] }],
      phrases: [{ say: ['talk to a human'], search: 'contact support' }],
      misspellings: { pw: 'password' },
      faint: ['example'],
      pinned: [{ queries: ['stop paying'], article: 'cancel01' }],
    });
  });

  test('is refused with a key that there is not', () => {
    expect(problems('synonym:\n  - [a1, b1]\n')).toEqual([{ code: 'frontmatter/unknown-key', line: 1, field: 'synonym', remedy: 'Did you mean "synonyms"?' }]);
  });

  test('is refused with a group of one, and with a pinned article that there is not', () => {
    expect(problems('synonyms:\n  - [refund]\n')).toMatchObject([{ code: 'frontmatter/invalid', field: 'synonyms[0]' }]);
    expect(problems('pinned:\n  - queries: [stop paying]\n    article: cancel02\n')).toMatchObject([{ code: 'search/article', line: 3, field: 'pinned[0].article', value: 'cancel02', remedy: 'Did you mean "cancel01"?' }]);
  });

  test('is refused when one text asks for two things', () => {
    expect(problems('synonyms:\n  - [refund, Refund]\n')).toMatchObject([{ code: 'search/twice', field: 'synonyms[0][1]', value: 'Refund' }]);
    expect(problems('phrases:\n  - { say: [a human], search: support }\n  - { say: [A  human], search: contact }\n')).toMatchObject([{ code: 'search/twice', line: 3, value: 'A  human' }]);
    expect(problems('pinned:\n  - { queries: [plans], article: cancel01 }\n  - { queries: [plans], article: cancel01 }\n')).toMatchObject([{ code: 'search/twice', line: 3, value: 'plans' }]);
    expect(problems('misspellings:\n  license: License\n')).toMatchObject([{ code: 'search/misspelling', line: 2, value: 'License' }]);
  });
});
