/**
 * The least that stores events durably: node:http, one prepared insert a row, no checks at all. `each` commits each
 * request, `shared` commits the requests of one event-loop turn together and answers after it. Prints its port.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const [mode = 'each', dataDir = ''] = process.argv.slice(2);
const database = new DatabaseSync(join(dataDir, `bare-${mode}.db`));
database.exec(`
  pragma journal_mode = wal;
  pragma synchronous = full;
  create table event (id text not null primary key, kind text not null, session text not null, facts text not null, happened_at integer not null) strict;
  create index event_time on event (happened_at);
`);
const insert = database.prepare('insert into event (id, kind, session, facts, happened_at) values (?, ?, ?, ?, ?)');

interface Batch {
  readonly session: string;
  readonly events: readonly { readonly kind: string }[];
}

const waiting: { batch: Batch; response: ServerResponse }[] = [];

function store({ session, events }: Batch): void {
  for (const event of events) insert.run(randomUUID(), event.kind, session, JSON.stringify(event), Date.now());
}

function commit(group: typeof waiting): void {
  database.exec('begin immediate');
  for (const { batch } of group) store(batch);
  database.exec('commit');
  for (const { response } of group) response.writeHead(204).end();
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    const one = { batch: JSON.parse(new URLSearchParams(text).get('events') ?? '') as Batch, response };
    if (mode === 'each') return commit([one]);
    if (waiting.push(one) === 1) setImmediate(() => commit(waiting.splice(0)));
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.once('SIGTERM', () => process.exit(0));
