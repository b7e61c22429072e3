/** Incidents that are open, for the articles about the parts that they affect: known to the build, and to the service of what was opened since. */
import type { Catalog } from '../catalog/catalog.ts';
import { html, type Html } from '../status/markup.ts';
import { overallAt } from '../status/overall.ts';
import { latestUpdate, partsOf } from '../status/timeline.ts';
import { plainWords } from '../status/words.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import { buildInstant } from './status-output.ts';

export interface KnownProblem {
  readonly id: string;
  readonly title: string;
  /** The part of the article that it affects. */
  readonly part: string;
  /** What was said last, and when. */
  readonly text: string;
  readonly at: number;
}

/** Newest first; a page shows this, so its cache key has it. */
export function knownProblems({ status }: Pick<Catalog, 'status'>, components: readonly string[], now = buildInstant()): KnownProblem[] {
  if (status === undefined || components.length === 0) return [];
  return overallAt(status, now)
    .open.filter(({ impact }) => impact !== 'none')
    .flatMap((incident) => {
      const slug = partsOf(incident).find((one) => components.includes(one));
      const part = status.components.find((one) => one.slug === slug);
      const last = latestUpdate(incident, now);
      return part === undefined || last === undefined ? [] : [{ id: incident.id, title: incident.title, part: part.name, text: plainWords(last.text), at: last.at }];
    });
}

/** What notices are written with. */
export interface NoticePlace {
  /** The status page, with its last slash. */
  readonly status: string;
  readonly locale: string;
  readonly timeZone: string;
}

/** As they stand in an article, below its summary. */
export function noticesOf(problems: readonly KnownProblem[], { status, locale, timeZone }: NoticePlace): Html {
  const t = incidentsTextsFor(locale);
  const time = new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', month: 'long', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  const notices = problems.map(
    ({ id, title, part, text, at }) => html`<aside class="notice known-in-article" data-incident-notice="${id}" aria-label="${t.article.title(part)}"><p class="small quiet">${t.article.title(part)}</p><p class="known-title"><a href="${status}incidents/${id}/">${title}</a></p><p data-words-now>${text}</p><p class="small quiet">${t.ask.updated(time.format(at).replaceAll('\u202f', ' '))}</p></aside>`,
  );
  return html`${notices}`;
}
