/**
 * The least that stores the same rows durably: node:http, prepared inserts, one transaction a ticket, no checks, no
 * seals, no triage. Prints its port.
 */
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DatabaseSync } from 'node:sqlite';
import { databaseFile, openForWriting } from '../../src/store/sqlite-file.ts';
import { pooledBytes, uuidv7 } from '../../src/store/uuid.ts';

const [, dataDir = ''] = process.argv.slice(2);
const { database } = await openForWriting(databaseFile(dataDir), 'fail');

/** As long as a sealed text of this many characters is. */
const sealed = (characters: number) => 'x'.repeat(Math.ceil(((characters + 16) * 4) / 3) + 30);
const HASH = 'h'.repeat(43);
/** As digests and blind indexes are: no two alike, so that they land all over their index. */
const digest = (characters: 43 | 52) => Buffer.from(pooledBytes(Math.floor((characters * 3) / 4))).toString('base64url');

const insert = {
  limit: prepared(database, 'limit_window', ['bucket', 'key', 'window_start', 'window_end', 'count'], 'on conflict (bucket, key, window_start) do update set count = count + 1'),
  token: prepared(database, 'spent_token', ['digest', 'expires_at']),
  requester: prepared(database, 'requester', ['id', 'email_sealed', 'email_index', 'name_sealed', 'time_zone', 'created_at']),
  ticket: prepared(database, 'ticket', ['id', 'reference', 'requester', 'state', 'category', 'priority', 'team', 'tier', 'level', 'topic', 'events', 'chain_head', 'next_due_at', 'next_due_clock', 'look_at', 'created_at', 'updated_at']),
  event: prepared(database, 'ticket_event', ['id', 'ticket', 'seq', 'kind', 'at', 'recorded_at', 'actor', 'source', 'facts', 'words_sealed', 'words_salt', 'words_digest', 'previous', 'hash']),
  outbox: prepared(database, 'outbox', ['id', 'kind', 'lane', 'place', 'gate', 'about', 'once_key', 'state', 'attempts', 'due_at', 'patience_from', 'created_at']),
  answer: prepared(database, 'idempotent_request', ['key', 'body', 'ticket', 'answer_sealed', 'created_at', 'expires_at']),
};

function prepared(on: DatabaseSync, table: string, columns: readonly string[], after = '') {
  return on.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')}) ${after}`);
}

interface Message {
  readonly subject: string;
  readonly message: string;
  readonly email: string;
}

/** As long as ours is on average: 518 characters. */
const RULED = JSON.stringify({ category: 'technical', priority: 'medium', team: 'support', tier: 'first', tags: [], vip: false, security: false, compliance: false, rulings: [{ rule: 'default', decided: 'priority medium', words: [] }, { rule: 'topic', decided: 'category technical', words: [] }, { rule: 'team', decided: 'team support', words: ['technical'] }, { rule: 'also', decided: 'also found', words: ['x'.repeat(140)] }] });

function store({ subject, message, email }: Message, key: string): string {
  const now = Date.now();
  const [id, requester] = [uuidv7(now), uuidv7(now)];
  const reference = randomBytes(5).toString('hex').toUpperCase();
  database.exec('begin immediate');
  for (const [bucket, who] of [['client', 'one'], ['requester', digest(52)], ['all', 'all']] as const) insert.limit.run(bucket, who, 0, now + 3_600_000, 1);
  insert.token.run(digest(43), now);
  insert.requester.run(requester, sealed(email.length), digest(52), sealed(9), 'America/New_York', now);
  insert.ticket.run(id, reference, requester, 'assigned', 'technical', 'medium', 'support', 'first', 0, 'other', 3, HASH, now, 'first-response', now, now, now);
  insert.event.run(uuidv7(now), id, 1, 'created', now, now, 'requester', 'form', '{"channel":"email","form":"technical","topic":"other","onBehalf":false,"attachments":0}', sealed(subject.length + message.length + 60), 's'.repeat(22), HASH, HASH, HASH);
  insert.event.run(uuidv7(now), id, 2, 'triaged', now, now, 'system', 'form', RULED, null, null, null, HASH, HASH);
  insert.event.run(uuidv7(now), id, 3, 'assigned', now, now, 'system', 'form', '{"team":"support"}', null, null, null, HASH, HASH);
  insert.outbox.run(uuidv7(now), 'mail', `mail:${id}`, 1, 0, `{"template":"acknowledgement","ticket":"${id}"}`, `acknowledgement:${id}`, 'waiting', 0, now, now, now);
  insert.answer.run(digest(43), `${key}${HASH}`.slice(0, 52), id, sealed(105), now, now);
  database.exec('commit');
  return reference;
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  request.on('end', () => {
    const reference = store(JSON.parse(text) as Message, String(request.headers['idempotency-key']));
    response.writeHead(201, { 'content-type': 'application/json' }).end(`{"reference":"${reference}"}`);
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.once('SIGTERM', () => process.exit(0));
