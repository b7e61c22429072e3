/** Figures as people read them: the value, then the target and whether it was reached, then how sure it is. */
import { icon } from '../../catalog/icon.ts';
import { html, trusted, type Html } from '../../status/markup.ts';
import { reaches, SMALL_BELOW, type Measure } from '../measure.ts';
import type { Row } from '../report.ts';
import { sentence } from './tables.ts';
import { amount, intervalText, shortTarget, valueText } from '../words.ts';

/** A judgment as shape, word and color. */
export function judgment(measure: Measure): Html | undefined {
  if (measure.value === undefined) return undefined;
  const reached = reaches(measure);
  if (reached !== undefined) return reached ? mark('ok', 'circle-check', 'reached') : mark('missed', 'circle-x', 'missed');
  return measure.tooSmall ? mark('few', 'circle-dashed', 'too few to tell') : undefined;
}

function mark(tone: string, shape: string, word: string): Html {
  return html`<span class="judgment ${tone}">${trusted(icon(shape))}${word}</span>`;
}

/** The figures that a plan has targets for, large, at the top. */
export function keyFigures(rows: readonly Row[]): Html {
  return html`<ul class="key">
${rows.map(
  ({ measure, before }) => html`<li><h3>${measure.title}</h3>
<p class="value">${valueText(measure)}</p>
<p class="sure">${judgment(measure)}${measure.target && html`<span>target ${shortTarget(measure.target, measure.unit)}</span>`}<span>${measure.value === undefined ? 'nothing to measure' : `n ${measure.n}`}</span>${before !== undefined && html`<span>before ${amount(before, measure.unit)}</span>`}</p></li>
`,
)}</ul>
`;
}

/** Every figure of a part, one a line. Waits are folded: three values of the same thing are one line. */
export function figureTable(id: string, rows: readonly Row[]): Html {
  const waits = foldWaits(rows);
  return waits === undefined ? plainTable(id, rows) : waitTable(id, waits);
}

function plainTable(id: string, rows: readonly Row[]): Html {
  const folded = foldOriginals(rows);
  const originals = folded.some(({ original }) => original !== undefined);
  return html`<div class="sideways" tabindex="0" role="group" aria-labelledby="${id}"><table class="figures" aria-labelledby="${id}">
<thead><tr><th scope="col">Figure</th><th scope="col" class="number">Value</th><th scope="col" class="more">Target</th>${originals && html`<th scope="col" class="more number">By the first target</th>`}<th scope="col" class="more number">Before</th><th scope="col" class="more number">n</th><th scope="col" class="more number">95 % interval</th></tr></thead>
<tbody>
${folded.map(({ measure, before, original }) => {
  const said = [original === undefined ? '' : `by the first target ${valueText(original)}`, before === undefined ? '' : `before ${amount(before, measure.unit)}`, `n ${measure.n}`, intervalText(measure) && `95 % interval ${intervalText(measure)}`].filter((one) => one !== '');
  return html`<tr><th scope="row">${titleOf(measure.title)}${hasTarget(measure) && html`<span class="less">${targetCell(measure)}</span>`}<span class="less">${said.join(' · ')}</span></th><td class="number strong">${valueText(measure)}</td><td class="more">${targetCell(measure)}</td>${originals && html`<td class="more number">${original && valueText(original)}</td>`}<td class="more number">${before === undefined ? '' : amount(before, measure.unit)}</td><td class="more number">${measure.n}</td><td class="more number">${intervalText(measure)}</td></tr>
`;
})}</tbody>
</table></div>
`;
}

/** A promise by its first target stands beside the same promise with the time that was added. */
function foldOriginals(rows: readonly Row[]): (Row & { readonly original: Measure | undefined })[] {
  const originals = new Map(rows.filter(({ measure }) => measure.id.endsWith('-original')).map(({ measure }) => [measure.id, measure]));
  return rows.filter(({ measure }) => !originals.has(measure.id)).map((row) => ({ ...row, original: originals.get(`${row.measure.id}-original`) }));
}

function titleOf(title: string): string {
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

/** Whether there is anything to say about a target. */
function hasTarget(measure: Measure): boolean {
  return measure.target !== undefined || judgment(measure) !== undefined;
}

function targetCell(measure: Measure): Html {
  return html`${measure.target && html`<span class="target">${shortTarget(measure.target, measure.unit)}</span> `}${judgment(measure)}`;
}

interface Wait {
  readonly title: string;
  readonly n: number;
  readonly tooSmall: boolean;
  readonly cells: readonly (Row | undefined)[];
}

const PARTS = ['mean', 'median', 'p90'] as const;

/** @returns `undefined` when these are no waits */
function foldWaits(rows: readonly Row[]): Wait[] | undefined {
  const folded = new Map<string, (Row | undefined)[]>();
  for (const row of rows) {
    const [, of, part] = /^(.+)-(mean|median|p90)$/.exec(row.measure.id) ?? [];
    if (of === undefined || row.measure.unit !== 'seconds') return undefined;
    const cells = folded.get(of) ?? [undefined, undefined, undefined];
    cells[PARTS.indexOf(part as (typeof PARTS)[number])] = row;
    folded.set(of, cells);
  }
  return [...folded.values()].map((cells) => {
    const any = cells.find((cell) => cell !== undefined)!.measure;
    return { title: any.title.replace(/, (mean|median|90 % within)$/, ''), n: any.n, tooSmall: any.tooSmall && any.n > 0, cells };
  });
}

/** Each wait by the clock on the wall and by open hours, under its name. */
function waitTable(id: string, waits: readonly Wait[]): Html {
  const groups = Map.groupBy(waits, ({ title }) => title.replace(/, [^,]+$/, ''));
  return html`<div class="sideways" tabindex="0" role="group" aria-labelledby="${id}"><table class="figures waits" aria-labelledby="${id}">
<thead><tr><th scope="col">Wait</th><th scope="col" class="number">Mean</th><th scope="col" class="number">Median</th><th scope="col" class="number">90 % within</th><th scope="col" class="more number">n</th></tr></thead>
${[...groups].map(
  ([name, own]) => html`<tbody>
<tr><th scope="rowgroup" colspan="5">${name}</th></tr>
${own.map((wait) => waitRow(wait, name))}</tbody>
`,
)}</table></div>
`;
}

function waitRow({ title, n, tooSmall, cells }: Wait, group: string): Html {
  return html`<tr><th scope="row">${titleOf(title.slice(group.length + 2) || title)}<span class="less">n ${n}</span>${tooSmall && html` ${mark('few', 'circle-dashed', 'too few to tell')}`}</th>${cells.map(
    (cell) => html`<td class="number">${cell && html`<span class="strong">${valueText(cell.measure)}</span>${cell.measure.target && html`<span class="under">${shortTarget(cell.measure.target, 'seconds')}</span>`}${cell.measure.target && !cell.measure.tooSmall && judgment(cell.measure)}${cell.before !== undefined && html`<span class="under before">before ${amount(cell.before, 'seconds')}</span>`}`}</td>`,
  )}<td class="more number">${n}</td></tr>
`;
}

/** Mean, median and 90 % are told once for a wait. */
function meaningOf({ id, title, formula, source, unit }: Measure): Pick<Measure, 'title' | 'formula' | 'source'>[] {
  const part = unit === 'seconds' ? /-(mean|median|p90)$/.exec(id)?.[1] : undefined;
  if (part === undefined) return [{ title, formula, source }];
  return part === 'mean' ? [{ title: title.replace(/, mean$/, ''), formula: `${formula.replace(/; arithmetic mean$/, '')}. Mean: all ÷ n. Median: the middle one, or the mean of the middle two. 90 % within: the smallest that 90 % do not exceed`, source }] : [];
}

/** What each figure counts; closed until somebody wants to argue with it. */
export function meanings(rows: readonly Row[]): Html {
  return html`<details class="definitions"><summary>What these figures count</summary>
<dl class="meanings">
${rows.flatMap(({ measure }) => meaningOf(measure)).map(({ title, formula, source }) => html`<div><dt>${title}</dt><dd>${sentence(formula)} Source: ${source}.</dd></div>
`)}</dl>
<p>With fewer than ${SMALL_BELOW} cases a figure is held against no target.</p></details>
`;
}
