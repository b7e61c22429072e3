/** A search that fits an open incident shows it above the answers. Loaded only while one is open. */
import { tell } from '../events/client.ts';
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import { fitting, type Knowledge } from './fits.ts';
import type { OpenIncident } from './open.ts';

/** What every search field tells of its searches. */
export const SEARCHED = 'bedside:searched';

export function showAboveAnswers(open: readonly OpenIncident[], knowledge: () => Promise<Knowledge>): (open: readonly OpenIncident[]) => void {
  const t = incidentsTextsFor(document.documentElement.lang);
  let incidents = open;
  const told = new Set<string>();
  document.addEventListener(SEARCHED, (event) => {
    const { detail: query } = event as CustomEvent<string>;
    const root = event.target as HTMLElement;
    const results = root.querySelector('[data-search-results]');
    void knowledge()
      .then((known) => {
        const incident = query === '' ? undefined : fitting({ query }, incidents, known)[0]?.incident;
        const shown = root.querySelector<HTMLElement>('.known-above');
        if (shown?.dataset['incident'] === incident?.id) return;
        shown?.remove();
        if (incident === undefined || results === null) return;
        results.before(card(incident));
        if (told.has(incident.id)) return;
        told.add(incident.id);
        tell({ kind: 'incident-shown', incident: incident.id, by: 'words' });
      })
      .catch(() => undefined);
  });

  function card(incident: OpenIncident): HTMLElement {
    const made = document.createElement('section');
    made.className = 'notice known-above';
    made.dataset['incident'] = incident.id;
    made.setAttribute('aria-label', t.search.region);
    const label = Object.assign(document.createElement('p'), { className: 'small quiet', textContent: t.search.title });
    const title = document.createElement('p');
    title.className = 'known-title';
    title.append(Object.assign(document.createElement('a'), { href: incident.link, textContent: incident.title }));
    made.append(label, title);
    if (incident.updates[0] !== undefined) made.append(Object.assign(document.createElement('p'), { className: 'small', textContent: incident.updates[0].text }));
    return made;
  }

  return (now) => {
    incidents = now;
  };
}
