/** The other reports as pages: gaps, stale articles, feedback, the queue. */
import type { StaleReport } from '../../authoring/stale.ts';
import type { Site } from '../../catalog/schema.ts';
import type { FeedbackReport } from '../../feedback/report.ts';
import { html, type Html } from '../../status/markup.ts';
import type { Gap } from '../gaps.ts';
import { SMALL_BELOW } from '../measure.ts';
import type { Table } from '../tables.ts';
import { dayName, localDay, type Window } from '../window.ts';
import { daysOf, daysText } from '../words.ts';
import { gapsSection } from './chart-parts.ts';
import { section, shell } from './shell.ts';
import { grid, sentence, tablesOf } from './tables.ts';

interface About {
  readonly site: Pick<Site, 'name' | 'locale' | 'brand' | 'timeZone'>;
  readonly now: number;
}

function around({ site, now }: About): Pick<Parameters<typeof shell>[0], 'site' | 'facts'> {
  return { site, facts: [daysOf(site.timeZone), `made on ${dayName(localDay(now, site.timeZone))}`] };
}

/** @param lookedAt what was read for it, in a sentence; empty when there is nothing to say */
export function gapsPage(gaps: readonly Gap[], window: Window, lookedAt: string, about: About): string {
  return shell({
    ...around(about),
    title: 'Gaps',
    days: daysText(window),
    body: [gaps.length > 0 && gapsSection({ gaps: gaps.slice(0, 10) }, html`The largest are drawn; all stand below.`), section('list', 'What to do', gaps.length === 0 ? html`<p>None was found that enough people met.</p>
` : gapList(gaps), lookedAt !== '' && html`<p class="note">${lookedAt}</p>
`)],
  });
}

function gapList(gaps: readonly Gap[]): Html {
  return html`<ol class="tasks">
${gaps.map(
  ({ action, what, also, people, why, todo }) => html`<li><h3><span class="action">${sentence(action).slice(0, -1)}:</span> ${what}</h3>
<p><b>${people === 1 ? '1 person' : `${people} people`}:</b> ${sentence(why)}</p>
${also.length > 0 && html`<p class="note">Also asked as: ${also.join('; ')}</p>
`}<p>${todo}</p></li>
`,
)}</ol>
`;
}

export function stalePage({ owners, fresh, today, formula }: StaleReport, about: About): string {
  const all = owners.reduce((sum, { articles }) => sum + articles.length, 0);
  return shell({
    ...around(about),
    title: 'Articles to check',
    days: `as of ${today}`,
    body: [
      html`<p class="note">${all === 0 ? `Nothing is to be checked: ${fresh} articles are fresh.` : `${all} to do, ${fresh} fresh. ${formula === undefined ? 'Nothing is known of readers here, so the oldest stand first.' : `What harms most people stands first: ${formula}.`}`}</p>
`,
      owners.map(({ owner, articles }, index) =>
        section(
          `owner-${index}`,
          owner,
          grid(
            `owner-${index}`,
            ['article', 'why', 'by', 'what', ...(formula === undefined ? [] : ['weight', 'readers'])],
            articles.map(({ id, title, why, day, claim, release, weight, figures }) => [`${title} (${id})`, why, day, claim === undefined ? (release ?? '–') : `“${claim}”`, ...(formula === undefined ? [] : [Math.round(weight), figures ?? '–'])]),
          ),
        ),
      ),
    ],
  });
}

export function feedbackPage({ articles, votes, ...span }: FeedbackReport, about: About): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const name = ({ title, article }: FeedbackReport['articles'][number]) => title ?? `(not published: ${article})`;
  return shell({
    ...around(about),
    title: 'Was this helpful?',
    days: daysText({ ...span, zone: about.site.timeZone }),
    body: [
      articles.length === 0
        ? html`<p>No votes in these days.</p>
`
        : section('votes', `${votes} votes`, html`<p class="note">The articles that fail most readers stand first, by the upper end of the interval.</p>
${grid(
  'votes',
  ['article', 'helpful', '95 % interval', 'yes', 'no', 'remark'],
  articles.map((one) => [name(one), percent(one.share), `${percent(one.interval.low)} to ${percent(one.interval.high)}`, one.yes, one.no, one.yes + one.no < SMALL_BELOW ? 'too few to tell' : '–']),
)}`),
      articles
        .filter(({ reasons, comments }) => reasons.length + comments.length > 0)
        .map((one, index) =>
          section(
            `article-${index}`,
            name(one),
            one.reasons.length > 0 && html`<p>Reasons: ${one.reasons.map(({ reason, votes: count }) => `${reason} ${count}`).join(', ')}.</p>
`,
            one.comments.map(({ at, answer, text }) => html`<blockquote><p class="note">${dayName(localDay(at, about.site.timeZone))}, ${answer === 'yes' ? 'helpful' : 'not helpful'}</p><p dir="auto">${text}</p></blockquote>
`),
          ),
        ),
    ],
  });
}

export function queuePage(tables: readonly Table[], about: About): string {
  return shell({ ...around(about), title: 'The queue', days: `on ${dayName(localDay(about.now, about.site.timeZone))}`, body: [tables.every(({ rows }) => rows.length === 0) ? html`<p>Nothing is open.</p>
` : section('queue', 'Open tickets', tablesOf(tables, 'queue'))] });
}
