/** What the commands for authors write, and that they write all of it or nothing. */
import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findArticle, Refused } from '../../src/authoring/articles.ts';
import { addToList, setField } from '../../src/authoring/fields.ts';
import { freshId, nameFrom, newArticle } from '../../src/authoring/new-article.ts';
import { rename } from '../../src/authoring/rename.ts';
import { review } from '../../src/authoring/review.ts';
import { staleMarkdown, staleReport, staleText, type Weighing } from '../../src/authoring/stale.ts';
import { TEMPLATES } from '../../src/authoring/templates.ts';
import { touch } from '../../src/authoring/touch.ts';
import { writeAll } from '../../src/catalog/write-files.ts';
import { RULES } from '../../src/checks/registry.ts';
import { runChecks } from '../../src/checks/run.ts';
import { article, CANCEL, PASSWORD, PNG, problemsIn, TODAY, treeOf, type Files } from '../catalog/trees.ts';
import { materialIn, places } from '../checks/check.ts';

const DAY = { today: TODAY };
const read = (root: string, file: string) => readFileSync(join(root, file), 'utf8');

/** Every file with its bytes, to see that nothing changed. */
function snapshot(root: string): Record<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(files.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'latin1')]));
}

async function problems(root: string): Promise<string[]> {
  const rules = RULES.filter(({ code, when }) => when !== 'asked' && /^(address|freshness)\//.test(code));
  return [...problemsIn(root).map(({ code }) => code), ...places(await runChecks(materialIn(root, {}), { rules, loaded: [], accepted: [], scheduled: false }))];
}

function recorded(files: Files = {}): string {
  const root = treeOf(files);
  touch(root, { ...DAY, articles: [], same: false });
  return root;
}

describe('new', () => {
  const wanted = { title: 'How do I get a refund?', summary: 'Write to us within 14 days of the payment.', category: 'billing' };
  const options = { ...DAY, random: Math.random };

  test.each(Object.keys(TEMPLATES))('a new %s has no error, and is hidden', (kind) => {
    const root = treeOf();
    const file = newArticle(root, { ...wanted, kind }, options);
    expect(file).toBe('articles/billing/get-a-refund.mdx');
    expect(problemsIn(root)).toEqual([]);
    expect(read(root, file)).toContain('draft: true\n');
  });

  test('once its author shows it, it is a published article after touch', async () => {
    const root = recorded();
    const file = newArticle(root, { ...wanted, kind: 'how-to' }, options);
    writeFileSync(join(root, file), read(root, file).replace('draft: true\n', ''));
    expect(await problems(root)).toEqual([`address/unrecorded ${file}:1`, `freshness/unrecorded ${file}:6`]);
    touch(root, { ...DAY, articles: [], same: false });
    expect(await problems(root)).toEqual([]);
  });

  test.each([
    ['a title that is too short', { title: 'Help' }, /title "Help".*8 to 70/],
    ['a category that is not there', { category: 'biling' }, /Did you mean "billing"/],
    ['a kind that is none', { kind: 'howto' }, /Did you mean "how-to"/],
    ['a name that cannot be an address', { name: 'Get Refund' }, /cannot be an address/],
    ['a name that is taken', { name: 'cancel' }, /is there already/],
  ])('%s is refused, and nothing is written', (_name, wrong, message) => {
    const root = treeOf();
    const before = snapshot(root);
    expect(() => newArticle(root, { ...wanted, kind: 'how-to', ...wrong }, options)).toThrow(message);
    expect(snapshot(root)).toEqual(before);
  });

  test('quotes, colons and emoji in a title are kept as they are', () => {
    const root = treeOf();
    const title = 'What does "Error: #3" mean? 🎉';
    newArticle(root, { ...wanted, kind: 'explanation', title }, options);
    expect(problemsIn(root)).toEqual([]);
  });

  test('an id begins with a letter and is nobody else’s', () => {
    let n = 0;
    const random = () => (n++ < 8 ? 0 : 0.5);
    expect(freshId(new Set(['aaaaaaaa']), random)).toMatch(/^[a-z][a-z0-9]{7}$/);
  });

  test.each([
    ['How do I get a refund?', 'get-a-refund'],
    ['Why can’t I log in?', 'cant-i-log-in'],
    ['Wie kündige ich?', 'wie-kündige-ich'],
    ['What is the one thing that I should know about my plan?', 'one-thing-that-i-should-know'],
  ])('the name of “%s” is %s', (title, name) => expect(nameFrom(title)).toBe(name));
});

describe('touch', () => {
  const changed = article({}, 'Select Stop.\n');

  test('sets today where the meaning changed under an old date, and nowhere else', () => {
    const root = recorded();
    writeFileSync(join(root, CANCEL), changed);
    expect(touch(root, { ...DAY, articles: [], same: false })).toMatchObject({ dated: [CANCEL], recorded: [] });
    expect(read(root, CANCEL)).toBe(changed.replace('2026-11-18', TODAY));
  });

  test('with --same it takes the change and leaves the date', async () => {
    const root = recorded();
    writeFileSync(join(root, CANCEL), changed);
    expect(touch(root, { ...DAY, articles: ['cancel'], same: true })).toMatchObject({ dated: [], recorded: [CANCEL] });
    expect(read(root, CANCEL)).toBe(changed);
    expect(await problems(root)).toEqual([]);
  });

  test('believes a date that the author moved on', () => {
    const root = recorded();
    writeFileSync(join(root, CANCEL), changed.replace('2026-11-18', '2026-11-20'));
    expect(touch(root, { ...DAY, articles: [], same: false })).toMatchObject({ dated: [], recorded: [CANCEL] });
    expect(read(root, CANCEL)).toContain('lastUpdated: 2026-11-20');
  });

  test('twice is once: the second run changes no byte', () => {
    const root = recorded();
    const before = snapshot(root);
    touch(root, { ...DAY, articles: [], same: false });
    expect(snapshot(root)).toEqual(before);
  });

  test('keeps what is gone in the ledger, and forgets the dates of what is gone', async () => {
    const root = recorded({ [PASSWORD]: article({ id: 'passwd01' }) });
    writeFileSync(join(root, PASSWORD), article({ id: 'passwd01', draft: 'true' }));
    touch(root, { ...DAY, articles: [], same: false });
    expect(await problems(root)).toEqual(['address/lost addresses.lock.yaml:4']);
  });

  test('a lock with marks of two branches is not overwritten', () => {
    const root = recorded();
    writeFileSync(join(root, 'freshness.lock.yaml'), `<<<<<<< ours\n${read(root, 'freshness.lock.yaml')}=======\n>>>>>>> theirs\n`);
    const before = snapshot(root);
    expect(() => touch(root, { ...DAY, articles: [], same: false })).toThrow('Two branches changed this file');
    expect(snapshot(root)).toEqual(before);
  });

  test('a tree with an error is left alone', () => {
    const root = treeOf({ [CANCEL]: article({ sumary: 'x' }) });
    const before = snapshot(root);
    expect(() => touch(root, { ...DAY, articles: [], same: false })).toThrow('Mend them first');
    expect(snapshot(root)).toEqual(before);
  });
});

describe('review', () => {
  test('writes the day after lastUpdated, or over the day that stands there', () => {
    const root = treeOf({ [PASSWORD]: article({ id: 'passwd01', reviewedOn: '2026-11-19 # by two people' }) });
    expect(review(root, { ...DAY, articles: ['billing/cancel', 'passwd01'] })).toEqual([CANCEL, PASSWORD]);
    expect(read(root, CANCEL)).toContain(`lastUpdated: 2026-11-18\nreviewedOn: ${TODAY}\n---`);
    expect(read(root, PASSWORD)).toContain(`reviewedOn: ${TODAY} # by two people\n`);
  });
});

describe('rename', () => {
  const tree: Files = {
    [CANCEL]: article({}, '## Stop {#stop}\n\n![The plan with its price and its button](./plan.png)\n\n[Here](#stop), [there](/account/password/) and [shared](../account/password.mdx#begin).\n'),
    [PASSWORD]: article({ id: 'passwd01', title: 'How do I change my password?' }, '## Begin\n\n[One](../billing/cancel.mdx#stop), [two](/billing/cancel/?a=1#stop) and [three][it].\n\n[it]: ../billing/cancel.mdx\n'),
    'articles/billing/plan.dark.png': PNG,
  };

  test('to another category takes its pictures along and changes every link to it', async () => {
    const root = recorded(tree);
    rename(root, 'cancel', 'account/stop-paying', DAY);
    expect(read(root, 'articles/account/stop-paying.mdx')).toContain('![The plan with its price and its button](./plan.png)\n\n[Here](#stop), [there](/account/password/) and [shared](./password.mdx#begin).');
    expect(read(root, PASSWORD)).toContain('[One](./stop-paying.mdx#stop), [two](/account/stop-paying/?a=1#stop) and [three][it].\n\n[it]: ./stop-paying.mdx\n');
    expect(['plan.png', 'plan.dark.png'].map((name) => existsSync(join(root, 'articles/account', name)))).toEqual([true, true]);
    expect(existsSync(join(root, CANCEL))).toBe(false);
    expect(await problems(root)).toEqual([]);
    expect(read(root, 'articles/account/stop-paying.mdx')).toContain('aliases:\n  - /billing/cancel/\n');
  });

  test('to a name in another script and on from there changes every link, and a picture with a space stays shown', async () => {
    const root = recorded({
      [CANCEL]: article({ related: '[passwd01]' }, 'See [it](../account/password.mdx).\n\n![The plan with its price and its button](<./the plan.png>)\n\n![The plan with its price, again](./the%20plan.png)\n'),
      [PASSWORD]: article({ id: 'passwd01', title: 'How do I change my password?' }, '[One](../billing/cancel.mdx) and [two](/billing/cancel/).\n'),
      'articles/billing/the plan.png': PNG,
    });
    rename(root, 'cancel', 'kündigen', DAY);
    rename(root, 'kündigen', '如何取消', DAY);
    rename(root, '如何取消', 'account/取消', DAY);
    expect(read(root, PASSWORD)).toContain('[One](./取消.mdx) and [two](/account/取消/).');
    expect(existsSync(join(root, 'articles/account/the plan.png'))).toBe(true);
    expect(await problems(root)).toEqual([]);
    expect(problemsIn(root)).toEqual([]);
  });

  test('there and back leaves no alias to itself', async () => {
    const root = recorded(tree);
    rename(root, 'cancel', 'stop', DAY);
    rename(root, 'stop', 'cancel', DAY);
    expect(read(root, CANCEL)).toContain('aliases:\n  - /billing/stop/\n---');
    expect(await problems(root)).toEqual([]);
  });

  test('a picture that another article shows stays where it is', () => {
    const root = treeOf({ ...tree, [PASSWORD]: article({ id: 'passwd01' }, '## Begin\n\n![The plan with its price and its button](../billing/plan.png)\n') });
    rename(root, 'cancel', 'account/stop', DAY);
    expect(read(root, 'articles/account/stop.mdx')).toContain('](../billing/plan.png)');
  });

  test.each([
    ['an article that is not there', 'cancle', 'stop', 'Did you mean "cancel"?'],
    ['a category that is not there', 'cancel', 'acount/stop', 'Did you mean "account"?'],
    ['the name of another article', 'cancel', 'account/password', 'is another article'],
    ['its own name', 'cancel', 'billing/cancel', 'has this name already'],
    ['a name that is no address', 'cancel', '../../etc/passwd', 'too many parts'],
    ['a name with capital letters', 'cancel', 'Stop', 'cannot be an address'],
  ])('%s is refused, and nothing changes', (_name, from, to, message) => {
    const root = recorded(tree);
    const before = snapshot(root);
    expect(() => rename(root, from, to, DAY)).toThrow(message);
    expect(snapshot(root)).toEqual(before);
  });
});

describe('writing several files', () => {
  test('a name that cannot change takes back those before it, and leaves nothing behind', () => {
    const root = treeOf();
    const before = snapshot(root);
    const write = new Map([['terms.yaml', 'ui: []\n'], ['new/deep/file.yaml', 'x']]);
    expect(() => writeAll(root, { write, move: new Map([[CANCEL, PASSWORD]]) })).toThrow('is there already');
    expect(snapshot(root)).toEqual(before);
    expect(existsSync(join(root, 'new'))).toBe(false);
  });

  test('a change that makes an error is taken back whole', () => {
    const root = treeOf();
    const before = snapshot(root);
    const refuse = () => {
      throw new Refused('no');
    };
    expect(() => writeAll(root, { write: new Map([['terms.yaml', 'ui: []\n']]), move: new Map([[CANCEL, 'articles/account/moved.mdx']]) }, refuse)).toThrow('no');
    expect(snapshot(root)).toEqual(before);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written changes nothing', () => {
    const root = treeOf();
    const before = snapshot(root);
    chmodSync(join(root, 'articles/account'), 0o500);
    expect(() => writeAll(root, { write: new Map([['terms.yaml', 'x'], [PASSWORD, 'y']]) })).toThrow('EACCES');
    chmodSync(join(root, 'articles/account'), 0o700);
    expect(snapshot(root)).toEqual(before);
  });
});

test('report:stale names what is late by owner, oldest first, heavier articles before lighter ones', () => {
  const root = treeOf({
    [CANCEL]: article({ lastUpdated: '2026-07-01', expires: '[{ day: 2026-11-01, claim: Select Cancel }]' }),
    [PASSWORD]: article({ id: 'passwd01', lastUpdated: '2026-08-20', owner: 'Account team' }),
    'articles/account/fresh.mdx': article({ id: 'freshone' }),
    'articles/account/older.mdx': article({ id: 'olderone', lastUpdated: '2026-01-31', owner: 'Account team' }),
  });
  const lines = (weighing?: Weighing) => staleReport(root, TODAY, weighing).owners.flatMap(({ owner, articles }) => articles.map(({ id, why, day }) => `${owner}: ${id} ${why} ${day}`));
  expect(lines()).toEqual(['Account team: olderone overdue 2026-04-30', 'Account team: passwd01 overdue 2026-11-20', 'Support team: cancel01 overdue 2026-10-01', 'Support team: cancel01 expired 2026-11-01']);
  const weighing: Weighing = { formula: 'visits', of: (id) => ({ weight: id === 'passwd01' ? 9 : 1, figures: id === 'passwd01' ? '9 visits' : '1 visit' }) };
  expect(lines(weighing)[0]).toBe('Account team: passwd01 overdue 2026-11-20');
  expect(staleText(staleReport(root, TODAY, weighing))).toMatch(/password\.mdx\n {28}weight 9: 9 visits\n[^]*\nWeight: visits\.\n4 to do/);
  expect(staleText(staleReport(root, TODAY))).toContain('Nothing is known of readers here');
  expect(staleMarkdown(staleReport(root, TODAY))).toContain('Nothing is known of readers here');
});

test('what is only soon to be done has half the weight of what is late', () => {
  const root = treeOf({ [CANCEL]: article({ lastUpdated: '2026-07-01' }), [PASSWORD]: article({ id: 'passwd01', lastUpdated: '2026-08-28' }) });
  const { owners } = staleReport(root, TODAY, { formula: '', of: (id) => ({ weight: id === 'passwd01' ? 15 : 10, figures: '' }) });
  expect(owners.flatMap(({ articles }) => articles.map(({ id, why, weight }) => [id, why, weight]))).toEqual([['cancel01', 'overdue', 10], ['passwd01', 'due', 7.5]]);
});

describe('a release that touches an article', () => {
  const released = (day: string, more = '') => ({ 'releases.yaml': `releases:\n  - { day: ${day}, title: 'Version 3', articles: [cancel01]${more} }\n` });
  const asked = (root: string) => staleReport(root, TODAY).owners.flatMap(({ articles }) => articles.map(({ id, why, day, release }) => [id, why, day, release]));

  test('asks for a check from its day until somebody has checked, and not before', () => {
    expect(asked(treeOf(released('2026-11-20')))).toEqual([['cancel01', 'release', '2026-11-20', 'Version 3']]);
    expect(asked(treeOf({ ...released('2026-11-20'), [CANCEL]: article({ reviewedOn: '2026-11-20' }) }))).toEqual([]);
    expect(asked(treeOf(released('2026-11-24')))).toEqual([]);
    expect(asked(treeOf(released('2026-11-18')))).toEqual([]);
  });

  test('may name parts of the product instead, and the first one that nobody looked at is told', () => {
    const root = treeOf({ 'releases.yaml': "releases:\n  - { day: 2026-11-22, title: 'Version 4', articles: [cancel01] }\n  - { day: 2026-11-19, title: 'Version 3', what: 'Plans end at once.', components: [billing] }\n", [CANCEL]: article({ components: '[billing]' }) });
    expect(asked(root)).toEqual([['cancel01', 'release', '2026-11-19', 'Version 3: Plans end at once.']]);
    review(root, { ...DAY, articles: ['cancel01'] });
    expect(asked(root)).toEqual([]);
  });

  test('is refused with an unknown article, and when it stands there twice', () => {
    expect(problemsIn(treeOf({ 'releases.yaml': 'releases:\n  - { day: 2026-11-20, title: One, articles: [cancel02] }\n  - { day: 2026-11-20, title: One }\n' })).map(({ code, remedy }) => [code, remedy])).toEqual([['release/article', 'Did you mean "cancel01"?'], ['release/twice', 'Put its articles into one entry.']]);
  });
});

describe('an article on the command line', () => {
  const articles = [{ file: CANCEL, fields: { id: 'cancel01' } }, { file: PASSWORD, fields: { id: 'passwd01' } }] as never;
  test.each(['cancel01', 'billing/cancel', '/billing/cancel/', 'content/articles/billing/cancel.mdx', './articles/billing/cancel.mdx', 'cancel', 'cancel.mdx'])('%s', (words) => expect(findArticle(articles, words).file).toBe(CANCEL));
});

describe('one field', () => {
  const source = '---\nid: a\ntitle: lastUpdated: not this\nlastUpdated: 2026-01-01 # why\nkeywords: [a, b]\naliases:\n    - /x/\ndraft: true\n---\n\nlastUpdated: 2026-01-01\n';
  test('changes and nothing else does', () => expect(setField(source, 'lastUpdated', '2026-02-02', 'id')).toBe(source.replace('lastUpdated: 2026-01-01 #', 'lastUpdated: 2026-02-02 #')));
  test('that is not there comes after its neighbor', () => expect(setField(source, 'reviewedOn', '2026-02-02', 'lastUpdated')).toBe(source.replace('# why\n', '# why\nreviewedOn: 2026-02-02\n')));
  test('that is a list grows in the form it has', () => {
    expect(addToList(source, 'keywords', 'c')).toBe(source.replace('[a, b]', '[a, b, c]'));
    expect(addToList(source, 'aliases', '/y/')).toBe(source.replace('- /x/\n', '- /x/\n    - /y/\n'));
    expect(addToList(source, 'related', 'z')).toBe(source.replace('draft: true\n---', 'draft: true\nrelated:\n  - z\n---'));
  });
});
