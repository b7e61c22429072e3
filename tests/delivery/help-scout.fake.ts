/** Help Scout's Inbox API 2.0 as its documentation has it, as far as we use it. */
import { z } from 'zod';
import { fakeDesk, type FakeDesk, type Incoming, type Reply } from './fake.ts';

const attachments = z.array(z.strictObject({ fileName: z.string(), mimeType: z.string(), data: z.base64() }));
const conversation = z.strictObject({
  subject: z.string(),
  type: z.literal('email'),
  mailboxId: z.literal(85),
  status: z.literal('active'),
  autoReply: z.literal(false),
  customer: z.strictObject({ email: z.string(), firstName: z.string().max(40).optional(), lastName: z.string().max(40).optional() }),
  tags: z.array(z.string()),
  threads: z.tuple([z.strictObject({ type: z.literal('customer'), customer: z.strictObject({ email: z.string() }), text: z.string(), attachments })]),
});
const thread = z.strictObject({ text: z.string(), attachments, customer: z.strictObject({ email: z.string() }).optional() });

interface Conversation {
  id: number;
  tags: string[];
  threads: { kind: string; body: string }[];
}

export interface FakeHelpScout extends FakeDesk {
  readonly conversations: Conversation[];
  /** Tokens given out. */
  tokens: number;
  /** All tokens of before are refused. */
  withdrawTokens(): void;
}

export const HELPSCOUT_APP_SECRET = 'SENTINEL-secret-of-help-scout';

export async function fakeHelpScout(): Promise<FakeHelpScout> {
  const conversations: Conversation[] = [];
  let valid = '';

  function answer(request: Incoming): Reply {
    if (request.path === '/v2/oauth2/token') {
      const given = new URLSearchParams(request.body);
      if (desk.locked || given.get('client_secret') !== HELPSCOUT_APP_SECRET || given.get('grant_type') !== 'client_credentials') return { status: 400, body: { error: 'invalid_client' } };
      desk.tokens += 1;
      valid = `SENTINEL-access-${desk.tokens}`;
      return { status: 200, body: { token_type: 'bearer', access_token: valid, expires_in: 172_800 } };
    }
    if (request.headers.authorization !== `Bearer ${valid}` || desk.locked) return { status: 401, body: { error: 'invalid_token' } };
    if (request.method === 'POST' && request.path === '/v2/conversations') return create(request);
    if (request.method === 'GET' && request.path === '/v2/conversations') {
      const found = conversations.filter(({ tags }) => tags.includes(request.query.get('tag') ?? '') && request.query.get('status') === 'all');
      return { status: 200, body: { _embedded: { conversations: found.map(({ id }) => ({ id })) } } };
    }
    const [, id = '', what = ''] = /^\/v2\/conversations\/(\d+)\/(threads|customer|notes)$/.exec(request.path) ?? [];
    const one = conversations.find((some) => some.id === Number(id));
    if (one === undefined) return { status: 404 };
    if (what === 'threads') return threads(one, Number(request.query.get('page') ?? 1));
    const given = thread.parse(JSON.parse(request.body));
    one.threads.push({ kind: what, body: given.text });
    return { status: 201, headers: { 'resource-id': String(one.threads.length) } };
  }

  function create(request: Incoming): Reply {
    const given = conversation.parse(JSON.parse(request.body));
    const made = { id: 500 + conversations.length, tags: given.tags, threads: [{ kind: 'customer', body: given.threads[0].text }] };
    conversations.push(made);
    return { status: 201, headers: { 'resource-id': String(made.id) } };
  }

  function threads(one: Conversation, page: number): Reply {
    const newest = one.threads.toReversed();
    return { status: 200, body: { _embedded: { threads: newest.slice((page - 1) * 2, page * 2) }, page: { totalPages: Math.ceil(newest.length / 2) } } };
  }

  const writes = ({ method, path }: Incoming) => method === 'POST' && path !== '/v2/oauth2/token';
  const env = (url: string) => ({ BEDSIDE_DESK: 'help-scout', BEDSIDE_DESK_URL: url, HELPSCOUT_APP_ID: 'app', HELPSCOUT_APP_SECRET, HELPSCOUT_INBOX: '85' });
  const held = () =>
    conversations.map(({ id, tags, threads: all }) => ({ reference: (tags[0] ?? '').replace('bedside-', '').toUpperCase(), number: String(id), messages: all.map(({ body }) => body) }));
  const desk: FakeHelpScout = Object.assign(await fakeDesk(env, answer, writes, held), {
    conversations,
    tokens: 0,
    withdrawTokens() {
      valid = 'withdrawn';
    },
  });
  return desk;
}
