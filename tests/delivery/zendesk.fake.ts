/** Zendesk's Tickets API as its documentation has it, as far as we use it. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fakeDesk, type FakeDesk, type Incoming, type Reply } from './fake.ts';

const comment = z.strictObject({ body: z.string().min(1).max(65_535), public: z.boolean(), author_id: z.number().optional(), uploads: z.array(z.string()).optional() });
const newTicket = z.strictObject({
  ticket: z.strictObject({
    subject: z.string().regex(/^[^\n]*$/),
    comment,
    requester: z.strictObject({ name: z.string().min(1), email: z.string() }),
    priority: z.enum(['urgent', 'high', 'normal', 'low']).optional(),
    tags: z.array(z.string().regex(/^\S+$/)).optional(),
    external_id: z.string(),
    via_followup_source_id: z.number().optional(),
  }),
});
const change = z.strictObject({ ticket: z.strictObject({ comment, metadata: z.record(z.string(), z.string()) }) });

interface Ticket {
  id: number;
  external_id: string;
  requester_id: number;
  status: string;
  comments: z.infer<typeof comment>[];
  audits: { metadata: { custom: Record<string, string> } }[];
}

export interface FakeZendesk extends FakeDesk {
  readonly tickets: Ticket[];
  readonly uploads: Map<string, string>;
  /** Two hours have passed. */
  forgetKeys(): void;
}

export const ZENDESK_TOKEN = 'SENTINEL-token-of-zendesk';

export async function fakeZendesk(): Promise<FakeZendesk> {
  const tickets: Ticket[] = [];
  const keys = new Map<string, { digest: string; reply: Reply }>();
  const uploads = new Map<string, string>();
  const expected = `Basic ${Buffer.from(`agent@example.org/token:${ZENDESK_TOKEN}`).toString('base64')}`;

  function answer(request: Incoming): Reply {
    if (request.headers.authorization !== expected || desk.locked) return { status: 401, body: { error: 'Couldn’t authenticate you' } };
    if (request.method === 'POST' && request.path === '/api/v2/uploads.json') return upload(request);
    if (request.method === 'POST' && request.path === '/api/v2/tickets.json') return create(request);
    if (request.method === 'GET' && request.path === '/api/v2/tickets.json') {
      return { status: 200, body: { tickets: tickets.filter(({ external_id }) => external_id === request.query.get('external_id')) } };
    }
    const [, id = '', rest = ''] = /^\/api\/v2\/tickets\/(\d+)(\/audits)?\.json$/.exec(request.path) ?? [];
    const ticket = tickets.find((one) => one.id === Number(id));
    if (ticket === undefined) return { status: 404, body: { error: 'RecordNotFound' } };
    if (rest === '/audits') return audits(ticket, request);
    if (request.method === 'GET') return { status: 200, body: { ticket } };
    return update(ticket, request);
  }

  function create(request: Incoming): Reply {
    const key = String(request.headers['idempotency-key'] ?? '');
    const digest = createHash('sha256').update(request.body).digest('hex');
    const known = keys.get(key);
    if (known !== undefined && known.digest !== digest) return { status: 400, body: { error: 'IdempotentRequestError', description: 'The key was used with other parameters' } };
    if (known !== undefined) return { ...known.reply, headers: { 'x-idempotency-lookup': 'hit' } };
    const { ticket } = newTicket.parse(JSON.parse(request.body));
    if (ticket.requester.email === 'suspended@example.org') return { status: 422, body: { error: 'RecordInvalid', details: { requester: [{ description: 'Requester is suspended.' }] } } };
    const made: Ticket = { id: 1_000 + tickets.length, external_id: ticket.external_id, requester_id: 77, status: 'new', comments: [ticket.comment], audits: [{ metadata: { custom: {} } }] };
    tickets.push(made);
    const reply: Reply = { status: 201, body: { ticket: { id: made.id, requester_id: made.requester_id, status: 'new' } } };
    keys.set(key, { digest, reply });
    return { ...reply, headers: { 'x-idempotency-lookup': 'miss' } };
  }

  function update(ticket: Ticket, request: Incoming): Reply {
    if (ticket.status === 'closed') return { status: 422, body: { error: 'RecordInvalid', details: { status: [{ description: 'closed prevents ticket update' }] } } };
    const given = change.parse(JSON.parse(request.body)).ticket;
    ticket.comments.push(given.comment);
    ticket.audits.push({ metadata: { custom: given.metadata } });
    return { status: 200, body: { ticket: { id: ticket.id }, audit: {} } };
  }

  /** Two audits a page, so that ours has to be looked for. */
  function audits(ticket: Ticket, request: Incoming): Reply {
    const from = Number(request.query.get('page[after]') ?? 0);
    const more = from + 2 < ticket.audits.length;
    return { status: 200, body: { audits: ticket.audits.slice(from, from + 2), meta: { has_more: more }, links: { next: more ? `${desk.url}/api/v2/tickets/${ticket.id}/audits.json?page[after]=${from + 2}` : null } } };
  }

  function upload(request: Incoming): Reply {
    const token = `upload-${uploads.size + 1}`;
    uploads.set(token, `${request.query.get('filename')}:${request.body}`);
    return { status: 201, body: { upload: { token } } };
  }

  const writes = ({ method, path }: Incoming) => method === 'PUT' || (method === 'POST' && path === '/api/v2/tickets.json');
  const env = (url: string) => ({ BEDSIDE_DESK: 'zendesk', BEDSIDE_DESK_URL: url, ZENDESK_EMAIL: 'agent@example.org', ZENDESK_TOKEN });
  const held = () => tickets.map(({ id, external_id, comments }) => ({ reference: external_id, number: String(id), messages: comments.map(({ body }) => body) }));
  const desk: FakeZendesk = Object.assign(await fakeDesk(env, answer, writes, held), { tickets, uploads, forgetKeys: () => keys.clear() });
  return desk;
}
