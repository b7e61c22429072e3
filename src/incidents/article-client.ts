/** In an article about a part that an open incident affects: what the build knew is brought up to date, and what it did not is told. */
import { incidentsTextsFor } from '../texts/incidents-texts.ts';
import type { OpenIncident } from './open.ts';

export function noticeInArticle(open: readonly OpenIncident[]): (open: readonly OpenIncident[]) => void {
  const t = incidentsTextsFor(document.documentElement.lang).article;
  const parts = [...document.querySelectorAll<HTMLElement>('[data-component]')].map((mark) => mark.dataset['component'] ?? '');

  function show(incidents: readonly OpenIncident[]): void {
    for (const notice of document.querySelectorAll<HTMLElement>('[data-incident-notice]')) {
      const incident = incidents.find(({ id }) => id === notice.dataset['incidentNotice']);
      const words = notice.querySelector('[data-words-now]');
      // It stays where it stands: nothing moves under a reader's eyes.
      if (incident === undefined) over(notice, t.over(notice.querySelector('a')?.textContent ?? ''));
      else if (words !== null && incident.updates[0] !== undefined && words.textContent !== incident.updates[0].text) words.textContent = incident.updates[0].text;
    }
    const end = document.querySelector('.article-end');
    const known = new Set([...document.querySelectorAll<HTMLElement>('[data-incident-notice]')].map((notice) => notice.dataset['incidentNotice']));
    for (const incident of incidents) {
      const part = incident.parts.find(({ id }) => parts.includes(id));
      // At the end of the steps, and never in sight: there it is found when they did not work.
      if (part === undefined || known.has(incident.id) || end === null || end.getBoundingClientRect().top < innerHeight) continue;
      end.prepend(made(incident, part.name));
    }
  }

  function over(notice: HTMLElement, words: string): void {
    const place = notice.querySelector('[data-words-now]');
    if (place !== null) place.textContent = words;
    notice.classList.add('is-over');
  }

  function made(incident: OpenIncident, part: string): HTMLElement {
    const notice = document.createElement('aside');
    notice.className = 'notice known-in-article';
    notice.dataset['incidentNotice'] = incident.id;
    notice.setAttribute('aria-label', t.title(part));
    const title = document.createElement('p');
    title.className = 'known-title';
    title.append(Object.assign(document.createElement('a'), { href: incident.link, textContent: incident.title }));
    const words = Object.assign(document.createElement('p'), { textContent: incident.updates[0]?.text ?? '' });
    words.dataset['wordsNow'] = '';
    notice.append(Object.assign(document.createElement('p'), { className: 'small quiet', textContent: t.title(part) }), title, words);
    return notice;
  }

  show(open);
  return show;
}
