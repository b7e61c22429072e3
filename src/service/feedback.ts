/** `/intake/feedback`: the vote under an article, from a script or from a plain form. */
import type { Context } from 'hono';
import { formFollowUp, formVote, sessionVote, type FormFollowUp } from '../feedback/vote.ts';
import { castFormVote, castSessionVote, followUp, ownVote } from '../feedback/votes.ts';
import type { Manifest } from '../site/manifest.ts';
import { textsFor } from '../texts/texts.ts';
import { readBody, type Body } from './body.ts';
import { feedbackPage, type FeedbackState } from './feedback-page.ts';
import type { Count } from './limits.ts';
import { invalid, notFound, problemOf, type Problem } from './problems.ts';
import type { Rooms } from './rooms.ts';

/** A comment of 1,000 characters, each four bytes and percent-encoded, and the rest. */
const BODY_CAP = 16_384;

export async function postFeedback(context: Context, rooms: Rooms): Promise<Response> {
  const body = await readBody(context, BODY_CAP);
  return body.kind === 'json' ? fromScript(context, body, rooms) : fromForm(context, body, rooms);
}

async function fromScript(context: Context, body: Body, rooms: Rooms): Promise<Response> {
  const vote = parsed(sessionVote.safeParse(body.values));
  published(rooms.manifest(), vote.article);
  const counts = await countsFor(rooms, context, vote.article);
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    await castSessionVote(trx, store.envelope, vote, rooms.clock());
  });
  rooms.metrics.votes.inc({ answer: vote.answer });
  return context.json({ status: 'stored', answer: vote.answer }, 201);
}

async function fromForm(context: Context, body: Body, rooms: Rooms): Promise<Response> {
  const values = body.values;
  const typed = { answer: text(values['answer']), reason: text(values['reason']), comment: text(values['comment']), token: text(values['token']) };
  try {
    const token = typed.token === undefined ? await firstVote(context, values, rooms) : await changedVote(context, values, rooms);
    return context.redirect(`${prefix(rooms.manifest())}/intake/feedback?vote=${token}#feedback`, 303);
  } catch (error) {
    // The page comes back with every word on it, and says what did not happen.
    rooms.failed(context, error);
    const problem = problemOf(error);
    // The form names its article, so that the page comes back even when the database cannot say whose vote it was.
    const article = text(values['article']) ?? (typed.token === undefined ? undefined : await articleOf(typed.token, rooms));
    const page = article === undefined ? undefined : await pageWith(article, rooms, { ...typed, kind: 'failed', problem });
    if (page === undefined) throw error;
    return html(context, page, problem);
  }
}

async function firstVote(context: Context, values: Record<string, unknown>, rooms: Rooms): Promise<string> {
  const vote = parsed(formVote.safeParse(pick(values, ['article', 'revision', 'answer'])));
  published(rooms.manifest(), vote.article);
  const counts = await countsFor(rooms, context, vote.article);
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  const token = await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    return castFormVote(trx, vote, rooms.clock());
  });
  rooms.metrics.votes.inc({ answer: vote.answer });
  return token;
}

async function changedVote(context: Context, values: Record<string, unknown>, rooms: Rooms): Promise<string> {
  const told: FormFollowUp = parsed(formFollowUp.safeParse(pick(values, ['token', 'answer', 'reason', 'comment'])));
  const counts: Count[] = [{ limit: rooms.feedbackLimits.client, key: await rooms.limits.client(rooms.clientOf(context)) }];
  rooms.limits.refuse(counts);
  const store = await rooms.store();
  await store.write(async (trx) => {
    await rooms.limits.admit(trx, counts);
    await followUp(trx, store.envelope, told, rooms.clock());
  });
  return told.token;
}

/** The page that thanks a reader without JavaScript. It changes nothing. */
export async function getFeedback(context: Context, rooms: Rooms): Promise<Response> {
  const token = context.req.query('vote') ?? '';
  const vote = await ownVote(await rooms.store(), token, rooms.clock());
  const page = await pageWith(vote.article, rooms, { kind: 'stored', token, ...vote });
  if (page === undefined) throw notFound('article');
  return html(context, page);
}

async function pageWith(article: string, rooms: Rooms, state: FeedbackState): Promise<string | undefined> {
  const manifest = rooms.manifest();
  const address = manifest.articles.find((one) => one.id === article)?.address;
  const built = address === undefined ? undefined : await rooms.page(address);
  return built === undefined ? undefined : feedbackPage(built, state, textsFor(manifest.locale).feedback);
}

async function articleOf(token: string, rooms: Rooms): Promise<string | undefined> {
  try {
    return (await ownVote(await rooms.store(), token, rooms.clock())).article;
  } catch {
    return undefined;
  }
}

function html(context: Context, page: string, problem?: Problem): Response {
  context.header('cache-control', 'no-store');
  context.header('x-robots-tag', 'noindex');
  if (problem?.retryAfterSeconds !== undefined) context.header('retry-after', String(problem.retryAfterSeconds));
  return context.html(page, problem?.status ?? 200);
}

function parsed<T>(result: { success: true; data: T } | { success: false; error: import('zod').z.ZodError }): T {
  if (!result.success) throw invalid(result.error);
  return result.data;
}

function published(manifest: Manifest, article: string): void {
  if (!manifest.articles.some((one) => one.id === article)) throw notFound('article');
}

async function countsFor(rooms: Rooms, context: Context, article: string): Promise<Count[]> {
  const limits = rooms.feedbackLimits;
  return [
    { limit: limits.client, key: await rooms.limits.client(rooms.clientOf(context)) },
    { limit: limits.article, key: article },
    { limit: limits.all, key: 'all' },
  ];
}

/** The fields a form has; a browser also sends the empty ones of the other form. */
function pick(values: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (name in values ? [[name, values[name]]] : [])));
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function prefix(manifest: Manifest): string {
  return manifest.base.slice(0, -1);
}

