/**
 * What Help Scout tells by its webhooks (`convo.*`, the v2 conversation as body), in the words of ours. Its
 * conversation carries the ticket's reference as the tag that our adapter gave it.
 */
import { z } from 'zod';

const thread = z.object({ id: z.number().int(), type: z.string(), body: z.string().nullish(), createdAt: z.iso.datetime({ offset: true }) });
const conversation = z.object({
  id: z.number().int(),
  status: z.string(),
  userUpdatedAt: z.iso.datetime({ offset: true }).optional(),
  tags: z.array(z.object({ tag: z.string() })).default([]),
  assignee: z.object({ id: z.number().int() }).nullish(),
  _embedded: z.object({ threads: z.array(thread).default([]) }).default({ threads: [] }),
});

/** An id of ours at the end: we wrote it there ourselves, and it is in the log. */
const OURS = /\([\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[\da-f]{4}-[\da-f]{12}\)\s*$/;

/** Which threads an event is about. */
const THREADS: Readonly<Record<string, { readonly type: string; readonly thread: string }>> = {
  'convo.agent.reply.created': { type: 'ticket.replied', thread: 'message' },
  'convo.customer.reply.created': { type: 'ticket.received', thread: 'customer' },
  'convo.note.created': { type: 'ticket.noted', thread: 'note' },
};

const STATES: Readonly<Record<string, string>> = { active: 'ticket.active', pending: 'ticket.waiting', closed: 'ticket.resolved' };

/**
 * @param event the header `X-HelpScout-Event`
 * @returns a body as `hookSchema` has it, with the sender's own id of the fact where it has one; `undefined` for what is
 *   none of a ticket's, or was ours
 */
export function fromHelpScout(event: string, body: unknown): { readonly id?: string; readonly told: unknown } | undefined {
  const read = conversation.safeParse(body);
  if (!read.success) return undefined;
  const { tags, status, assignee, userUpdatedAt, _embedded } = read.data;
  const reference = tags.map(({ tag }) => /^bedside-([0-9a-z]{4}-[0-9a-z]{4})$/i.exec(tag)?.[1]).find((one) => one !== undefined);
  if (reference === undefined) return undefined;
  const about = THREADS[event];
  if (about !== undefined) {
    const newest = _embedded.threads.filter(({ type }) => type === about.thread).sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt) || b.id - a.id)[0];
    const words = textOf(newest?.body ?? '');
    if (newest === undefined || OURS.test(words)) return undefined;
    return { id: `thread-${newest.id}`, told: { type: about.type, timestamp: newest.createdAt, data: { reference, ...(words === '' ? {} : { words: words.slice(0, 50_000) }) } } };
  }
  if (userUpdatedAt === undefined) return undefined;
  if (event === 'convo.assigned' && assignee) return { told: { type: 'ticket.assigned', timestamp: userUpdatedAt, data: { reference, agent: `user-${assignee.id}` } } };
  const type = event === 'convo.status' ? STATES[status] : undefined;
  return type === undefined ? undefined : { told: { type, timestamp: userUpdatedAt, data: { reference } } };
}

/** Threads are HTML. */
function textOf(html: string): string {
  return html
    .replaceAll(/<br\s*\/?>|<\/(p|div|li)>/gi, '\n')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&nbsp;', ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#039;', "'")
    .replaceAll('&amp;', '&')
    .trim();
}
