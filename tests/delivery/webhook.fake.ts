/** A receiver of webhooks as docs/operators/delivery.md asks for one: checks the signature, takes each id once. */
import { z } from 'zod';
import { isSigned } from '../../src/delivery/signature.ts';
import { fakeDesk, type FakeDesk, type HeldTicket, type Incoming, type Reply } from './fake.ts';

const event = z.object({ type: z.enum(['ticket.created', 'ticket.message']), id: z.string(), timestamp: z.iso.datetime(), data: z.object({ reference: z.string(), body: z.string() }) });

export const WEBHOOK_SECRET = 'whsec_U0VOVElORUwtc2VjcmV0LW9mLXRoZS13ZWJob29rLTEyMzQ1Ng==';

export async function fakeReceiver(clock: () => number): Promise<FakeDesk> {
  const held: HeldTicket[] = [];
  const seen = new Set<string>();

  function answer({ headers, body }: Incoming): Reply {
    if (desk.locked || !isSigned(WEBHOOK_SECRET, headers as Record<string, string>, body, clock())) return { status: 401 };
    const { type, id, data } = event.parse(JSON.parse(body));
    if (id !== headers['webhook-id']) return { status: 400 };
    const known = held.find(({ reference }) => reference === data.reference);
    if (seen.has(id)) return { status: 200, body: { number: known?.number } };
    seen.add(id);
    if (type === 'ticket.created') held.push({ reference: data.reference, number: `W-${held.length + 1}`, messages: [data.body] });
    else known?.messages.push(data.body);
    return { status: 200, body: { number: held.at(-1)?.number } };
  }

  const env = (url: string) => ({ BEDSIDE_DESK: 'webhook', BEDSIDE_DESK_URL: `${url}/tickets`, BEDSIDE_DESK_SECRET: WEBHOOK_SECRET });
  const desk = await fakeDesk(env, answer, () => true, () => held);
  return desk;
}
