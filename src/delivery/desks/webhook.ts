/** A signed webhook: for desks of one's own, and for automation services. */
import { z } from 'zod';
import type { Outcome } from '../../outbox/outcome.ts';
import { ask, expect, json, taken } from '../ask.ts';
import type { Attempt, DeskFile, DeskKind } from '../desk.ts';
import { deskUrl, settings } from '../setting.ts';
import { signed, WEBHOOK_SECRET } from '../signature.ts';

/** What the receiver may answer: its own number for the ticket. */
const answered = z.object({ number: z.union([z.string().regex(/^[\w.:/-]{1,100}$/), z.number().int()]) });

export const webhook: DeskKind = {
  name: 'webhook',
  open(env, { fetch: fetcher, clock }) {
    const { BEDSIDE_DESK_URL, BEDSIDE_DESK_SECRET: secret } = settings(env, 'webhook', {
      BEDSIDE_DESK_URL: { form: /./, says: 'the address that takes tickets.' },
      BEDSIDE_DESK_SECRET: { form: WEBHOOK_SECRET, says: 'the secret that signs them, at least 32 characters, for example whsec_ and the output of openssl rand -base64 32.' },
    });
    const url = deskUrl(BEDSIDE_DESK_URL);

    const send = (type: string, attempt: Attempt, data: object): Promise<Outcome> =>
      taken(async (): Promise<Outcome> => {
        const body = JSON.stringify({ type, id: attempt.key, timestamp: new Date(attempt.writtenAt).toISOString(), data });
        const headers = { 'content-type': 'application/json', ...signed(secret, attempt.key, clock(), body) };
        const answer = expect(await ask(fetcher, { method: 'POST', url, headers, body, signal: attempt.signal }), clock(), 200, 201, 202, 204);
        const told = answered.safeParse(json(answer));
        return { kind: 'done', result: type === 'ticket.created' && told.success ? { number: String(told.data.number) } : undefined };
      });

    return {
      says: `Tickets are handed to a webhook at ${url.host}.`,
      create: async ({ files, ...ticket }, attempt) => send('ticket.created', attempt, { ...ticket, files: await inBase64(files) }),
      append: async ({ files, ...message }, attempt) => send('ticket.message', attempt, { ...message, files: await inBase64(files) }),
    };
  },
};

function inBase64(files: readonly DeskFile[]): Promise<object[]> {
  return Promise.all(files.map(async ({ id, name, type, bytes }) => ({ id, name, type, base64: (await bytes()).toString('base64') })));
}
