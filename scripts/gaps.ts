/** `npm run gaps`: what is missing, and the beginning of what mends it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../src/authoring/command.ts';
import { newArticle } from '../src/authoring/new-article.ts';
import { todayIn } from '../src/catalog/today.ts';
import { daysOf, gatherWithGaps, put, readDesk, withStore } from '../src/insights/command.ts';
import { gapsJson, gapsText } from '../src/insights/gaps/as-text.ts';
import { articleDraft, linesFor } from '../src/insights/gaps/draft.ts';
import { readAnswers } from '../src/insights/gaps/read-answers.ts';
import { toldAnswers } from '../src/insights/gaps/told-answers.ts';
import { windowText } from '../src/insights/window.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run gaps -- list | draft N [options]

  list     what to write, extend, retitle or fix, most people first
  draft N  of row N, or of the row with this id: for "write" an article with title, category, keywords and headings in
           readers' words, related articles, and what agents answered as notes; for the others the line to add

Nothing is told that fewer than five people said. A draft stays hidden until its line "draft: true" is deleted.

  --from DAY --to DAY  other days, 2026-11-01, both inclusive, in the team's zone (default: the last month)
  --limit N            so many rows of the list (default 25)
  --category NAME      the draft's folder (default: that of the article nearest to it)
  --title TEXT         the draft's title (default: readers' words)
  --name NAME          the last part of its address (default: from the title)
  --json               prints JSON
  --demo               the list of three made-up months, marked as such (npm run demo)
  --help               this text

BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: as for npm start
Exit codes: 0 printed or written, 2 could not; then nothing has changed.`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;

await command('gaps', async () => {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { from: text, to: text, limit: { ...text, default: '25' }, category: text, title: text, name: text, json: flag, demo: flag, help: flag } });
  if (values.help) return console.log(HELP);
  const [act, wanted, ...rest] = positionals;
  if (!((act === 'list' && wanted === undefined) || (act === 'draft' && wanted !== undefined && rest.length === 0))) throw new Error('Say what to do: list, or draft with the number of a row.');
  if (!/^[1-9]\d{0,4}$/.test(values.limit)) throw new Error(`--limit "${values.limit}" is not a number of rows.`);
  if (values.demo && act === 'draft') throw new Error('An article is written for real readers: the demo has none.');
  const desk = readDesk();
  const { catalog } = desk;
  const zone = catalog.site.timeZone;
  const window = daysOf(values, 'monthly', zone, Date.now());
  await withStore(async (store) => {
    const gaps = await gatherWithGaps(store, desk, window, 'list');
    if (act === 'list') return put(values.json ? gapsJson(gaps, window, Number(values.limit)) : gapsText(gaps, window, Number(values.limit)), undefined, { demo: values.demo, format: values.json ? 'json' : 'text' });
    const gap = gaps.found.find(({ id }, index) => id === wanted || String(index + 1) === wanted);
    if (gap === undefined) throw new Error(`There is no row ${wanted} in ${windowText(window)}: it has ${gaps.found.length}. npm run gaps -- list shows them.`);
    const told = (data: object, lines: readonly string[]) => console.log(values.json ? JSON.stringify(data) : lines.join('\n'));
    if (gap.action !== 'write') {
      const article = catalog.articles.find(({ id }) => id === gap.article);
      const add = article === undefined ? [] : linesFor(gap, article);
      const fix = gap.action === 'fix' && article !== undefined ? [`npm run report:feedback -- --article ${article.id}`] : [];
      const next = [...fix, ...(add.length === 0 ? [] : [`npm run search -- "${gap.what.replaceAll('"', '')}"`]), ...(article === undefined ? [] : [`npm run touch -- ${article.id}`])];
      return told({ gap: gap.id, action: gap.action, file: article?.file, add, next }, [
        `${gap.action.toUpperCase()}  ${gap.what}`, gap.todo, gap.why, '',
        ...add.flatMap(({ file, line }, index) => [`${index === 0 ? 'Add to' : 'or to'} ${file}:`, ...line.split('\n').map((one) => `  ${one}`), '']),
        ...(article !== undefined && add.length === 0 ? [`The article: ${article.file}`] : []),
        ...next.map((one, index) => `${index === 0 ? 'Next:' : 'Then:'} ${one}`),
      ]);
    }
    if (gap.stems.length === 0 && values.title === undefined) throw new Error('These tickets have no words in common that may be told. Say what the article is about: --title "…".');
    const answers = toldAnswers(await readAnswers(store, gap.tickets), gaps.site, gaps.wording, zone);
    const related = (await gaps.site.relatedTo([values.title ?? gap.what, ...gap.also].join(' '), 3)).flatMap((id) => catalog.byId.get(id) ?? []);
    const categories = catalog.categories.map(({ slug, owner }) => ({ slug, owner: owner ?? catalog.site.owner }));
    const draft = articleDraft({ ...gap, what: gap.stems.length === 0 ? (values.title ?? gap.what) : gap.what }, { days: windowText(window), related, categories, answers });
    const category = values.category ?? draft.category;
    const owner = categories.find(({ slug }) => slug === category)?.owner;
    const file = newArticle(catalog.root, { ...draft, category, owner, title: values.title ?? draft.title, name: values.name }, { today: todayIn(zone), random: Math.random });
    const next = ['npm run check', `npm run touch -- ${file.replace(/^articles\//, '').replace(/\.mdx$/, '')}`];
    return told({ gap: gap.id, action: gap.action, file, next, lines: readFileSync(join(catalog.root, file), 'utf8').split('\n').length }, [
      `${file} is ready to be written. It stays hidden until you delete the line "draft: true".`,
      ...(related.length === 0 && values.category === undefined ? ['No article is near it, so its folder is the first one: give another with --category before you begin.'] : []),
      `Next: npm run dev, and write it. Then: ${next.join('; ')}`,
    ]);
  }, values);
});
