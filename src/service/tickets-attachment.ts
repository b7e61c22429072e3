/** A stored file, for whoever has the link that we signed: always a download, never a page. */
import type { Context } from 'hono';
import { mayRead, readAttachment } from '../attachments/read.ts';
import { notFound } from './problems.ts';
import type { TicketRooms } from './tickets-rooms.ts';

export async function getAttachment(context: Context, rooms: TicketRooms): Promise<Response> {
  const store = await rooms.store();
  const id = context.req.param('id') ?? '';
  const file = mayRead(store.envelope, id, context.req.query('t') ?? '', rooms.clock()) ? await readAttachment(store, id) : undefined;
  if (file === undefined) throw notFound('file');
  return context.body(new Uint8Array(file.content), 200, {
    'content-type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'content-disposition': `attachment; filename="${plainName(file.name)}"; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16)}`)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  });
}

/** For programs that know no other letters. */
function plainName(name: string): string {
  return name.replaceAll(/[^\w.() -]/g, '_');
}
