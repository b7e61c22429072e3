/** Charts with their words: what one sees, in a sentence, and the figures behind. */
import { html, trusted, type Html } from '../../status/markup.ts';
import type { Mark } from '../annotations.ts';
import type { Pictures } from '../pictures.ts';
import type { Trend } from '../trends.ts';
import { amount, daysText, shortTarget, valueText } from '../words.ts';
import { dayName, localDay, type Window } from '../window.ts';
import { judgment } from './figures.ts';
import { bars } from './charts/bars.ts';
import { trendChart } from './charts/trend.ts';
import { DAYS, weekChart, weekWords } from './charts/week.ts';
import { section } from './shell.ts';
import { behind } from './tables.ts';

/** Curves, and below them what the letters mean. */
export function trendSection({ trends, marks }: Pick<Pictures, 'trends' | 'marks'>, zone: string): Html | false {
  const [any] = trends;
  if (any === undefined || any.points.length < 2) return false;
  const unfinished = trends.some(({ points }) => points.some((point) => point.unfinished));
  const small = trends.some(({ points }) => points.some((point) => point.tooSmall && point.value !== undefined));
  return section(
    'trends',
    'Compared with before',
    html`<p class="note">${periodsText(any.points)}, up to the end of these days. The dashed line is the target, a wide stroke the 95 % interval.${small && ' A hollow point rests on fewer than 20 cases.'}${unfinished && ' A dotted end is a period that is not over.'}</p>
<div class="trends">
${trends.map((trend, index) => trendFigure(trend, index, marks, zone))}</div>
${marks.length > 0 && legend(marks)}`,
  );
}

function trendFigure(trend: Trend, index: number, marks: readonly Mark[], zone: string): Html {
  const { measure, points } = trend;
  const last = points.at(-1);
  const anew = points.flatMap((point) => point.anew);
  return html`<figure><h3 id="trend-${index}">${measure.title}</h3>
<p class="sure"><b>${valueText(measure)}</b>${last?.unfinished === true && html`<span>so far</span>`}${judgment(measure)}${measure.target && html`<span class="dash">target ${shortTarget(measure.target, measure.unit)}</span>`}</p>
${trusted(trendChart(trend, marks, zone))}
${anew.length > 0 && html`<p class="note">Defined anew: ${[...new Set(anew)].join('; ')}. What stands before cannot be compared.</p>
`}${behindTrend(trend, index, zone)}</figure>
`;
}

/** Columns that say nothing of any period are left out. */
function behindTrend({ measure, points }: Trend, index: number, zone: string): Html {
  const columns = ['from', 'value', 'n', '95 % interval', 'remark'];
  const rows = points.map((point) => [
    dayName(localDay(point.from, zone)),
    point.value === undefined ? '–' : amount(point.value, measure.unit),
    point.n,
    point.low === undefined || point.high === undefined ? '–' : `${amount(point.low, measure.unit)} to ${amount(point.high, measure.unit)}`,
    [point.unfinished ? 'not over' : '', point.tooSmall && point.value !== undefined ? 'too few to tell' : '', ...point.anew].filter((one) => one !== '').join('; ') || '–',
  ]);
  const telling = columns.map((_, column) => column < 3 || rows.some((row) => row[column] !== '–'));
  const kept = <T>(cells: readonly T[]) => cells.filter((_, column) => telling[column]);
  return behind(`behind-trend-${index}`, kept(columns), rows.map(kept));
}

/** `12 weeks` */
function periodsText(points: readonly { readonly from: number; readonly to: number }[]): string {
  const days = points.map(({ from, to }) => Math.round((to - from) / 86_400_000));
  const all = (test: (length: number) => boolean) => days.every(test);
  const name = all((length) => length === 1) ? 'days' : all((length) => length === 7) ? 'weeks' : all((length) => length >= 28 && length <= 31) ? 'months' : `spans of ${days.at(-1)!} days`;
  return `${points.length} ${name}`;
}

const KINDS: Readonly<Record<Mark['kind'], string>> = { incident: 'incident', release: 'release', articles: 'articles' };

function legend(marks: readonly Mark[]): Html {
  return html`<h3 id="marks">What happened</h3>
<ul class="marks" aria-labelledby="marks">
${marks.map(({ letter, day, text, kind }) => html`<li class="${KINDS[kind]}"><b>${letter}</b> <time datetime="${day}">${day}</time> <span>${text}</span></li>
`)}</ul>
`;
}

/** From a question to a ticket. */
export function funnelSection({ funnel }: Pick<Pictures, 'funnel'>): Html {
  const [visits] = funnel;
  const said = visits === undefined || visits.count === 0 ? 'No visit was told.' : `${funnel.map(({ title, count }) => `${title}: ${count}`).join('. ')}.`;
  return section(
    'funnel',
    'From a question to a ticket',
    html`<p class="note">Visits, and at the end tickets. Whoever leaves on the way found an answer, gave up or went elsewhere: nobody knows which.</p>
<figure>
${visits !== undefined && visits.count > 0 ? bars(funnel, said) : html`<p>${said}</p>`}
${behind('behind-funnel', ['step', 'count', 'what it is'], funnel.map(({ title, count, note }) => [title, count, note]))}</figure>
`,
  );
}

export function hoursSection({ hours, hoursFrom }: Pick<Pictures, 'hours' | 'hoursFrom'>, { asOf, zone }: Window): Html {
  const any = hours.some((row) => row.some((count) => count > 0));
  return section(
    'hours',
    'When tickets come',
    html`<p class="note">${daysText({ from: hoursFrom, to: asOf, zone })}, hours of ${zone}. ${weekWords(hours)}</p>
${any && html`<figure>
${weekChart(hours)}
${behind('behind-hours', ['day', ...Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))], hours.map((row, day) => [DAYS[day]!, ...row]))}</figure>
`}`,
  );
}

/** @param more where the whole list is */
export function gapsSection({ gaps }: Pick<Pictures, 'gaps'>, more: Html): Html {
  const rows = gaps.map(({ what, people, action }) => ({ title: what, count: people, note: action }));
  return section(
    'gaps',
    'What people did not find',
    gaps.length === 0
      ? html`<p>No gap was found that enough people met.</p>
`
      : html`<p class="note">People who searched in vain, wrote after reading, or had to ask. ${more}</p>
<figure>
${bars(rows, `The largest gaps by people: ${rows.map(({ title, count }) => `${title} ${count}`).join(', ')}.`)}
${behind('behind-gaps', ['what', 'people', 'action', 'why', 'to do'], gaps.map(({ what, people, action, why, todo }) => [what, people, action, why, todo]))}</figure>
`,
  );
}
