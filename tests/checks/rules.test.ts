/** For each rule a tree in which it finds one thing, and the same tree put right. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { articleRevision } from '../../src/articles/revision.ts';
import { articleSchema } from '../../src/catalog/schema.ts';
import { RULES } from '../../src/checks/registry.ts';
import { article, CANCEL, PASSWORD, PNG, SITE, lineOf } from '../catalog/trees.ts';
import { check, places, type Case } from './check.ts';

interface Pair {
  readonly wrong: Case;
  readonly right: Case;
  /** Where the one finding is. */
  readonly at: string;
}

const PAGE = '<h2 id="refund">Refund</h2>';
const cancel = (fields: Readonly<Record<string, string>>, body?: string) => ({ files: { [CANCEL]: article(fields, body) } });
const body = (text: string) => cancel({}, text);
const at = ({ files }: Case, text: string, file = CANCEL) => `${file}:${lineOf(String(files?.[file]), text)}`;

/** An article's page with this link on it, and the page it may point to. */
function linked(target: string, href: string): Case {
  return {
    files: { [PASSWORD]: article({ id: 'passwd01' }, `Read [this](${target}).\n`), [CANCEL]: article({}, '## Refund\n\nText.\n'), 'redirects.yaml': '/old/: /billing/cancel/\n' },
    pages: { 'account/password/index.html': `<a href="${href}">this</a>`, 'billing/cancel/index.html': PAGE },
  };
}

const PROSE_HARD = `${'Notwithstanding organizational considerations, verification necessitates comprehensive documentation, authentication, administrative authorization and institutional accreditation. '.repeat(8)}\n`;
const PROSE_EASY = `${'Select the name. Wait for the mail. It takes one day. Then log in and write your first post. '.repeat(8)}\n`;
const SAME = 'When you cancel the plan you keep what you have paid for until the last day of the month and we send you a mail with the day on which it ends so that you can save the posts that you want to keep.';
const VTT = 'WEBVTT\n\n00:00.000 --> 00:09.000\nSelect Settings.\n';
const FILM = 'video: { title: How to cancel, file: ./film.mp4, captions: ./film.vtt, poster: ./plan.png, seconds: 10 }';
const film = (captions: string): Case => ({
  files: { [CANCEL]: article({}).replace('lastUpdated', `${FILM}\nlastUpdated`), 'articles/billing/film.vtt': captions, 'articles/billing/film.mp4': Buffer.from('\0\0\0\x18ftypmp42', 'latin1') },
});
/** Days off until this day, of which the last is on the sixth line. */
const holidays = (last: string): Case => ({ files: { 'support/calendars.yaml': `holidays:\n  - id: ours\n    title: Our days off\n    days:\n      - { day: 2026-12-25, name: Christmas }\n      - { day: ${last}, name: A day }\ncalendars:\n  - { id: office, title: Office, timeZone: Europe/Berlin, holidays: [ours], versions: [{ hours: { weekdays: [09:00-17:00] } }] }\n` } });
const addresses = (lines: string, more: Case['files'] = {}): Case => ({ files: { 'addresses.lock.yaml': `/billing/: page\n/account/: page\n/account/password/: passwd01 before-you-start\n${lines}`, ...more } });
const freshness = (line: string, fields: Readonly<Record<string, string>> = {}): Case => ({
  files: { 'freshness.lock.yaml': `passwd01: 2026-11-18 AAAAAAAAAAAAAAAA\n${line}`, [CANCEL]: article(fields), [PASSWORD]: article({ id: 'passwd01', lastUpdated: '2026-11-18', draft: 'true' }) },
});
/** The digest of the right tree's first article. */
const REVISION = articleRevision(articleSchema.parse(parse(article().split('---')[1]!)), article(), () => '');

const PAIRS: Readonly<Record<string, Pair>> = {
  'link/page': { wrong: linked('/billing/cancel/', '/billing/cancle/'), right: linked('/billing/cancel/', '/billing/cancel/'), at: `${PASSWORD}:1` },
  'link/anchor': { wrong: linked('../billing/cancel.mdx#refund', '/billing/cancel/#refnd'), right: linked('../billing/cancel.mdx#refund', '/billing/cancel/#refund'), at: `${PASSWORD}:1` },
  'link/file': {
    wrong: { pages: { 'billing/cancel/index.html': '<img src="/assets/a.webp" alt="">' } },
    right: { pages: { 'billing/cancel/index.html': '<img src="/assets/a.webp" alt="">', 'assets/a.webp': '' } },
    at: `${CANCEL}:1`,
  },
  'link/malformed': { wrong: { pages: { 'billing/cancel/index.html': '<a href="https://">x</a>' } }, right: { pages: { 'billing/cancel/index.html': '<a href="https://example.org">x</a>' } }, at: `${CANCEL}:1` },
  'link/redirected': { wrong: linked('/old/', '/old/'), right: linked('/billing/cancel/', '/billing/cancel/'), at: at(linked('/old/', ''), 'Read', PASSWORD) },
  'link/external': {
    wrong: { ...body('See [it](https://gone.example/a#b).\n'), pages: { 'billing/cancel/index.html': '<a href="https://gone.example/a#b">it</a>' }, answers: { 'https://gone.example/a': { state: 'gone', why: 'the host answers 404' } } },
    right: { ...body('See [it](https://busy.example/a).\n'), pages: { 'billing/cancel/index.html': '<a href="https://busy.example/a">it</a>' }, answers: { 'https://busy.example/a': { state: 'unknown', why: 'the host answers 429' } } },
    at: at(body('See [it](https://gone.example/a#b).\n'), 'See'),
  },
  'page/duplicate-id': { wrong: { ...body('## Twice\n\nText.\n'), pages: { 'billing/cancel/index.html': '<p id="twice"><h2 id="twice">' } }, right: { pages: { 'billing/cancel/index.html': '<p id="once"><h2 id="twice">' } }, at: at(body('## Twice\n\nText.\n'), '## Twice') },
  'address/lost': {
    wrong: addresses('/billing/cancel/: cancel01\n/billing/stop/: cancel01\n'),
    right: addresses('/billing/cancel/: cancel01\n/billing/stop/: cancel01\n', { 'redirects.yaml': '/billing/stop/: /billing/cancel/\n' }),
    at: 'addresses.lock.yaml:5',
  },
  'address/lost-anchor': {
    wrong: addresses('/billing/cancel/: cancel01 refund\n', { [CANCEL]: article({}, '## Money back\n\nText.\n') }),
    right: addresses('/billing/cancel/: cancel01 refund\n', { [CANCEL]: article({}, '## Money back {#refund}\n\nText.\n') }),
    at: at(body('## Money back\n\nText.\n'), '## Money back'),
  },
  'address/unrecorded': { wrong: addresses(''), right: addresses('/billing/cancel/: cancel01\n'), at: `${CANCEL}:1` },
  'freshness/old-date': { wrong: freshness('cancel01: 2026-11-18 BBBBBBBBBBBBBBBB\n'), right: freshness(`cancel01: 2026-11-18 ${REVISION}\n`), at: at(freshness(''), 'lastUpdated') },
  'freshness/backward': { wrong: freshness(`cancel01: 2026-11-19 ${REVISION}\n`), right: freshness(`cancel01: 2026-11-18 ${REVISION}\n`), at: at(freshness(''), 'lastUpdated') },
  'freshness/unrecorded': { wrong: freshness(''), right: freshness(`cancel01: 2026-11-18 ${REVISION}\n`), at: at(freshness(''), 'lastUpdated') },
  'freshness/future': { wrong: cancel({ reviewedOn: '2026-11-25' }), right: cancel({ reviewedOn: '2026-11-24' }), at: at(cancel({ reviewedOn: '2026-11-25' }), 'reviewedOn') },
  'calendar/holidays-end': { wrong: holidays('2027-03-22'), right: holidays('2027-03-23'), at: 'support/calendars.yaml:6' },
  'freshness/overdue': { wrong: cancel({ lastUpdated: '2026-08-22' }), right: cancel({ lastUpdated: '2026-08-22', reviewedOn: '2026-08-23' }), at: at(cancel({ lastUpdated: '2026-08-22' }), 'lastUpdated') },
  'freshness/release': {
    wrong: { files: { 'releases.yaml': 'releases:\n  - { day: 2026-11-19, title: Version 3, articles: [cancel01] }\n' } },
    right: { files: { 'releases.yaml': 'releases:\n  - { day: 2026-11-19, title: Version 3, articles: [cancel01] }\n', [CANCEL]: article({ reviewedOn: '2026-11-19' }) } },
    at: at(cancel({}), 'lastUpdated'),
  },
  'freshness/expired': {
    wrong: cancel({ expires: '[{ day: 2026-11-22, claim: until autumn }]' }, 'Text.\n\nFree until autumn.\n'),
    right: cancel({ expires: '[{ day: 2026-12-24, claim: until autumn }]' }, 'Text.\n\nFree until autumn.\n'),
    at: at(cancel({ expires: '[{ day: 2026-11-22, claim: until autumn }]' }, 'Text.\n\nFree until autumn.\n'), 'Free'),
  },
  'freshness/claim': {
    wrong: cancel({ expires: '[{ day: 2027-01-31, claim: until autumn }]' }),
    right: cancel({ expires: '[{ day: 2027-01-31, claim: until autumn }]' }, 'Free until\nautumn.\n'),
    at: at(cancel({ expires: '[{ day: 2027-01-31, claim: until autumn }]' }), 'expires'),
  },
  'article/parts': {
    wrong: { files: { [CANCEL]: article({}, 'Text.\n'), [PASSWORD]: article({ id: 'passwd01', kind: 'explanation' }, '## Why\n') } },
    right: { files: { [CANCEL]: article({}, '1. Select Cancel.\n'), [PASSWORD]: article({ id: 'passwd01', kind: 'explanation' }, '## Why\n') } },
    at: at(cancel({}), 'kind'),
  },
  'article/heading-order': { wrong: body('## Two\n\n#### Four\n'), right: body('## Two\n\n### Three\n'), at: at(body('## Two\n\n#### Four\n'), '####') },
  'article/plain-markup': { wrong: body('Text.\n\n##Why\n'), right: body('Text.\n\n## Why\n'), at: at(body('Text.\n\n##Why\n'), '##Why') },
  'article/table-row': { wrong: body('| A | B |\n| - | - |\n| 1 |\n'), right: body('| A | B |\n| - | - |\n| 1 | |\n'), at: at(body('| A | B |\n| - | - |\n| 1 |\n'), '| 1 |') },
  'article/orphan': {
    wrong: { files: { 'site.yaml': SITE.replace('popular:\n  - cancel01\n', ''), [CANCEL]: article({ related: '[passwd01]' }) } },
    right: { files: { [CANCEL]: article({ related: '[passwd01]' }) } },
    at: at(cancel({ related: '[passwd01]' }), 'id:'),
  },
  'article/duplicate-title': { wrong: cancel({ title: 'How do I change my password' }), right: cancel({}), at: at(cancel({ title: 'How do I change my password' }), 'title') },
  'article/near-duplicate': {
    wrong: { files: { [PASSWORD]: article({ id: 'passwd01' }, `${SAME}\n`), [CANCEL]: article({}, `First of all. ${SAME}\n`) } },
    right: { files: { [PASSWORD]: article({ id: 'passwd01' }, `${SAME}\n`), [CANCEL]: article({}, `${SAME.split(' ').reverse().join(' ')}\n`) } },
    at: `${CANCEL}:1`,
  },
  'picture/alt': { wrong: body('Text.\n\n![Screenshot of the plan](./plan.png)\n'), right: body('Text.\n\n![The plan with its price and the Cancel button](./plan.png)\n'), at: at(body('Text.\n\n![Screenshot of the plan](./plan.png)\n'), '![') },
  'picture/unused': { wrong: {}, right: body('![The plan with its price](./plan.png)\n'), at: 'articles/billing/plan.png:1' },
  'picture/size': { wrong: { files: { 'articles/billing/big.png': Buffer.concat([PNG, Buffer.alloc(2_100_000)]) } }, right: {}, at: 'articles/billing/big.png:1' },
  'video/captions': { wrong: film('WEBVTT\n\n00:00.000 --> 00:09.000\n…\n'), right: film(VTT), at: 'articles/billing/film.vtt:1' },
  'video/format': { wrong: { files: { 'articles/billing/film.mp4': PNG } }, right: film(VTT), at: 'articles/billing/film.mp4:1' },
  'text/avoided-word': {
    wrong: { files: { 'terms.yaml': 'avoid:\n  - { word: sign in, use: log in }\n', [CANCEL]: article({}, 'First.\n\nPlease sign in.\n'), [PASSWORD]: article({ id: 'passwd01' }) } },
    right: { files: { 'terms.yaml': 'avoid:\n  - { word: sign in, use: log in }\n', [CANCEL]: article({ keywords: '[sign in]' }, 'First.\n\nThe design in blue. [Log in](https://x.example/sign-in) `sign in`\n'), [PASSWORD]: article({ id: 'passwd01' }) } },
    at: at({ files: { [CANCEL]: article({}, 'First.\n\nPlease sign in.\n') } }, 'Please'),
  },
  'text/reading-ease': { wrong: body(PROSE_HARD), right: body(PROSE_EASY), at: at(body(PROSE_HARD), 'Notwithstanding') },
  'text/secret': { wrong: body('Text.\n\nKey AKIAIOSFODNN7EXAMPLE here.\n'), right: body('Your password: choose 12 letters.\n\nAn address of ASIA.\n'), at: at(body('Text.\n\nKey AKIA'), 'Key') },
  'text/patient-data': { wrong: body('Text.\n\nMRN: 00482913\n'), right: body('Text.\n\nPatient Information Leaflet. Call 555-123-4567 or 1-800-762-7863. Error 123-45.\n'), at: at(body('Text.\n\nMRN: 0'), 'MRN') },
};

test.each(RULES.map(({ code }) => code))('%s finds what is wrong where it is, and nothing when it is right', async (code) => {
  const pair = PAIRS[code];
  expect(pair, 'every rule has its pair').toBeDefined();
  const { wrong, right, at: expected } = pair!;
  const found = await check([code], wrong);
  expect(found.notes).toEqual([]);
  expect(places(found)).toEqual([`${code} ${expected}`]);
  expect(found.findings[0]?.remedy).toMatch(/\w/);
  const none = await check([code], right);
  expect(none.notes).toEqual([]);
  expect(none.findings).toEqual([]);
});

test.each(['Patient Portal Login', 'The Patient Privacy Rule applies.', 'Ask Patient Services London.', 'Patient Safety Report'])('the name of a place or a screen is no patient’s: %s', async (text) => {
  expect((await check(['text/patient-data'], body(`${text}\n`))).findings).toEqual([]);
});

test.each(['Patient Jane Doe', 'patient: Maria Rossi', 'A patient named John Smith'])('a patient’s name is found: %s', async (text) => {
  expect((await check(['text/patient-data'], body(`${text}\n`))).findings).toHaveLength(1);
});

test.each([
  ['1.Select this.\n2.Select that.\n', '1.Select'],
  ['See the note.[^1]\n', 'See'],
  ['See [[Other page]].\n', 'See'],
  ['Text\nand [a page][1].\n', 'and'],
  ['This is **bold **and more.\n', undefined],
  ['This is **bold ** text.\n', 'This'],
  ['Text.\n\n```\ncode\n\n## Why\n', '```'],
  ['1. See:\n\n   ```\n   code\n\n2. Next.\n', '```'],
  ['1. See:\n\n   ```\n   code\n   ```\n\n2. Next.\n', undefined],
  ['> ~~~\n> code\n> ~~~\n', undefined],
])('signs that became text are found: %j', async (text, where) => {
  const { findings } = await check(['article/plain-markup'], body(text));
  expect(findings.map(({ file, line }) => `${file}:${line}`)).toEqual(where === undefined ? [] : [at(body(text), where)]);
});

test.each(['Select #3, then \\[x\\][y].\n', '`[[a]]` and `##b`.\n', 'See [the page][1].[^1]\n\n[1]: /billing/cancel/\n\n[^1]: A note.\n', '```\n##a\n[[b]]\n```\n', '~~~~\n~~~\n~~~~\n', 'Version 1.2 and 3.Then.\n'])('signs that are meant so are left alone: %j', async (text) => {
  expect((await check(['article/plain-markup'], body(text))).findings).toEqual([]);
});
