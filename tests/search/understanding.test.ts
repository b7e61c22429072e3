import { describe, expect, test } from 'vitest';
import { buildLexicon, type BrandRules, type LexiconArticle } from '../../src/search/build-lexicon.ts';
import { languageFor } from '../../src/search/english.ts';
import { openLexicon, readEntry, writeEntry, type LexiconHead } from '../../src/search/lexicon.ts';
import { rank } from '../../src/search/ranker.ts';
import { compileRules } from '../../src/search/rules.ts';
import { distance } from '../../src/search/spelling.ts';
import { understand } from '../../src/search/understanding.ts';

const none: BrandRules = { synonyms: [], oneWay: [], phrases: [], misspellings: {}, faint: [], pinned: [] };

const article = (id: string, title: string, more: Partial<LexiconArticle> = {}): LexiconArticle => ({ fragment: `en_${id}`, id, title, summary: '', keywords: [], headings: [], errors: [], text: '', standing: 0.5, ...more });

const ARTICLES = [
  article('a', 'How do I reset my password?', { keywords: ['forgot password'], text: 'The link works for 60 minutes.' }),
  article('b', 'When do I get a refund?', { keywords: ['charged twice'], errors: [{ code: 'PAY-402', message: 'Your bank did not accept the payment.' }] }),
  article('c', 'How does reputation work?', { headings: ['Why did it go down?'], text: 'Votes of your colleagues' }),
  article('d', 'How do I verify my medical license?', { text: 'A PDF of your license' }),
  article('e', 'Why can’t I log in?', { text: 'Cookies must be allowed' }),
];

function site(rules: Partial<BrandRules> = {}, locale = 'en') {
  const files = buildLexicon(ARTICLES, { ...none, ...rules }, locale);
  const text = (path: string) => Buffer.from(files.find((file) => file.path === path)!.content).toString('utf8');
  const head = JSON.parse(text('lexicon.json')) as LexiconHead;
  const lexicon = openLexicon(head);
  for (const [, file] of head.parts) lexicon.add(file, text(file));
  const language = languageFor(head.locale);
  const around = { lexicon, language, rules: compileRules(head.rules, language) };
  return {
    understand: (query: string, mend = true) => understand(query, around, mend),
    /** Ids, best first. */
    find: (query: string) => rank(understand(query, around), lexicon, new Map()).results.map(({ doc }) => 'abcde'[doc]),
    weak: (query: string) => rank(understand(query, around), lexicon, new Map()).weak,
  };
}

describe('a word is found in every form', () => {
  test.for([
    ['licence', 'd'],
    ['LICENSES', 'd'],
    ['verification', 'd'],
    ['verifying', 'd'],
    ['refunded', 'b'],
    ['réputation', 'c'],
    ['log-in', 'e'],
    ['logging in', 'e'],
    ['can’t log in', 'e'],
    ['pay 402', 'b'],
    ['PAY402', 'b'],
    ['Your bank did not accept the payment.', 'b'],
  ] as const)('%s', ([query, id]) => {
    expect(site().find(query)[0]).toBe(id);
  });
});

describe('spelling', () => {
  test.for([
    ['passwrod', 'password'],
    ['pasword', 'password'],
    ['refnud', 'refund'],
    ['reputaton', 'reputation'],
    ['lgo in', 'log in'],
    ['passwordreset', 'password reset'],
  ] as const)('%s is mended to %s', ([typed, mended]) => {
    expect(site().understand(typed).repaired).toBe(mended);
  });

  test.for(['password', 'passw', 'pdf', 'weather', 'zebra', '60', 'the'])('%s is left as it is', (typed) => {
    expect(site().understand(typed).repaired).toBeUndefined();
  });

  test('is left as it is when the reader asks so', () => {
    expect(site().understand('passwrod', false).repaired).toBeUndefined();
  });
});

describe('the brand’s words', () => {
  test('synonyms lead both ways', () => {
    const { find } = site({ synonyms: [['refund', 'money back']] });
    expect(find('get my money back')).toEqual(['b']);
    expect(site({ synonyms: [['karma', 'reputation']] }).find('karma')).toEqual(['c']);
  });

  test('one way leads one way', () => {
    const { understand: understood } = site({ oneWay: [{ from: ['karma'], to: ['reputation'] }] });
    expect(understood('karma').slots[0]?.options.map(({ text }) => text)).toEqual(['karma', 'reputation']);
    expect(understood('reputation').slots[0]?.options.map(({ text }) => text)).toEqual(['reputation']);
  });

  test('a phrase is searched as something else, and its own words no longer count', () => {
    expect(site({ phrases: [{ say: ['locked door'], search: 'log in' }] }).find('my locked door')).toEqual(['e']);
  });

  test('a misspelling that no rule would mend', () => {
    expect(site({ misspellings: { pw: 'password' } }).understand('pw').repaired).toBe('password');
  });

  test('a pinned answer comes first, in any order of words, and is never weak', () => {
    const { find, weak } = site({ pinned: [{ queries: ['annual zebra report'], article: 'c' }] });
    expect(find('report zebra annual')[0]).toBe('c');
    expect(weak('report zebra annual')).toBe(false);
    expect(weak('zebra report')).toBe(true);
  });
});

describe('a guess is called weak', () => {
  test.for(['my dog ate my homework', 'asdfghjkl', '', '???', 'the and of'])('%s', (query) => {
    expect(site().weak(query)).toBe(true);
  });
  test.for(['reset password', 'how do I reset the password of my account', 'refund'])('%s is none', (query) => {
    expect(site().weak(query)).toBe(false);
  });
});

test('of a language without rules, words are matched as they are', () => {
  expect(site({}, 'fr').find('reputation')).toEqual(['c']);
});

test('the same articles in another order make the same files', () => {
  const bytes = (articles: readonly LexiconArticle[]) => buildLexicon(articles, none, 'en').map(({ path, content }) => `${path} ${Buffer.from(content).toString('utf8')}`);
  expect(bytes([...ARTICLES].reverse())).toEqual(bytes(ARTICLES));
});

test('an entry is read as it was written', () => {
  const entry = {
    stem: 'verif',
    docs: 40,
    forms: ['verif', 'verified', 'verify', 'überprüft'],
    postings: new Map([
      [0, [{ field: 'title', index: 0, length: 3 } as const]],
      [37, [{ field: 'keyword', index: 11, length: 2 } as const, { field: 'summary', index: 0, length: 35 } as const]],
      [1_300, [{ field: 'error', index: 2, length: 1 } as const, { field: 'heading', index: 9, length: 4 } as const]],
    ]),
  };
  expect(readEntry(writeEntry(entry))).toEqual(entry);
});

describe('an expression', () => {
  const rules = { oneWay: [{ from: ['without name', 'unnamed'], to: ['reputation'] }, { from: ['broken'], to: ['not working', 'cookies'] }, { from: ['vetting'], to: ['verify', 'license'] }] };

  test('holds where its words stand side by side, not for what is left of it', () => {
    expect(site(rules).find('post without name')).toContain('c');
    expect(site(rules).find('my name')).not.toContain('c');
  });

  test('of which only a faint word could be looked up is not looked up', () => {
    expect(site(rules).understand('broken').slots[0]?.options.map(({ text }) => text)).toEqual(['broken', 'cookies']);
  });

  test('does not stand for another word of the same query', () => {
    expect(site(rules).understand('vetting license').slots[0]?.options.map(({ text }) => text)).toEqual(['vetting', 'verify']);
  });
});

describe('a guess is told from an answer', () => {
  test.for([
    ['refund zebra', true],
    ['refund votes', false],
    ['zebra', true],
    ['passw', false],
  ] as const)('%s: %s', ([query, weak]) => {
    expect(site().weak(query)).toBe(weak);
  });
});

test('no first letter is invented: "rash" is no "crash"', () => {
  expect(distance('rash', 'crash')).toBe(1.5);
  expect(distance('crash', 'rash')).toBe(1.5);
  expect(distance('passwrd', 'password')).toBe(0.8);
});
