/**
 * Zendesk's Tickets API.
 *
 * A create carries an idempotency key that Zendesk remembers for two hours, and our reference as `external_id`, by
 * which a repeat is found after that. A comment has no key: ours stands in the metadata of its audit, invisible to
 * readers, and is looked for before a comment is written again.
 */
import { z } from 'zod';
import type { Outcome } from '../../outbox/outcome.ts';
import { fitted, subjectLine, ticketAsText } from '../as-text.ts';
import { ask, expect, json, NotTaken, statusOutcome, taken, type Answer } from '../ask.ts';
import type { Attempt, DeskFile, DeskKind, DeskMessage, DeskTicket } from '../desk.ts';
import { deskUrl, settings } from '../setting.ts';

const PRIORITIES = { critical: 'urgent', high: 'high', medium: 'normal', low: 'low' } as const;
/** Zendesk takes about 65,000 characters. */
const LONGEST_BODY = 60_000;
/** An upload that no ticket took expires after an hour. */
const UPLOAD_LIFE_MS = 50 * 60_000;
/** A key that was used with other words is free again after two hours; until then we look from time to time. */
const KEY_TAKEN_MS = 10 * 60_000;
const PAGES = 50;

const number = z.number().int();
const ticketAnswer = z.object({ ticket: z.object({ id: number, requester_id: number.nullish(), status: z.string().optional() }) });
const ticketsAnswer = z.object({ tickets: z.array(z.object({ id: number, external_id: z.string().nullish() })) });
const uploadAnswer = z.object({ upload: z.object({ token: z.string().regex(/^[\w.-]{1,150}$/) }) });
const auditsAnswer = z.object({
  audits: z.array(z.object({ metadata: z.object({ custom: z.record(z.string(), z.unknown()).nullish() }).nullish() })),
  meta: z.object({ has_more: z.boolean() }).nullish(),
  links: z.object({ next: z.string().nullish() }).nullish(),
});

export const zendesk: DeskKind = {
  name: 'zendesk',
  open(env, { fetch: fetcher, clock }) {
    const given = settings(env, 'zendesk', {
      ZENDESK_SUBDOMAIN: { form: env.BEDSIDE_DESK_URL ? /^/ : /^[a-z0-9][a-z0-9-]*$/i, says: 'the part before .zendesk.com.' },
      ZENDESK_EMAIL: { form: /^\S+@\S+$/, says: 'the e-mail address of the agent whose token it is.' },
      ZENDESK_TOKEN: { form: /^\S{8,}$/, says: 'an API token from Admin Center, Apps and integrations, APIs.' },
    });
    const base = deskUrl(env.BEDSIDE_DESK_URL || `https://${given.ZENDESK_SUBDOMAIN}.zendesk.com`);
    const authorization = `Basic ${Buffer.from(`${given.ZENDESK_EMAIL}/token:${given.ZENDESK_TOKEN}`).toString('base64')}`;

    function call(method: 'GET' | 'POST' | 'PUT', path: string, attempt: Attempt, body?: object, headers: Record<string, string> = {}): Promise<Answer> {
      const url = new URL(path, base);
      return ask(fetcher, { method, url, signal: attempt.signal, headers: { authorization, accept: 'application/json', 'content-type': 'application/json', ...headers }, ...(body && { body: JSON.stringify(body) }) });
    }

    async function upload(file: DeskFile, attempt: Attempt): Promise<string> {
      const url = new URL('/api/v2/uploads.json', base);
      url.searchParams.set('filename', file.name);
      const body = new Uint8Array(await file.bytes());
      const answer = await ask(fetcher, { method: 'POST', url, signal: attempt.signal, headers: { authorization, 'content-type': file.type }, body });
      return read(uploadAnswer, expect(answer, clock(), 200, 201)).upload.token;
    }

    /** Each file once, though the attempt that uploaded it failed later. */
    async function uploads(files: readonly DeskFile[], attempt: Attempt): Promise<string[]> {
      let progress = { ...attempt.progress };
      const tokens: string[] = [];
      for (const file of files) {
        const [known, at] = [progress[`upload.${file.id}`], Number(progress[`upload.${file.id}.at`] ?? 0)];
        const token = typeof known === 'string' && clock() - at < UPLOAD_LIFE_MS ? known : await upload(file, attempt);
        if (token !== known) {
          progress = { ...progress, [`upload.${file.id}`]: token, [`upload.${file.id}.at`]: clock() };
          await attempt.save(progress);
        }
        tokens.push(token);
      }
      return tokens;
    }

    async function findByExternalId(externalId: string, attempt: Attempt): Promise<Outcome | undefined> {
      const answer = expect(await call('GET', `/api/v2/tickets.json?external_id=${encodeURIComponent(externalId)}`, attempt), clock(), 200);
      const found = read(ticketsAnswer, answer).tickets.find(({ external_id }) => external_id === externalId);
      return found && { kind: 'done', result: { number: String(found.id) } };
    }

    /** Writes a ticket once: looks first when an earlier attempt may have been taken, and again when the key is known. */
    async function createOnce(externalId: string, attempt: Attempt, ticket: () => Promise<object>): Promise<Outcome> {
      const found = attempt.first ? undefined : await findByExternalId(externalId, attempt);
      if (found) return found;
      const answer = await call('POST', '/api/v2/tickets.json', attempt, { ticket: { ...(await ticket()), external_id: externalId } }, { 'idempotency-key': attempt.key });
      if (answer.status === 400 && answer.text.includes('IdempotentRequestError')) {
        return (await findByExternalId(externalId, attempt)) ?? { kind: 'later', error: 'zendesk.key-taken', blame: 'row', afterMs: KEY_TAKEN_MS };
      }
      return { kind: 'done', result: { number: String(read(ticketAnswer, expect(answer, clock(), 200, 201)).ticket.id) } };
    }

    async function hasComment(ticket: string, attempt: Attempt): Promise<boolean> {
      let path = `/api/v2/tickets/${ticket}/audits.json?page[size]=100`;
      for (let page = 0; page < PAGES; page += 1) {
        const { audits, meta, links } = read(auditsAnswer, expect(await call('GET', path, attempt), clock(), 200));
        if (audits.some(({ metadata }) => metadata?.custom?.['bedside_key'] === attempt.key)) return true;
        if (!meta?.has_more || !links?.next || new URL(links.next, base).origin !== base.origin) return false;
        path = links.next;
      }
      return false;
    }

    async function comment(message: DeskMessage, author: number | null | undefined, attempt: Attempt): Promise<object> {
      const tokens = await uploads(message.files, attempt);
      const public_ = message.from === 'requester';
      return { body: fitted(message.body, LONGEST_BODY, message.reference), public: public_, ...(public_ && typeof author === 'number' ? { author_id: author } : {}), ...(tokens.length > 0 ? { uploads: tokens } : {}) };
    }

    return {
      says: `Tickets are handed to Zendesk at ${base.host}.`,

      create: (ticket, attempt) =>
        taken(() =>
          createOnce(ticket.reference, attempt, async () => {
            const tokens = await uploads(ticket.files, attempt);
            return { ...firstWords(ticket, tokens), priority: PRIORITIES[ticket.priority], tags: tags(ticket), requester: requesterOf(ticket) };
          }),
        ),

      append: (message, attempt) =>
        taken(async () => {
          const { ticket } = read(ticketAnswer, expect(await call('GET', `/api/v2/tickets/${encodeURIComponent(message.number)}.json`, attempt), clock(), 200));
          // A closed ticket takes nothing more; what comes after is a ticket of its own that points back.
          if (ticket.status === 'closed') {
            return createOnce(`${message.reference}/${attempt.key}`, attempt, async () => ({
              subject: message.reference,
              comment: await comment(message, undefined, attempt),
              requester: requesterOf(message),
              via_followup_source_id: ticket.id,
            }));
          }
          if (!attempt.first && (await hasComment(message.number, attempt))) return { kind: 'done' };
          const change = { comment: await comment(message, ticket.requester_id, attempt), metadata: { bedside_key: attempt.key } };
          expect(await call('PUT', `/api/v2/tickets/${ticket.id}.json`, attempt, { ticket: change }), clock(), 200);
          return { kind: 'done' };
        }),
    };

    function read<T>(schema: z.ZodType<T>, answer: Answer): T {
      const parsed = schema.safeParse(json(answer));
      // A 200 that is not Zendesk's is a proxy's or a maintenance page's.
      if (!parsed.success) throw new NotTaken(statusOutcome({ status: 502, headers: answer.headers }, clock()));
      return parsed.data;
    }
  },
};

function firstWords(ticket: DeskTicket, tokens: readonly string[]): object {
  const body = fitted(ticketAsText(ticket), LONGEST_BODY, ticket.reference);
  return { subject: subjectLine(ticket.subject), comment: { body, public: true, ...(tokens.length > 0 ? { uploads: tokens } : {}) } };
}

/** A new requester needs a name. */
function requesterOf({ requester: { email, name } }: Pick<DeskTicket, 'requester'>): object {
  return { email, name: name?.trim() || email };
}

/** Zendesk splits tags at spaces. */
function tags({ tags: given, category, team }: DeskTicket): string[] {
  return ['bedside', ...given, category, team].flatMap((tag) => (tag ? [tag.toLowerCase().replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')] : []));
}
