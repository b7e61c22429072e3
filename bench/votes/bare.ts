/**
 * The least that stores a vote durably: node:http, one prepared insert, no checks at all. `each` commits each row,
 * `shared` commits the rows of one event-loop turn together and answers after it. Prints its port.
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
  create table vote (id text not null primary key, article text not null, revision text not null, session text not null, answer text not null, created_at integer not null) strict;
  create unique index vote_once on vote (session, article, revision);
`);
const insert = database.prepare('insert into vote (id, article, revision, session, answer, created_at) values (?, ?, ?, ?, ?, ?)');

interface Vote {
  readonly article: string;
  readonly revision: string;
  readonly session: string;
  readonly answer: string;
}

let waiting: { vote: Vote; response: ServerResponse }[] = [];

function store({ article, revision, session, answer }: Vote): void {
  insert.run(randomUUID(), article, revision, session, answer, Date.now());
}

function stored(response: ServerResponse): void {
  response.writeHead(201, { 'content-type': 'application/json' }).end('{"status":"stored"}');
}

function commitTogether(): void {
  const group = waiting;
  waiting = [];
  database.exec('begin immediate');
  for (const { vote } of group) store(vote);
  database.exec('commit');
  for (const { response } of group) stored(response);
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    const vote = JSON.parse(text) as Vote;
    if (mode === 'each') {
      store(vote);
      stored(response);
      return;
    }
    if (waiting.push({ vote, response }) === 1) setImmediate(commitTogether);
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.once('SIGTERM', () => process.exit(0));
