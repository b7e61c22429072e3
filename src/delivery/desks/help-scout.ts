/**
 * Help Scout's Inbox API 2.0.
 *
 * It knows no idempotency key and no outside id. A conversation carries its reference as a tag, a later message its
 * key as its last line; both are looked for before anything is written again, and not before its lists have caught up.
 */
import { z } from 'zod';
import type { Outcome } from '../../outbox/outcome.ts';
import { ticketAsText } from '../as-text.ts';
import { ask, expect, json, NotTaken, statusOutcome, taken, type Answer } from '../ask.ts';
import type { Attempt, DeskFile, DeskKind } from '../desk.ts';
import { deskUrl, settings } from '../setting.ts';

const API = 'https://api.helpscout.net';
/** How long lists may lag behind what was written. */
const LISTS_LAG_MS = 60_000;

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const listAnswer = z.object({ _embedded: z.object({ conversations: z.array(z.object({ id: z.number().int() })) }).nullish() });
const threadsAnswer = z.object({ _embedded: z.object({ threads: z.array(z.object({ body: z.string().nullish() })) }).nullish(), page: z.object({ totalPages: z.number() }).nullish() });

export const helpScout: DeskKind = {
  name: 'help-scout',
  open(env, { fetch: fetcher, clock }) {
    const { HELPSCOUT_APP_ID, HELPSCOUT_APP_SECRET, HELPSCOUT_INBOX } = settings(env, 'help-scout', {
      HELPSCOUT_APP_ID: { form: /^\S+$/, says: 'the App ID of a custom app (Your profile, My apps).' },
      HELPSCOUT_APP_SECRET: { form: /^\S{8,}$/, says: 'the App Secret of the same app.' },
      HELPSCOUT_INBOX: { form: /^\d+$/, says: 'the number of the inbox that tickets go to.' },
    });
    const base = deskUrl(env.BEDSIDE_DESK_URL || API);
    let token: { text: string; until: number } | undefined;

    async function freshToken(attempt: Attempt): Promise<string> {
      if (token !== undefined && clock() < token.until) return token.text;
      const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: HELPSCOUT_APP_ID, client_secret: HELPSCOUT_APP_SECRET }).toString();
      const answer = await ask(fetcher, { method: 'POST', url: new URL('/v2/oauth2/token', base), signal: attempt.signal, headers: { 'content-type': 'application/x-www-form-urlencoded' }, body });
      // Wrong credentials are a 400 by OAuth's rules.
      if (answer.status === 400) throw new NotTaken({ kind: 'locked-out', error: 'http.400' });
      const { access_token, expires_in } = read(tokenAnswer, expect(answer, clock(), 200));
      token = { text: access_token, until: clock() + (expires_in - 60) * 1_000 };
      return access_token;
    }

    async function call(method: 'GET' | 'POST', path: string, attempt: Attempt, body?: object): Promise<Answer> {
      const once = async () =>
        ask(fetcher, {
          method,
          url: new URL(path, base),
          signal: attempt.signal,
          headers: { authorization: `Bearer ${await freshToken(attempt)}`, accept: 'application/json', 'content-type': 'application/json' },
          ...(body && { body: JSON.stringify(body) }),
        });
      const answer = await once();
      if (answer.status !== 401) return answer;
      // A token may be withdrawn before its time. With a new one it is known whether we are.
      token = undefined;
      return once();
    }

    /** Writes, and when it is open whether that was taken, lets the lists catch up before anybody looks. */
    async function write(path: string, attempt: Attempt, body: object): Promise<Answer> {
      try {
        return expect(await call('POST', path, attempt, body), clock(), 201);
      } catch (error) {
        if (!(error instanceof NotTaken) || error.outcome.kind !== 'later' || error.outcome.error === 'http.429') throw error;
        throw new NotTaken({ ...error.outcome, afterMs: Math.max(LISTS_LAG_MS, error.outcome.afterMs ?? 0) });
      }
    }

    async function findByTag(tag: string, attempt: Attempt): Promise<Outcome | undefined> {
      const query = new URLSearchParams({ mailbox: HELPSCOUT_INBOX, tag, status: 'all' });
      const found = read(listAnswer, expect(await call('GET', `/v2/conversations?${query.toString()}`, attempt), clock(), 200))._embedded?.conversations[0];
      return found && { kind: 'done', result: { number: String(found.id) } };
    }

    async function hasThread(conversation: string, attempt: Attempt): Promise<boolean> {
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const list = read(threadsAnswer, expect(await call('GET', `/v2/conversations/${conversation}/threads?page=${page}`, attempt), clock(), 200));
        if (list._embedded?.threads.some(({ body }) => body?.includes(attempt.key))) return true;
        pages = Math.min(50, list.page?.totalPages ?? 1);
      }
      return false;
    }

    return {
      says: `Tickets are handed to Help Scout at ${base.host}.`,

      create: (ticket, attempt) =>
        taken(async () => {
          const tag = `bedside-${ticket.reference.toLowerCase()}`;
          const found = attempt.first ? undefined : await findByTag(tag, attempt);
          if (found) return found;
          const { email, name } = ticket.requester;
          const [firstName, ...lastName] = (name ?? '').trim().split(/\s+/);
          const customer = { email, ...(firstName ? { firstName: firstName.slice(0, 40) } : {}), ...(lastName.length > 0 ? { lastName: lastName.join(' ').slice(0, 40) } : {}) };
          const answer = await write('/v2/conversations', attempt, {
            subject: ticket.subject,
            type: 'email',
            mailboxId: Number(HELPSCOUT_INBOX),
            status: 'active',
            // The acknowledgement is ours.
            autoReply: false,
            customer,
            tags: [tag, `priority-${ticket.priority}`, ...[...ticket.tags, ticket.category, ticket.team].filter((one) => one !== undefined)],
            threads: [{ type: 'customer', customer: { email }, text: asHtml(ticketAsText(ticket)), attachments: await inBase64(ticket.files) }],
          });
          return { kind: 'done', result: { number: number(answer) } };
        }),

      append: (message, attempt) =>
        taken(async () => {
          const conversation = encodeURIComponent(message.number);
          if (!attempt.first && (await hasThread(conversation, attempt))) return { kind: 'done' };
          const attachments = await inBase64(message.files);
          const text = asHtml(`${message.body}\n\n(${attempt.key})`);
          if (message.from === 'us') await write(`/v2/conversations/${conversation}/notes`, attempt, { text, attachments });
          else await write(`/v2/conversations/${conversation}/customer`, attempt, { text, attachments, customer: { email: message.requester.email } });
          return { kind: 'done' };
        }),
    };

    function number({ headers }: Answer): string {
      const id = headers.get('resource-id') ?? '';
      // Taken, but by what? A look at the list will tell.
      if (!/^\d+$/.test(id)) throw new NotTaken({ kind: 'later', error: 'help-scout.no-number', blame: 'row', afterMs: LISTS_LAG_MS });
      return id;
    }

    function read<T>(schema: z.ZodType<T>, answer: Answer): T {
      const parsed = schema.safeParse(json(answer));
      if (!parsed.success) throw new NotTaken(statusOutcome({ status: 502, headers: answer.headers }, clock()));
      return parsed.data;
    }
  },
};

/** A thread's text is HTML to Help Scout; what people wrote is not. */
function asHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>\n');
}

function inBase64(files: readonly DeskFile[]): Promise<object[]> {
  return Promise.all(files.map(async ({ name, type, bytes }) => ({ fileName: name, mimeType: type, data: (await bytes()).toString('base64') })));
}
