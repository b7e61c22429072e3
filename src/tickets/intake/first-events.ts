/** What a ticket begins with, from what a reader answered. */
import type { Answers } from '../../forms/answers.ts';
import type { Form } from '../../forms/form.ts';
import type { EventWords, FactsOf } from '../events.ts';
import type { EventDraft, NewAttachment } from '../record.ts';
import type { KnownUser } from './known-user.ts';

/** What somebody sent, checked. */
export interface Sent {
  readonly form: Form;
  readonly answers: Answers;
  /** Whom the product named, if it did. */
  readonly user?: KnownUser | undefined;
  /** The reader's, by its real name. */
  readonly timeZone?: string | undefined;
  /** An open incident that it may be about: the reader was shown it, and did not say that it is something else. */
  readonly incident?: { readonly id: string; readonly components: readonly string[] } | undefined;
  /** Looked at, and safe to hand on. */
  readonly files: readonly NewAttachment[];
}

/** Decides category, priority, team and the rest; `undefined` when nothing decides here. */
export type Triage = (sent: Sent) => FactsOf<'triaged'> | undefined;

/** `created`, `triaged` and `assigned`, the latter two when triage decides, and `linked` to an incident. */
export function firstEvents(sent: Sent, triage: Triage): EventDraft[] {
  const { form, answers, user, files } = sent;
  const { topic, article, component } = answers;
  const created: EventDraft = {
    kind: 'created',
    facts: {
      channel: form.channel,
      form: form.id,
      topic,
      ...(article === undefined ? {} : { article }),
      ...(component === undefined ? {} : { component }),
      ...(user?.plan === undefined ? {} : { plan: user.plan }),
      attachments: files.length,
    },
    actor: { kind: 'requester' },
    source: 'form',
    words: wordsOf(sent),
    attachments: files,
  };
  const triaged = triage(sent);
  const bySystem = { actor: { kind: 'system' }, source: 'form' } as const;
  const linked: EventDraft[] = sent.incident === undefined ? [] : [{ kind: 'linked', facts: { incident: sent.incident.id }, ...bySystem }];
  if (triaged === undefined) return [created, ...linked];
  return [created, { kind: 'triaged', facts: triaged, ...bySystem }, { kind: 'assigned', facts: { team: triaged.team }, ...bySystem }, ...linked];
}

/** Names with a dot are none of a form's fields. */
function wordsOf({ answers, user }: Sent): EventWords {
  const fields: Record<string, string> = { ...answers.fields };
  if (answers.query !== undefined) fields['search.query'] = answers.query;
  if (user !== undefined) {
    fields['account.id'] = user.id;
    if (user.specialty !== undefined) fields['account.specialty'] = user.specialty;
    if (user.reputation !== undefined) fields['account.reputation'] = String(user.reputation);
    for (const name of ['verified', 'enterprise'] as const) if (user[name] === true) fields[`account.${name}`] = 'yes';
  }
  return {
    ...(answers.name === undefined ? {} : { name: answers.name }),
    subject: answers.subject,
    ...(answers.message === '' ? {} : { body: answers.message }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
  };
}
