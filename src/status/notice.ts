/**
 * In the help center: one line at the foot of the window while something is wrong, and the state of the parts
 * that an article names. It lies over the page, so nothing moves when it comes; without an answer within two
 * seconds, or with none at all, nothing is shown.
 */
import type { ComponentRow, IncidentRow, MaintenanceRow } from './contract.ts';

/** What is read of `summary.json`. */
export interface Summary {
  readonly status: { readonly indicator: string; readonly description: string };
  readonly components: readonly Pick<ComponentRow, 'id' | 'name' | 'status'>[];
  readonly incidents: readonly Pick<IncidentRow, 'id' | 'name' | 'status' | 'impact' | 'shortlink' | 'started_at' | 'components' | 'incident_updates'>[];
  readonly scheduled_maintenances: readonly Pick<MaintenanceRow, 'id' | 'name' | 'status' | 'scheduled_for' | 'scheduled_until' | 'shortlink' | 'components'>[];
}

interface Told {
  readonly id: string;
  readonly tone: 'trouble' | 'notice';
  readonly words: string;
  readonly more: number;
  readonly link: string;
}

const PATIENCE_MS = 2_000;
const FRESH_MS = 60_000;
const KEPT = 'bedside:status';
const HIDDEN = 'bedside:status-hidden';

/**
 * Looks, and shows what there is to tell; a later look brings that up to date.
 *
 * @param place the footer's link to the status page, which carries where to ask and the words
 * @returns what was read, for whoever else has something to tell
 */
export async function showStatus(place: HTMLElement): Promise<Summary | undefined> {
  const { source = '', own, site } = place.dataset;
  const words = JSON.parse(place.dataset['words'] ?? '{}') as { states: Record<string, string>; details: string; hide: string; region: string; more: string };
  // Only the published site asks the published status page; a preview or a copy asks the copy built with it.
  const address = location.origin === site ? source : own;
  if (address === undefined) return undefined;
  const summary = kept(address) ?? (await ask(address));
  if (summary === undefined) return undefined;
  for (const mark of document.querySelectorAll<HTMLElement>('[data-component]')) {
    const status = summary.components.find((one) => one.id === mark.dataset['component'])?.status;
    if (status !== undefined) mark.textContent = `: ${words.states[status] ?? status}`;
  }
  const told = whatToTell(summary, [...document.querySelectorAll<HTMLElement>('[data-component]')].map((mark) => mark.dataset['component'] ?? ''));
  // Kept only while something is wrong, so that the next page says it at once; in good times nothing is stored.
  const shown = document.querySelector<HTMLElement>('.status-notice');
  if (shown !== null && shown.dataset['id'] !== told?.id) hideNotice(shown);
  if (told === undefined) sessionStorage.removeItem(KEPT);
  else {
    if (kept(address) === undefined) sessionStorage.setItem(KEPT, JSON.stringify({ address, at: Date.now(), summary }));
    if (sessionStorage.getItem(HIDDEN) !== told.id && shown?.dataset['id'] !== told.id) show(told, words);
  }
  return summary;
}

function hideNotice(bar: HTMLElement): void {
  document.documentElement.classList.remove('has-notice');
  bar.remove();
}

/** The newest open incident, first one that touches what the reader reads about; else maintenance that runs by the clock. */
function whatToTell({ status, incidents, scheduled_maintenances }: Summary, named: readonly string[]): Told | undefined {
  const now = Date.now();
  const touches = (record: { components: readonly { id: string }[] }) => record.components.some(({ id }) => named.includes(id));
  const open = incidents.filter(({ impact }) => impact !== 'none');
  const running = scheduled_maintenances.filter((one) => one.status !== 'completed' && (one.status !== 'scheduled' || Date.parse(one.scheduled_for) <= now) && now < Date.parse(one.scheduled_until));
  const first = open.find(touches) ?? open[0] ?? running.find(touches) ?? running[0];
  if (first === undefined) {
    const calm = status.indicator === 'none' || status.indicator === 'maintenance';
    return calm ? undefined : { id: status.description, tone: 'trouble', words: status.description, more: 0, link: '' };
  }
  const more = open.length > 0 ? open.length - 1 : running.length - 1;
  return { id: first.id, tone: open.length > 0 ? 'trouble' : 'notice', words: first.name, more, link: first.shortlink };
}

function show({ id, tone, words, more, link }: Told, texts: { details: string; hide: string; region: string; more: string }): void {
  const bar = document.createElement('aside');
  bar.className = `status-notice ${tone}`;
  bar.dataset['id'] = id;
  bar.setAttribute('aria-label', texts.region);
  const text = Object.assign(document.createElement('p'), { textContent: more > 0 ? `${words} ${texts.more.replace('#', String(more))}` : words });
  const details = Object.assign(document.createElement('a'), { textContent: texts.details, href: more > 0 || link === '' ? document.querySelector<HTMLAnchorElement>('[data-words]')!.href : link });
  const hide = Object.assign(document.createElement('button'), { type: 'button', textContent: texts.hide });
  hide.addEventListener('click', () => {
    sessionStorage.setItem(HIDDEN, id);
    hideNotice(bar);
  });
  bar.append(text, details, hide);
  document.body.append(bar);
  document.documentElement.classList.add('has-notice');
}

/** The address may lead to anybody's page; only what has the contract's lists is read. */
function isSummary(said: unknown): said is Summary {
  const { status, components, incidents, scheduled_maintenances } = (said ?? {}) as Partial<Summary>;
  return typeof status?.indicator === 'string' && [components, incidents, scheduled_maintenances].every(Array.isArray);
}

function kept(address: string): Summary | undefined {
  try {
    const known = JSON.parse(sessionStorage.getItem(KEPT) ?? 'null') as { address: string; at: number; summary: Summary } | null;
    return known?.address === address && Date.now() - known.at < FRESH_MS ? known.summary : undefined;
  } catch {
    return undefined;
  }
}

async function ask(address: string): Promise<Summary | undefined> {
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const said: unknown = answer.ok ? await answer.json() : undefined;
    return isSummary(said) ? said : undefined;
  } catch {
    return undefined;
  }
}
