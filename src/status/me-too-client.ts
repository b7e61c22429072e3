/** "Me too" on the status pages, in place: counted once a tab, with how many there are as soon as they are enough. */
import { session } from '../events/session.ts';

const PATIENCE_MS = 10_000;
const keyOf = (id: string) => `bedside:me-too:${id}`;
const asked = new Map<string, Promise<number | undefined>>();

/** Listens on the page, because what is live on it is exchanged. */
export function takeMeToo(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    const { meToo: id, failed = '' } = form.dataset;
    if (id === undefined) return;
    event.preventDefault();
    void send(form, id).then((count) => {
      if (count === 'failed') return say(form, failed);
      sessionStorage.setItem(keyOf(id), '1');
      asked.set(id, Promise.resolve(count));
      showMeToo(document);
    });
  });
}

/** Brings what was pressed, and how many did, onto a page that has just been made. */
export function showMeToo(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>('[data-me-too]')) {
    const { meToo: id = '', said = '', others = '' } = form.dataset;
    const done = sessionStorage.getItem(keyOf(id)) !== null;
    form.querySelector('button')!.hidden = done;
    if (done) say(form, said);
    const counting = asked.get(id) ?? count(form, id);
    asked.set(id, counting);
    void counting.then((people) => {
      if (people !== undefined) say(form, [done ? said : '', others.replace('#', people.toLocaleString(document.documentElement.lang))].join(' ').trim());
    });
  }
}

async function send(form: HTMLFormElement, id: string): Promise<number | undefined | 'failed'> {
  try {
    const answer = await fetch(form.action, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ incident: id, session: session() }), signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as { count?: number }).count : 'failed';
  } catch {
    return 'failed';
  }
}

/** A service that is away counts nothing, and the page is whole without it. */
async function count(form: HTMLFormElement, id: string): Promise<number | undefined> {
  try {
    const answer = await fetch(form.action.replace(/me-too$/, `${id}/me-too`), { signal: AbortSignal.timeout(PATIENCE_MS) });
    return answer.ok ? ((await answer.json()) as { count?: number }).count : undefined;
  } catch {
    return undefined;
  }
}

function say(form: HTMLFormElement, words: string): void {
  form.querySelector('[data-me-too-said]')!.textContent = words;
}
