/** The list of gaps for a terminal and for programs. Ids of tickets stay inside. */
import type { FoundGap, Gap } from '../gaps.ts';
import { windowText, type Window } from '../window.ts';

export interface Listed {
  readonly found: readonly FoundGap[];
  readonly lookedAt: { readonly tickets: number; readonly of: number };
}

export function gapsText({ found, lookedAt }: Listed, window: Window, limit: number): string {
  const rows = found.slice(0, limit).flatMap(({ people, action, what, also, why, todo, id }, index) => [
    `${String(index + 1).padStart(3)}  ${action.toUpperCase()}  ${what}  (${people} people, ${id})`,
    ...(also.length === 0 ? [] : [`     also: ${also.join('; ')}`]),
    `     ${why}`,
    `     ${todo}`,
    '',
  ]);
  const begin = found.length === 0 ? [] : ['npm run gaps -- draft 1 begins the first; with the same --from and --to when you gave them.'];
  return [`Gaps, ${windowText(window)}, ${window.zone}`, '', ...(rows.length === 0 ? ['None was found.'] : rows), lookedAtText(lookedAt), ...begin].filter((line, index, all) => line !== '' || all[index - 1] !== '').join('\n').trimEnd();
}

export function gapsJson({ found, lookedAt }: Listed, window: Window, limit: number): string {
  return JSON.stringify({ window, lookedAt, gaps: found.slice(0, limit).map(toldOnly) }, null, 2);
}

/** What may be told of a gap. */
export function toldOnly({ id, kind, what, also, people, why, action, todo, article }: FoundGap): Gap & { readonly id: string } {
  return { id, kind, what, also, people, why, action, todo, article };
}

export function lookedAtText({ tickets, of }: Listed['lookedAt']): string {
  if (of === 0) return '';
  return tickets === of ? `The words of all ${of} tickets were looked at.` : `The words of ${tickets} of ${of} tickets were looked at; the others have none any more, or are like them.`;
}
