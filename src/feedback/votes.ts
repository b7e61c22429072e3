/** Votes in the store: cast, changed, read for the report. */
import { createHash, randomBytes } from 'node:crypto';
import { sql, type RawBuilder, type Transaction } from 'kysely';
import { scrub } from '../privacy/scrub.ts';
import { compiledOnce } from '../store/compiled-once.ts';
import type { Envelope } from '../store/envelope.ts';
import type { Tables } from '../store/schema.ts';
import type { Store } from '../store/store.ts';
import { uuidv7 } from '../store/uuid.ts';
import { VOTE_TOKEN_LIFE_MS, type Answer, type FormFollowUp, type FormVote, type Reason, type SessionVote } from './vote.ts';

type Trx = Transaction<Tables>;

/** The vote behind a token is not there: never was, expired, or erased. */
export class VoteNotFound extends Error {
  override readonly name = 'VoteNotFound';
}

/** A vote as its own reader sees it again. */
export interface OwnVote {
  readonly article: string;
  readonly answer: Answer;
  readonly reason: Reason | undefined;
  readonly comment: string | undefined;
}

interface AnswerOfSession {
  readonly id: string;
  readonly article: string;
  readonly revision: string;
  readonly session: string;
  readonly answer: Answer;
  readonly now: number;
}

/** An answer alone, which is what nearly every vote is. */
const castAnswer = compiledOnce(
  (trx, { id, article, revision, session, answer, now }: AnswerOfSession) =>
    trx
      .insertInto('vote')
      .values({ id, article, revision, session, answer, reason: null, comment_sealed: null, deduplicated: 1, token_digest: null, created_at: now, updated_at: now })
      .onConflict((conflict) =>
        conflict
          .columns(['session', 'article', 'revision'])
          .doUpdateSet({ answer, reason: ifSameAnswer('reason'), comment_sealed: ifSameAnswer('comment_sealed'), updated_at: now }),
      ),
  ({ id, article, revision, session, answer, now }) => [id, article, revision, session, answer, null, null, 1, null, now, now, answer, now],
);

/**
 * One vote for a session and a revision; a second replaces the first.
 *
 * An answer alone keeps the reason and comment that came before with the same answer.
 */
export async function castSessionVote(trx: Trx, envelope: Envelope, vote: SessionVote, now: number): Promise<void> {
  const { article, revision, session, answer } = vote;
  const id = uuidv7(now);
  if (vote.reason === undefined && vote.comment === undefined) {
    await castAnswer(trx, { id, article, revision, session, answer, now });
    return;
  }
  // A comment is sealed for its row, so the row has to be known first.
  const known = await trx.selectFrom('vote').select('id').where('session', '=', session).where('article', '=', article).where('revision', '=', revision).executeTakeFirst();
  const row = known?.id ?? id;
  const told = { answer, reason: vote.reason ?? null, comment_sealed: sealComment(envelope, vote.comment, row), updated_at: now };
  if (known !== undefined) {
    await trx.updateTable('vote').set(told).where('id', '=', row).execute();
    return;
  }
  const inserted = await trx
    .insertInto('vote')
    .values({ id, article, revision, session, deduplicated: 1, token_digest: null, created_at: now, ...told })
    .onConflict((conflict) => conflict.columns(['session', 'article', 'revision']).doNothing())
    .returning('id')
    .executeTakeFirst();
  // Another process stored this reader's vote between our look and our insert: now it is known.
  if (inserted === undefined) await castSessionVote(trx, envelope, vote, now);
}

/**
 * A vote from a plain form. Nothing tells two of them apart, so it is counted as not de-duplicated.
 *
 * @returns the token with which its reader may explain or change it; only its digest is stored
 */
export async function castFormVote(trx: Trx, vote: FormVote, now: number): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await trx
    .insertInto('vote')
    .values({ id: uuidv7(now), ...vote, session: null, reason: null, comment_sealed: null, deduplicated: 0, token_digest: digest(token), created_at: now, updated_at: now })
    .execute();
  return token;
}

/**
 * The reason behind a plain vote, or another answer. Sent twice, it is the same.
 *
 * @throws {VoteNotFound} when the token is unknown or older than a day
 */
export async function followUp(trx: Trx, envelope: Envelope, told: FormFollowUp, now: number): Promise<void> {
  const row = await findByToken(trx, told.token, now);
  const same = told.answer === undefined || told.answer === row.answer;
  await trx
    .updateTable('vote')
    .set({
      answer: told.answer ?? row.answer,
      reason: told.reason ?? (same ? row.reason : null),
      comment_sealed: told.comment === undefined ? (same ? row.comment_sealed : null) : sealComment(envelope, told.comment, row.id),
      updated_at: now,
    })
    .where('id', '=', row.id)
    .execute();
}

/**
 * A plain vote for the page that thanks its reader.
 *
 * @throws {VoteNotFound} when the token is unknown or older than a day
 */
export async function ownVote(store: Store, token: string, now: number): Promise<OwnVote> {
  const row = await store.read((db) => findByToken(db, token, now));
  return {
    article: row.article,
    answer: row.answer,
    reason: (row.reason ?? undefined) as Reason | undefined,
    comment: row.comment_sealed === null ? undefined : store.envelope.open(row.comment_sealed, commentPlace(row.id)),
  };
}

async function findByToken(db: Pick<Trx, 'selectFrom'>, token: string, now: number) {
  const row = await db
    .selectFrom('vote')
    .select(['id', 'article', 'answer', 'reason', 'comment_sealed'])
    .where('token_digest', '=', digest(token))
    .where('created_at', '>', now - VOTE_TOKEN_LIFE_MS)
    .executeTakeFirst();
  if (row === undefined) throw new VoteNotFound('There is no such vote.');
  return row;
}

/** What was said about a "no" says nothing about a "yes". */
function ifSameAnswer(column: 'reason' | 'comment_sealed'): RawBuilder<string | null> {
  return sql<string | null>`case when vote.answer = excluded.answer then ${sql.ref(`vote.${column}`)} end`;
}

/** A vote as the report counts it. */
export interface CountedVote {
  readonly article: string;
  readonly revision: string;
  readonly answer: Answer;
  readonly reason: string | undefined;
  readonly comment: string | undefined;
  /** The reader's tab; missing for votes sent without JavaScript, which nothing tells apart. */
  readonly session: string | undefined;
  readonly deduplicated: boolean;
  readonly createdAt: number;
}

/** Rows of one read: enough to be quick, few enough to stay small in memory. */
const PAGE = 5_000;

/**
 * Votes of a span, oldest first, page by page.
 *
 * @param from  instant in milliseconds, inclusive
 * @param to    instant in milliseconds, exclusive
 */
export async function* votesBetween(store: Store, from: number, to: number): AsyncGenerator<CountedVote> {
  let after = { createdAt: from, id: '' };
  for (;;) {
    const rows = await store.read((db) =>
      db
        .selectFrom('vote')
        .select(['id', 'article', 'revision', 'answer', 'reason', 'comment_sealed', 'session', 'deduplicated', 'created_at'])
        .where('created_at', '<', to)
        .where((where) => where.or([where('created_at', '>', after.createdAt), where.and([where('created_at', '=', after.createdAt), where('id', '>', after.id)])]))
        .orderBy('created_at')
        .orderBy('id')
        .limit(PAGE)
        .execute(),
    );
    for (const row of rows) {
      yield {
        article: row.article,
        revision: row.revision,
        answer: row.answer,
        reason: row.reason ?? undefined,
        comment: row.comment_sealed === null ? undefined : store.envelope.open(row.comment_sealed, commentPlace(row.id)),
        session: row.session ?? undefined,
        deduplicated: row.deduplicated === 1,
        createdAt: row.created_at,
      };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = { createdAt: last.created_at, id: last.id };
  }
}

/** What looks like personal data never reaches the disk; what is left is sealed. */
function sealComment(envelope: Envelope, comment: string | undefined, row: string): string | null {
  return comment === undefined || comment === '' ? null : envelope.seal(scrub(comment), commentPlace(row));
}

function commentPlace(row: string) {
  return { table: 'vote', column: 'comment_sealed', row };
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
