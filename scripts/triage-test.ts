/** `npm run triage:test`: how good triage is on messages of its own set, by class and half. */
import { PRIORITIES } from '../src/catalog/support/priorities.ts';
import { readTriage } from '../src/catalog/support/read-triage.ts';
import { contentRoot } from '../src/site/current.ts';
import { crossValidate, type Rating } from '../src/tickets/triage/cross-validation.ts';
import { loadTriage } from '../src/tickets/triage/load.ts';
import { triage } from '../src/tickets/triage/triage.ts';
import { judge, readTriageSet, score, type Class, type Judged, type Score } from '../tests/tickets/triage-set.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run triage:test [-- options]

Rates every message of tests/tickets/triage.tsv and counts how often priority, category, team and marks are right,
by class and half. Rules were tuned on one half only, so the held one counts. A critical message that was rated
lower is counted apart: there must be none.

  --file FILE   another set of the same form
  --examples    instead, each fifth of support/triage-examples.tsv, rated by what the other four teach
  --misses      lists what went wrong, of the tuned half only: who reads the other half tunes on it
  --json        the figures as JSON
  --help        this text

BEDSIDE_CONTENT  the content tree (default content)
Exit codes: 0 printed, 1 a critical message was rated lower, 2 could not run.`;

try {
  const { values } = readTyped({ options: { file: { type: 'string' }, examples: { type: 'boolean', default: false }, misses: { type: 'boolean', default: false }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else if (values.examples) ofExamples(values.json);
  else run(values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run triage:test -- --help.`);
  process.exitCode = 2;
}

function run({ file, misses, json }: { file?: string; misses: boolean; json: boolean }): void {
  const by = loadTriage(contentRoot());
  const judged = judge(readTriageSet(file), (message) => triage(by, message));
  const halves = Object.fromEntries((['held', 'tuned'] as const).map((half) => [half, score(judged.filter((one) => one.half === half))]));
  if (misses) for (const line of judged.filter((one) => one.half === 'tuned').flatMap(missOf)) console.error(line);
  if (json) console.log(JSON.stringify(halves, (key, value) => (key === 'missed' || key === 'cried' ? value.length : value), 2));
  else for (const [half, figures] of Object.entries(halves)) console.log(table(half, figures));
  if (Object.values(halves).some(({ missed }) => missed.length > 0)) process.exitCode = 1;
}

function ofExamples(json: boolean): void {
  const root = contentRoot();
  const by = loadTriage(root);
  const figures = crossValidate(by, readTriage(root, () => undefined).examples);
  if (figures === undefined) throw new Error('support/triage-examples.tsv has too few messages to learn from four fifths of them.');
  if (json) return console.log(JSON.stringify(figures, null, 2));
  const { messages, critical } = figures;
  const line = (name: string, { right, missed, cried }: Rating) => `${name.padEnd(16)}${percent(right, messages).padStart(8)}${String(missed).padStart(20)}${String(cried).padStart(20)}`;
  console.log([`${messages} messages, ${critical} of them critical; each fifth by what the other four teach`, '', `${''.padEnd(16)}${'right'.padStart(8)}${'critical too low'.padStart(20)}${'called critical'.padStart(20)}`, line('rules alone', figures.rules), line('words alone', figures.examples), line('both', figures.both), '', 'Rules may have been written after these very messages; words never have seen those they rate here.'].join('\n'));
}

function percent(part: number, of = 1): string {
  return of === 0 ? '–' : `${((part / of) * 100).toFixed(1)} %`;
}

function table(half: string, figures: Score): string {
  const row = (cells: readonly (string | number)[]) => cells.map((cell, index) => (index === 0 ? String(cell).padEnd(18) : String(cell).padStart(10))).join('');
  const classes = (title: string, all: Readonly<Record<string, Class>>, order: readonly string[]) => [
    row([title, 'expected', 'found', 'precise']),
    ...order.map((name) => all[name]).flatMap((one, index) => (one === undefined ? [] : [row([order[index] ?? '', one.expected, percent(one.right, one.expected), percent(one.right, one.given)])])),
    '',
  ];
  return [
    `${half} half, ${figures.messages} messages`,
    '',
    row(['', 'priority', 'category', 'team', 'marks']),
    row(['right', percent(figures.priority), percent(figures.category), percent(figures.team), percent(figures.flags)]),
    '',
    `critical and rated lower: ${figures.missed.length}`,
    `rated critical and not:   ${figures.cried.length}`,
    '',
    ...classes('priority', figures.priorities, PRIORITIES),
    ...classes('category', figures.categories, Object.keys(figures.categories)),
    row(['expected ↓ given →', ...PRIORITIES]),
    ...PRIORITIES.map((expected) => row([expected, ...PRIORITIES.map((given) => figures.confusion[expected][given])])),
    '',
  ].join('\n');
}

function missOf({ subject, body, priority, category, said }: Judged): string[] {
  if (said.priority === priority && said.category === category) return [];
  const why = said.rulings.filter(({ decided }) => decided.startsWith('priority') || decided.startsWith('category')).map(({ rule, words }) => `${rule} (${words.join(', ')})`);
  return [`${priority}/${category}, given ${said.priority}/${said.category}: ${subject} | ${body.replaceAll('\n', ' ').slice(0, 160)}\n    ${why.join('; ')}`];
}
