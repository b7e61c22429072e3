/** A ticket as a help desk is told it. */
import type { Site } from '../../catalog/schema.ts';
import type { Support } from '../../catalog/support/support.ts';
import type { DeskFile, DeskMessage, DeskTicket } from '../../delivery/desk.ts';
import type { TicketEvent } from '../events.ts';
import { snapshotOf } from '../lifecycle.ts';
import type { Requester } from '../requesters.ts';

export interface DeskStory {
  readonly reference: string;
  readonly events: readonly TicketEvent[];
  readonly requester: Requester;
  /** Files of the event that is handed over. */
  readonly files: readonly DeskFile[];
}

/** Names with a dot are ours: what the product said, and what was searched for. */
const OURS: Readonly<Record<string, string>> = {
  'account.id': 'Account',
  'account.specialty': 'Specialty',
  'account.reputation': 'Reputation',
  'account.verified': 'Verified',
  'account.enterprise': 'Enterprise',
  'search.query': 'Searched for',
};

/** @returns `skip` when the person or the words were erased */
export function deskTicket({ site, support }: { readonly site: Site; readonly support: Support | undefined }, { reference, events, requester, files }: DeskStory, articles: ReadonlyMap<string, { readonly title: string; readonly href: string }>): DeskTicket | 'skip' {
  const [created] = events;
  if (created?.kind !== 'created' || created.words === undefined || requester.email === undefined) return 'skip';
  const { words, facts } = created;
  const { priority = 'medium', category, team, triage } = snapshotOf(events);
  const form = support?.forms.find(({ id }) => id === facts.form);
  const topic = form?.topics.find(({ id }) => id === facts.topic);
  const asked = Object.entries(words.fields ?? {}).map(([name, value]) => ({ label: form?.fields.find((field) => field.name === name)?.label ?? OURS[name] ?? name, value }));
  const article = articles.get(facts.article ?? '');
  return {
    reference,
    subject: words.subject ?? form?.title ?? site.name,
    body: words.body ?? asked.map(({ label, value }) => `${label}: ${value}`).join('\n'),
    requester: { email: requester.email, ...(words.name === undefined ? {} : { name: words.name }) },
    priority,
    category,
    team,
    tags: [...(triage?.tags ?? []), ...(triage?.vip === true ? ['vip'] : []), ...(triage?.security === true ? ['security'] : []), ...(triage?.compliance === true ? ['compliance'] : [])],
    fields: [...(topic === undefined ? [] : [{ label: 'Topic', value: topic.label }]), ...(facts.plan === undefined ? [] : [{ label: 'Plan', value: facts.plan }]), ...asked],
    links: article === undefined ? [] : [article],
    files,
  };
}

/** @returns `skip` when there is nothing to tell, or the desk gave no number */
export function deskMessage(event: TicketEvent | undefined, { reference, events, requester, files }: DeskStory): DeskMessage | 'skip' {
  const number = events.findLast((one) => one.kind === 'delivered' && one.facts.number !== undefined);
  if (event?.words?.body === undefined || requester.email === undefined || number?.kind !== 'delivered') return 'skip';
  return {
    reference,
    number: number.facts.number ?? '',
    requester: { email: requester.email },
    body: event.words.body,
    from: event.kind === 'received' ? 'requester' : 'us',
    files,
  };
}
