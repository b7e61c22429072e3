/** What is begun for a gap: articles that the checks accept as drafts, lines that can be pasted, and nothing that names anybody. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { newArticle } from '../../src/authoring/new-article.ts';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';
import { findGaps } from '../../src/insights/find-gaps.ts';
import type { FoundGap } from '../../src/insights/gaps.ts';
import { articleDraft, linesFor, type DraftSurroundings } from '../../src/insights/gaps/draft.ts';
import { gapsText } from '../../src/insights/gaps/as-text.ts';
import { toldAnswers, type Answer } from '../../src/insights/gaps/told-answers.ts';
import { windowOf } from '../../src/insights/window.ts';
import { wordingOf } from '../../src/insights/wording.ts';
import { english } from '../../src/search/english.ts';
import { openStore } from '../../src/store/open.ts';
import { openTicket, type EventDraft } from '../../src/tickets/record.ts';
import { requesterFor } from '../../src/tickets/requesters.ts';
import { article, CANCEL, problemsIn, TODAY, treeOf } from '../catalog/trees.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { AGENT, at, REQUESTER, RULES, story, visit, ZONE } from './stories.ts';

const GAP: FoundGap = {
  id: 'aaaaaaaa', kind: 'search', what: 'export citations', also: ['exporting a citation', 'bibtex', 'cite for [email]'], people: 12, why: '7 searches found nothing; no article has half of these words',
  action: 'write', todo: '', article: undefined, stems: ['cite', 'export'], tickets: [],
};
const AROUND: DraftSurroundings = { days: '2026-01-05 to 2026-01-11', related: [{ id: 'cancel01', category: 'billing' }], categories: [{ slug: 'account', owner: 'Account team' }, { slug: 'billing', owner: 'Billing team' }], answers: ['Select Export in Settings.'] };

describe('an article', () => {
  test('has title, category, owner, keywords, related articles, headings and notes', () => {
    const draft = articleDraft(GAP, AROUND);
    expect(draft).toMatchObject({ title: 'Export citations', category: 'billing', owner: 'Billing team', kind: 'how-to', keywords: ['exporting a citation', 'bibtex', 'cite for'], related: ['cancel01'], summary: 'To be written: the answer to “export citations” in one sentence.' });
    expect(draft.body).toContain('## Exporting a citation\n');
    expect(draft.body).not.toContain('## Bibtex');
    expect(draft.body).toContain('- Select Export in Settings. */}');
  });

  test('is about mending when readers say that something does not work', () => {
    expect(articleDraft({ ...GAP, what: 'export fails' }, AROUND).kind).toBe('troubleshooting');
    expect(articleDraft({ ...GAP, what: 'exporting' }, AROUND).kind).toBe('how-to');
  });

  test.for([
    ['markup and ends of comments', ['<script>alert(1)</script>', '{process.exit()}', '*/} <Steps>', '# one `two` [three](javascript:x)']],
    ['a word of two letters', ['ad']],
    ['more words than a title holds', ['how do I export every single citation of all of my posts and comments at once as one file']],
    ['quotes and colons', ['"error": can’t export #3']],
  ] as const)('is valid whatever readers type: %s', ([, said]) => {
    const root = treeOf();
    for (const what of said) {
      const draft = articleDraft({ ...GAP, what, also: [...said, ...GAP.also] }, { ...AROUND, answers: [...said] });
      newArticle(root, draft, { today: TODAY, random: Math.random });
    }
    expect(problemsIn(root)).toEqual([]);
  });

  test('takes no other file’s place', () => {
    const root = treeOf();
    newArticle(root, articleDraft(GAP, AROUND), { today: TODAY, random: Math.random });
    expect(() => newArticle(root, articleDraft(GAP, AROUND), { today: TODAY, random: Math.random })).toThrow('is there already');
  });
});

describe('the line to add', () => {
  const place = { file: CANCEL, source: article({ keywords: '[stop]' }), title: 'How do I cancel?' };
  test('stands as it is to be written, and leaves a valid tree', () => {
    const lines = linesFor({ ...GAP, action: 'add synonym' }, place);
    expect(lines).toEqual([
      { file: CANCEL, line: 'keywords: [stop, export citations, exporting a citation, bibtex, cite for]' },
      { file: 'search.yaml', line: "oneWay:\n  - { from: ['export citations', 'exporting a citation', 'bibtex', 'cite for'], to: ['How do I cancel'] }" },
    ]);
    expect(problemsIn(treeOf({ [CANCEL]: place.source.replace('keywords: [stop]', lines[0]!.line), 'search.yaml': `${lines[1]!.line}\n` }))).toEqual([]);
    expect(linesFor({ ...GAP, action: 'retitle' }, place)[0]).toEqual({ file: CANCEL, line: 'title: Export citations' });
    expect(linesFor({ ...GAP, what: 'citations', action: 'retitle' }, place)).toEqual([{ file: CANCEL, line: 'keywords: [stop, citations, exporting a citation, bibtex, cite for]' }]);
    const listed = { ...place, source: article({}).replace('lastUpdated', 'keywords:\n  - stop\nlastUpdated') };
    expect(linesFor({ ...GAP, also: [], action: 'add synonym' }, listed)[0]?.line).toBe('keywords:\n  - export citations');
    // A whole question is no keyword.
    expect(linesFor({ ...GAP, what: 'how can I export all of it', also: [], action: 'add synonym' }, listed).map(({ file }) => file)).toEqual(['search.yaml']);
    expect(linesFor({ ...GAP, action: 'extend' }, place)).toEqual([{ file: CANCEL, line: '## Export citations' }]);
    expect(linesFor({ ...GAP, action: 'fix' }, place)).toEqual([]);
    // Of a row about an article as a whole, only what readers said of it.
    expect(linesFor({ ...GAP, what: 'How do I cancel?', also: ['vouchers'], stems: [], action: 'extend' }, place)).toEqual([{ file: CANCEL, line: '## Vouchers' }]);
    expect(linesFor({ ...GAP, what: 'Tickets about Account', also: [], stems: [], action: 'add synonym' }, place)).toEqual([]);
  });
});

describe('of agents’ answers', () => {
  const WORDING = wordingOf({ synonyms: [], phrases: [], misspellings: {}, faint: [] }, english);
  const site = { hasStem: (stem: string) => ['setting', 'export', 'select', 'mark', 'call'].includes(stem), hasName: (word: string) => ['Settings', 'Export'].includes(word) };
  const answers = (text: string, people: number, names: readonly string[] = []): Answer[] => Array.from({ length: people }, (_, index) => ({ requester: `${people} ${index}`, at: at(`2026-01-0${5 + (index % 3)} 10:00`), text, names }));
  const told = (...all: Answer[][]) => toldAnswers(all.flat(), site, WORDING, ZONE);

  test('a sentence is told when five people got its words, or an article has them', () => {
    expect(told(answers('Dear Anna,\n\nOpen Settings and select Export. The citations arrive as a spreadsheet.\n\nKind regards, Tom', 5))).toEqual(['The citations arrive as a spreadsheet.', 'Open Settings and select Export.'].sort((a, b) => Number(b.startsWith('Open')) - Number(a.startsWith('Open'))));
    expect(told(answers('Select Export in Settings.', 5), answers('Your colonoscopy lies in the export.', 1))).toEqual(['Select Export in Settings.']);
  });

  test('nothing is told when fewer than five people got an answer, however common its words', () => {
    expect(told(answers('Select Export in Settings.', 4))).toEqual([]);
  });

  test('no sentence with a name is told: of the writers, of others, or beside a number that was masked', () => {
    expect(told(answers('Select Export in Settings.', 5), answers('Select Export and mark it, as Mark did.', 9), answers('Please call maria and select Export.', 6, ['maria']), answers('Select Export and call +1 202 555 0143.', 7))).toEqual(['Select Export in Settings.']);
  });
});

describe('npm run gaps', () => {
  interface Ended { readonly code: number; readonly out: string; readonly err: string }
  const run = (root: string, folder: string, ...args: string[]): Promise<Ended> =>
    new Promise((done) => {
      const child = execFile(resolve('node_modules/.bin/node'), [resolve('scripts/gaps.ts'), ...args, '--from', '2026-01-05', '--to', '2026-01-11'], { env: { ...process.env, BEDSIDE_DATA: folder, BEDSIDE_SECRET: SECRET, DATABASE_URL: '', BEDSIDE_CONTENT: root } }, (error, out, err) => done({ code: error === null ? 0 : Number(error.code), out, err }));
      onTestFinished(() => void child.kill());
    });

  test('lists what tickets ask, and drafts it; twice it changes nothing', async () => {
    const folder = freshFolder();
    const root = treeOf();
    const store = await openStore({ dataDir: folder, secret: SECRET });
    const recording = { envelope: store.envelope, schedule: () => ({ nextDue: undefined, lookAt: undefined }) };
    for (let person = 0; person < 6; person += 1) {
      const day = `2026-01-0${5 + (person % 3)}`;
      const drafts = story([`${day} 10:00`, 'created', REQUESTER], [`${day} 11:00`, 'replied', AGENT]).map(({ kind, facts, at: when, actor }, index) => ({
        kind, facts, at: when, actor, source: 'form',
        words: index === 0 ? { name: `Xanthippe${person} Solo`, subject: 'Export of citations', body: `I am Xanthippe${person} and need to export citations as bibtex. My number is 47110815${person}.` } : { body: 'Hello Xanthippe,\nchoose bibtex to export the citations.' },
      }) as EventDraft);
      await store.write(async (trx) => {
        await openTicket(trx, recording, await requesterFor(trx, store.envelope, { email: `person${person}@example.org` }, drafts[0]!.at!), drafts, drafts.at(-1)!.at!);
      });
    }
    const rows = Array.from({ length: 5 }, (_, index) => visit(`0000000${index}-0000-4000-8000-000000000000`, [`2026-01-0${5 + (index % 3)} 10:00`, 'search', { search: 1, outcome: 'zero', refined: false }, 'stop plan']).map((event) => ({ id: `${index}`, kind: event.kind, version: 1, session: event.session, bot: 0 as const, article: null, query: event.query ?? null, facts: JSON.stringify(event.facts), happened_at: event.at, received_at: event.at }))).flat();
    await store.write((trx) => trx.insertInto('reader_event').values(rows).execute());
    const window = windowOf('2026-01-05', '2026-01-11', ZONE, at('2026-02-01 00:00'));
    const catalog = loadCatalog(root, { today: TODAY, unpublished: false });
    const listed = gapsText(await findGaps(store, catalog, { rules: RULES, hours: undefined, ratingAfter: undefined }, window, 'list'), window, 25);
    await store.close();
    expect(listed).toMatch(/ 1 {2}WRITE {2}export citations {2}\(6 people, [0-9a-f]{8}\)\n {5}also: bibtex\n/);
    expect(listed).toContain('The words of all 6 tickets were looked at.');

    const drafted = await run(root, folder, 'draft', '1');
    expect(drafted.out).toMatch(/^articles\/\w+\/export-citations\.mdx is ready to be written/);
    const file = drafted.out.split(' ')[0]!;
    const source = readFileSync(join(root, file), 'utf8');
    expect(parse(source.split('---')[1]!)).toMatchObject({ title: 'Export citations', draft: true, owner: 'Support team', keywords: ['bibtex'] });
    expect(drafted.out).toContain('No article is near it, so its folder is the first one');
    expect(source).toContain('- choose bibtex to export the citations.');
    expect(`${listed}${source}`).not.toMatch(/xanthippe|solo|4711|person\d/i);
    expect(readCatalog(root, { today: TODAY, unpublished: false }).diagnostics).toEqual([]);

    const [again, line] = await Promise.all([run(root, folder, 'draft', '1'), run(root, folder, 'draft', '2')]);
    expect([again.code, again.err.split('\n')[0]]).toEqual([2, `${file} is there already. Make that one better, or give another name with --name.`]);
    expect(readFileSync(join(root, file), 'utf8')).toBe(source);

    expect(line.out).toContain('stop plan');
  }, 300_000);
});
