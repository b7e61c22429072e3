/**
 * The status page with a script: the reader's own time, how old the data is, changes by the clock, and every
 * minute a look at summary.json. When that has changed, the page itself is fetched and exchanged, so that what
 * is shown is always what the build said, never a second telling of it.
 */
import { showMeToo, takeMeToo } from './me-too-client.ts';

const page = document.body.dataset['page'];
const words = JSON.parse(page ?? '{}') as Record<'built' | 'root' | 'api' | 'yourTime' | 'asOf' | 'checked' | 'unreachable' | 'offline' | 'changed', string>;
const live = document.querySelector<HTMLElement>('[data-live]');
const EVERY_MS = 60_000;
const PATIENCE_MS = 10_000;
const locale = document.documentElement.lang;

/** The `updated_at` of the data on the screen. */
let built = words.built;
let checked: number | undefined;
let reachable = true;
let seen = '';

/** Beside each time of the page's zone the reader's own, where the two differ. */
function localTimes(root: ParentNode): void {
  const clock = { hour: 'numeric', minute: '2-digit' } as const;
  const format = new Intl.DateTimeFormat(locale, clock);
  const withDay = new Intl.DateTimeFormat(locale, { weekday: 'short', ...clock });
  for (const time of root.querySelectorAll<HTMLTimeElement>('time[datetime]')) {
    if (time.dataset['local'] !== undefined) continue;
    time.dataset['local'] = '';
    const instant = new Date(time.dateTime);
    const said = time.textContent;
    // With spaces around it, because 12:10 ends like 2:10.
    if (` ${said} `.includes(` ${plain(format.format(instant))} `)) continue;
    const sameDay = new RegExp(`\\b${instant.getDate()}\\b`).test(said.split(',')[0] ?? '');
    const own = sameDay ? format : withDay;
    const until = time.dataset['until'];
    const note = document.createElement('span');
    note.className = 'your-time';
    note.textContent = ` (${plain(until === undefined ? own.format(instant) : own.formatRange(instant, new Date(until)))} ${words.yourTime})`;
    time.after(note);
  }
}

/** Formatters put narrow spaces into times; the page has plain ones. */
function plain(text: string): string {
  return text.replaceAll(/[\u202f\u2009]/g, ' ');
}

/** What the build foresaw for this instant: maintenance begins or ends, a promise is overdue. */
function foreseen(): void {
  const due = [...document.querySelectorAll<HTMLTemplateElement>('template[data-from]')].filter((one) => Number(one.dataset['from']) <= Date.now());
  const last = due.at(-1);
  if (last === undefined || live === null) return;
  live.replaceChildren(last.content.cloneNode(true));
  for (const one of due) one.remove();
  shown();
}

/** Says once, for those who cannot see it, that the sentence is another. */
function shown(): void {
  localTimes(document);
  showMeToo(document);
  const sentence = document.querySelector('h1')?.textContent ?? '';
  if (seen !== '' && sentence !== seen) speak(`${words.changed} ${sentence}`);
  seen = sentence;
  freshness();
}

const spoken = document.createElement('p');
spoken.className = 'visually-hidden';
spoken.setAttribute('role', 'status');
document.body.append(spoken);
function speak(text: string): void {
  spoken.textContent = text;
}

function freshness(): void {
  const place = document.querySelector<HTMLElement>('[data-freshness]');
  if (place === null || checked === undefined) return;
  const stale = !reachable;
  place.classList.toggle('stale', stale);
  const time = (instant: number) => plain(new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(instant));
  const text = stale ? `${navigator.onLine ? words.unreachable : words.offline} ${time(checked)} (${ago(checked)}).` : `${words.checked} ${ago(checked)}`;
  if (place.textContent !== text) place.textContent = text;
  if (stale && spoken.textContent !== text && !spoken.textContent.startsWith(text.slice(0, 30))) speak(text);
}

/** "Checked now" says nothing on paper. */
function forPaper(): void {
  const place = document.querySelector<HTMLElement>('[data-freshness]');
  if (place === null || checked === undefined || !reachable) return;
  const time = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', hour: 'numeric', minute: '2-digit', timeZoneName: 'short' });
  place.textContent = `${words.asOf} ${plain(time.format(checked))}`;
}

function ago(instant: number): string {
  const seconds = Math.round((instant - Date.now()) / 1_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (seconds > -10) return format.format(0, 'second');
  if (seconds > -60) return format.format(Math.ceil(seconds / 10) * 10, 'second');
  const minutes = Math.ceil(seconds / 60);
  return minutes > -60 ? format.format(minutes, 'minute') : format.format(Math.ceil(minutes / 60), 'hour');
}

async function ask(address: string): Promise<Response> {
  const answer = await fetch(address, { cache: 'no-cache', signal: AbortSignal.timeout(PATIENCE_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer;
}

async function refresh(): Promise<void> {
  try {
    const summary = (await (await ask(words.api)).json()) as { page: { updated_at: string } };
    if (summary.page.updated_at !== built) await exchange();
    checked = Date.now();
    reachable = true;
  } catch {
    // Until now it was the state of the last look, or of the build when there was none.
    checked ??= Date.parse(built);
    reachable = false;
  }
  freshness();
}

async function exchange(): Promise<void> {
  const next = new DOMParser().parseFromString(await (await ask(location.pathname)).text(), 'text/html');
  const nextLive = next.querySelector('[data-live]');
  const nextPage = next.body.dataset['page'];
  if (live === null || nextLive === null || nextPage === undefined) return;
  const opened = [...live.querySelectorAll('details[open]')].map((one) => one.className);
  live.replaceChildren(...nextLive.childNodes);
  for (const one of live.querySelectorAll('details')) one.open = opened.includes(one.className);
  for (const one of document.querySelectorAll('template[data-from]')) one.remove();
  live.after(...next.querySelectorAll('template[data-from]'));
  built = (JSON.parse(nextPage) as typeof words).built;
  shown();
}

addEventListener('beforeprint', forPaper);
addEventListener('afterprint', freshness);
takeMeToo();
shown();
foreseen();
setInterval(() => {
  foreseen();
  freshness();
}, 5_000);
if (document.querySelector('[data-freshness]') !== null) {
  void refresh();
  setInterval(() => {
    if (document.visibilityState === 'visible') void refresh();
  }, EVERY_MS);
  // Who comes back to the tab wants the truth at once.
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - (checked ?? 0) > EVERY_MS) void refresh();
  });
}
