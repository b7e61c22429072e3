import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Article } from '../../src/catalog/catalog.ts';
import { readCatalog } from '../../src/catalog/load.ts';
import { passages, readingEase, sentences, sentencesOf, syllablesOf, wholeText, wordsOf } from './prose.ts';

const root = resolve(import.meta.dirname, '../../content');
const coverage = readFileSync(resolve(import.meta.dirname, '../../docs/authors/coverage.md'), 'utf8');
const { catalog, diagnostics } = readCatalog(root, { today: '2026-11-23', unpublished: true });
const articles = catalog?.articles ?? [];

/** The plan's tree, without its last leaf, Contact Us, which is a page of the program. */
const PAGES = {
  'Getting Started': ['Creating Your Account', 'Verification Process', 'Profile Setup', 'First Post Guide'],
  Features: ['Creating Posts', 'Commenting & Replies', 'Voting System', 'Search & Discovery', 'Groups & Communities', 'Reputation System'],
  'Account & Settings': ['Profile Management', 'Privacy Settings', 'Notification Preferences', 'Premium Features'],
  'Billing & Subscriptions': ['Premium Plans', 'Payment Methods', 'Cancellation', 'Refunds'],
  Policies: ['Community Guidelines', 'Privacy Policy', 'Terms of Service', 'Content Moderation'],
  Troubleshooting: ['Login Issues', 'Email Not Received', 'Verification Delays', 'Technical Problems'],
};

const TITLES = [
  'How to verify my medical credentials',
  'What is the verification process timeline?',
  'How to reset my password',
  'Why didn’t I receive verification email?',
  'How to post a clinical question',
  'Understanding the reputation system',
  'How to cite research in posts',
  'Privacy settings and anonymous posting',
  'What content is prohibited?',
  'How to report inappropriate content',
  'Premium features and benefits',
  'How to cancel premium subscription',
  'How to edit or delete my post',
  'Understanding evidence levels',
  'How to search for specific topics',
  'Notification settings and preferences',
  'How to block or mute users',
  'Guidelines for professional conduct',
  'Mobile app availability',
  'How to export my data (GDPR)',
];

const pictures = new Map(
  (parse(readFileSync(resolve(import.meta.dirname, '../../pictures/pictures.yaml'), 'utf8')) as { picture: string; steps?: Record<string, number> }[]).map((entry) => [entry.picture, entry]),
);

const rows = [...coverage.matchAll(/^\| (.+?) \| (\/\S+) \| (\w+) \|$/gm)].map(([, name = '', address = '', id = '']) => ({ name, address, id }));

describe('the support plan', () => {
  test('the content tree has no problem', () => {
    expect(diagnostics).toEqual([]);
  });

  test('each of the 26 pages and of the 20 titles has one row, in the plan’s order', () => {
    const pages = Object.entries(PAGES).flatMap(([category, names]) => names.map((name) => `${category}: ${name}`));
    expect(pages).toHaveLength(26);
    const titles = TITLES.map((title, index) => `${index + 1}. ${title}`);
    expect(rows.slice(0, 46).map(({ name }) => name)).toEqual([...pages, ...titles]);
  });

  test('each row names an article that is there, by its address and its id', () => {
    for (const { name, address, id } of rows) expect(catalog?.byId.get(id)?.address, name).toBe(address);
  });

  test('each article stands in the table', () => {
    const named = new Set(rows.map(({ id }) => id));
    expect(articles.filter(({ id }) => !named.has(id)).map(({ file }) => file)).toEqual([]);
  });

  test('the article about getting in touch is the one the table names for Contact Us', () => {
    const contact = catalog?.byId.get(catalog.site.contactArticle ?? '');
    expect(coverage).toContain(`\`${contact?.address}\``);
  });
});

/** Hours an article may name, by what the sentence is about. The first rule that fits counts. */
const HOURS: readonly { readonly about: RegExp; readonly hours: readonly number[] }[] = [
  { about: /\blinks?\b/i, hours: [24] },
  { about: /video|appointment/i, hours: [24, 48] },
  { about: /call you? ?back|call back/i, hours: [1] },
  { about: /^\| Critical|^Critical/, hours: [2] },
  { about: /^\| High|^High/, hours: [2, 8] },
  { about: /^\| Medium|^Medium/, hours: [4, 24] },
  { about: /^\| Low|^Low/, hours: [8, 48] },
  { about: /\b5 days\b/, hours: [48] },
  { about: /high priority|first answer within|cannot post or comment/i, hours: [2] },
  { about: /solve it within/i, hours: [24] },
  { about: /answer|email or our form|under/i, hours: [4] },
  { about: /verif|\bchecks?\b|In review|document|48 hours have passed/i, hours: [48] },
];

const ADDRESSES = ['support', 'verification', 'billing', 'security', 'partnerships'].map((name) => `${name}@unitingdoctors.com`);

describe('facts', () => {
  test('hours agree with the plan: 48 for a verification, and each promise its own', () => {
    for (const { file, text } of statements()) {
      for (const [, from, to] of text.matchAll(/\b(\d+)(?: to (\d+))? hours?\b/g)) {
        const rule = HOURS.find(({ about }) => about.test(text));
        for (const hours of [from, to]) if (hours !== undefined) expect(rule?.hours, `${file}: ${text}`).toContain(Number(hours));
      }
    }
  });

  test('every sentence about how long a verification takes says 48 hours', () => {
    const said = statements().filter(({ text }) => /(?:verifications|checks) (?:are complete within|take up to) /.test(text));
    expect(said.length).toBeGreaterThan(4);
    for (const { file, text } of said) expect(text, file).toContain('48 hours');
  });

  test('support hours read the same everywhere', () => {
    for (const { file, text } of statements()) {
      if (/\b\d+ ?[AP]M\b.*\bto\b/.test(text) || /Monday to Friday/.test(text)) expect(text, file).toContain('Monday to Friday, 9 AM to 6 PM ET');
    }
  });

  test('what is critical gets an answer within 15 minutes at any hour, and nothing else does', () => {
    const critical = statements().filter(({ text }) => /\b15 minutes\b/.test(text));
    expect(critical.length).toBeGreaterThan(3);
    for (const { file, text } of critical) expect(text, file).toMatch(/\bat any hour\b/);
  });

  test('each email address is one of the plan’s five, with a link that goes to it', () => {
    for (const { file, source } of articles) {
      for (const [address] of source.matchAll(/[\w.]+@[\w.]*\w/g)) expect(ADDRESSES, file).toContain(address);
      for (const [, shown, target] of source.matchAll(/\[([^\]]+@[^\]]+)\]\(([^)]+)\)/g)) expect(target, file).toBe(`mailto:${shown}`);
    }
  });

  test('an error message belongs to one article, so that a pasted message has one answer', () => {
    const owners = articles.flatMap(({ file, errors }) => errors.map(({ code, message }) => ({ file, keys: [code, message].filter((key) => key !== undefined) })));
    const seen = new Map<string, string>();
    for (const { file, keys } of owners) {
      for (const key of keys) {
        expect(seen.get(key), key).toBeUndefined();
        seen.set(key, file);
      }
    }
  });

  test('each message stands in its article, at least its first sentence, word for word', () => {
    for (const { file, source, errors } of articles) {
      for (const { message } of errors) expect(wholeText(source), file).toContain(message.replace(/(?<=\.)\s.*$/, ''));
    }
  });
});

describe.each(articles.map((article) => [article.file, article] as const))('%s', (_, article) => {
  test('has the parts of its kind', () => {
    const { kind, source } = article;
    if (kind === 'how-to' || kind === 'troubleshooting') {
      expect(source).toContain('<Steps>');
      expect(article.images.length).toBeGreaterThan(0);
    }
    if (kind === 'explanation') expect(article.images.length > 0 || /^\|/m.test(source)).toBe(true);
    if (kind === 'policy') {
      expect(article.binding).toBeDefined();
      expect(wholeText(source)).toMatch(/for example/i);
    }
    expect(article.related.length).toBeGreaterThanOrEqual(3);
    expect(article.keywords.length).toBeGreaterThanOrEqual(7);
    expect(article.sample.length).toBeGreaterThan(0);
  });

  test('shows each picture below the last step it marks, and its words name the same markers', () => {
    for (const [steps] of article.source.matchAll(/<Steps>[^]*?<\/Steps>/g)) {
      let step = 0;
      for (const line of steps.split('\n')) {
        step = Number(/^(\d+)\. /.exec(line)?.[1] ?? step);
        const [, name, alt = ''] = /<Figure src="\.\/([\w-]+)\.png" alt="([^"]+)"/.exec(line) ?? [];
        if (name === undefined) continue;
        const marked = Object.values(pictures.get(`${article.category}/${name}`)?.steps ?? {}).toSorted((a, b) => a - b);
        expect(marked.at(-1), name).toBe(step);
        expect(markersIn(alt), alt).toEqual(marked);
      }
    }
  });

  test('is plain English', () => {
    const lengths = sentences(article.source).map((sentence) => wordsOf(sentence).length);
    expect(readingEase(article.source)).toBeGreaterThanOrEqual(60);
    expect(lengths.reduce((sum, length) => sum + length, 0) / lengths.length).toBeLessThan(14);
    expect([...sentences(article.source), ...sentencesOf(article.summary)].filter((sentence) => wordsOf(sentence).length >= 20)).toEqual([]);
  });

  test('speaks in our voice', () => {
    const text = [article.title, article.summary, wholeText(article.source)].join('\n');
    const avoided = (catalog?.terms.avoid ?? []).map(({ word }) => word);
    const found = [...avoided, 'simply', 'just', 'please note', 'you failed'].filter((word) => new RegExp(`\\b${word}(?:s|ed|ing)?\\b`, 'i').test(text));
    expect(found).toEqual([]);
    expect(text).not.toMatch(/!|\p{Extended_Pictographic}/u);
  });

  test('describes each picture in 40 to 200 characters', () => {
    for (const [, alt = ''] of article.source.matchAll(/alt="([^"]*)"/g)) {
      expect(alt.length, alt).toBeGreaterThanOrEqual(40);
      expect(alt.length, alt).toBeLessThanOrEqual(200);
      expect(alt).not.toMatch(/^(?:an? )?(?:image|picture|screenshot) of/i);
    }
  });
});

describe('articles among each other', () => {
  test.each(['title', 'summary'] as const)('no two have nearly the same %s', (field) => {
    for (const [index, one] of articles.entries()) {
      for (const other of articles.slice(index + 1)) {
        expect(overlap(one[field], other[field]), `${one.file} and ${other.file}`).toBeLessThan(0.5);
      }
    }
  });

  test('each leads on and is led to', () => {
    const linked = new Set(articles.flatMap((article) => article.related));
    expect(articles.filter(({ id }) => !linked.has(id)).map(({ file }) => file)).toEqual([]);
  });

  test('none shares its place in the category with another', () => {
    for (const { articles: inside } of catalog?.categories ?? []) {
      const places = inside.map(({ order }) => order);
      expect(new Set(places).size).toBe(places.length);
    }
  });
});

describe('reading ease', () => {
  test('a short sentence of short words is easy, a long one of long words is hard', () => {
    expect(readingEase('The cat sat on the mat. It was warm.')).toBeGreaterThan(100);
    expect(readingEase('Organizational accountability necessitates comprehensive documentation of administrative responsibilities.')).toBeLessThan(0);
  });

  test('syllables are counted as they are spoken', () => {
    expect(['Email', 'asked', 'wanted', 'license', 'verified', 'people', 'the'].map(syllablesOf)).toEqual([2, 1, 2, 2, 3, 2, 1]);
  });

  test('fields, tables and pictures are not read as prose', () => {
    expect(passages('---\ntitle: x\n---\n\nOne.\n\n| a | b |\n| --- | --- |\n\n<Figure src="./a.png" alt="b" />\n\n1. Two.\n')).toEqual(['One.', 'Two.']);
  });
});

/** Each sentence, table row and caption of each article, with the file that says it. */
function statements(): { file: string; text: string }[] {
  return articles.flatMap(({ file, source, summary }: Article) => {
    const tables = source.split('\n').filter((line) => line.startsWith('|')).map((row) => wholeText(row));
    return [summary, ...sentences(source), ...tables].map((text) => ({ file, text }));
  });
}

/** "Markers 2 to 4 are at …, 5 at …" names 2, 3, 4 and 5. */
function markersIn(alt: string): number[] {
  return [...alt.matchAll(/(?:(\d) to )?(\d)(?: is| are)? at\b/g)].flatMap(([, from, to]) => {
    const first = Number(from ?? to);
    return Array.from({ length: Number(to) - first + 1 }, (_, index) => first + index);
  });
}

/** How much two texts share, from 0 to 1: their common words among all their words that carry meaning. */
function overlap(one: string, other: string): number {
  const common = new Set(['how', 'do', 'i', 'my', 'a', 'an', 'the', 'to', 'or', 'and', 'what', 'why', 'is', 'of', 'in', 'you', 'your', 'it', 'for', 'on', 'not', 'does', 'then', 'select', 'uniting', 'doctors']);
  const [first, second] = [one, other].map((text) => new Set(wordsOf(text.toLowerCase()).map((word) => word.replace(/[.’']+$/, '')).filter((word) => !common.has(word)))) as [Set<string>, Set<string>];
  const shared = [...first].filter((word) => second.has(word)).length;
  return shared / Math.max(1, first.size + second.size - shared);
}
