/** The parts of the product with their state and 90 days of history. */
import { html, trusted, type Html } from '../markup.ts';
import type { ComponentNow } from '../overall.ts';
import { toneOf, type Tone } from '../sentence.ts';
import { dayRecord, percent, uptime, type DayRecord } from '../uptime.ts';
import type { PageContext } from './context.ts';
import { stateMark } from './state-mark.ts';

/** A bar and its gap, in units of the drawing. */
const STEP = 4;
const HEIGHT = 32;

export function partsSection(context: PageContext): Html {
  const { tree, overall, t } = context;
  const shown = overall.components.filter(({ component, state }) => !component.onlyWhenDegraded || state !== 'operational');
  const groups = [undefined, ...tree.groups];
  return html`<section class="parts" aria-labelledby="parts"><h2 id="parts">${t.partsTitle}</h2>
${groups.map((group) => {
    const members = shown.filter(({ component }) => component.group === group?.slug);
    if (members.length === 0) return '';
    const heading = group && html`<h3 class="group">${group.name}</h3>${group.description && html`<p class="quiet small">${group.description}</p>`}`;
    return html`${heading}<ul class="plain-list">${members.map((one) => partRow(one, context))}</ul>`;
  })}
<p class="formula quiet">${t.formula}</p></section>
`;
}

function partRow({ component, state, spans }: ComponentNow, context: PageContext): Html {
  const { days, overall, site, t, times } = context;
  const records = days.map((day) => dayRecord(day, spans, component.since, overall.now));
  const share = uptime(records);
  const trouble = records.filter(hasTrouble).map((record) => `${times.shortDay(record.day)} ${sentenceOf(record, context)}`);
  const heading = component.group === undefined ? 'h3' : 'h4';
  return html`<li class="part" id="part-${component.slug}">
<div class="part-head"><${heading}>${component.name}</${heading}>${stateMark(toneOf(state), t.states[state])}</div>
${component.description && html`<p class="quiet small">${component.description}</p>`}
<svg class="bars" viewBox="0 0 ${days.length * STEP - 1} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${t.barsLabel(component.name, days.length, trouble)}">${bars(records, context)}</svg>
<p class="bars-foot quiet small"><span>${t.daysAgo(days.length)}</span><span>${share === undefined ? t.noUptime : t.uptime(percent(share, site.locale))}</span><span>${t.today}</span></p>
</li>
`;
}

/** Days of one color are one path; a day with trouble has its own, because it has something to tell. */
function bars(records: readonly DayRecord[], context: PageContext): Html {
  const calm = new Map<Tone, string>();
  const told: Html[] = [];
  for (const [index, record] of records.entries()) {
    const tone = toneOf(record.state);
    // Worse days reach higher, so that they can be told without their color.
    const top = tone === 'outage' ? 0 : tone === 'trouble' ? 6 : tone === 'notice' ? 10 : 14;
    const path = `M${index * STEP} ${top}h3V${HEIGHT}h-3z`;
    if (hasTrouble(record)) told.push(html`<path class="${tone}" d="${path}"><title>${context.times.shortDay(record.day)}: ${sentenceOf(record, context)}</title></path>`);
    else calm.set(tone, (calm.get(tone) ?? '') + path);
  }
  return html`${[...calm].map(([tone, path]) => trusted(`<path class="${tone}" d="${path}"/>`))}${told}`;
}

function hasTrouble({ state }: DayRecord): boolean {
  return state !== 'operational' && state !== 'unknown';
}

/** `partial outage 40 min, under maintenance 1 h`. */
function sentenceOf(record: DayRecord, { t }: PageContext): string {
  return Object.entries(record.spent)
    .map(([state, ms]) => `${t.states[state as keyof typeof t.states].toLowerCase()} ${t.minutes(Math.max(1, Math.round(ms / 60_000)))}`)
    .join(', ');
}
