/** A web server's log into figures of days. Nothing of a single visit is kept. */
import { createReadStream } from 'node:fs';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Store } from '../../store/store.ts';
import { addLogged } from '../measures/deflection.ts';
import { keepDays, loggedSpans } from '../reader-days.ts';
import { addFigures, figuresFrom, figuresText, noReaders, windowOfDay, type ReaderFigures } from '../reader-figures.ts';
import { dayName, localDay } from '../window.ts';
import { readLogLine, type LogLine } from './lines.ts';
import { collectLogVisits, type PageAt } from './visits.ts';

/** A file that is no log of a web server as far as its lines tell. */
export class NotALog extends Error {
  override readonly name = 'NotALog';
}

/** The instants of a day's first and last line. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export type Taken = 'new' | 'replaced' | 'added' | 'there already' | 'overlaps';

export interface ImportedDay {
  readonly day: string;
  readonly visits: number;
  readonly taken: Taken;
}

export interface Imported {
  readonly days: readonly ImportedDay[];
  readonly lines: number;
  /** Lines that are no requests. */
  readonly unreadable: number;
  /** Visits that were left out. */
  readonly bots: number;
}

interface LoggedDay {
  readonly span: { from: number; to: number };
  readonly figures: ReaderFigures;
}

export interface ImportingLog {
  readonly store: Store;
  readonly zone: string;
  readonly pageAt: PageAt;
  readonly now: number;
}

/**
 * Imports files of a log. The same lines twice change nothing: a day is replaced by one that reaches further on both
 * sides, added to by one that has no moment in common with it, and left as it is by one that it holds.
 *
 * @param files their order does not matter; `.gz` is unpacked
 * @throws {NotALog}
 */
export async function importLog({ store, zone, pageAt, now }: ImportingLog, files: readonly string[]): Promise<Imported> {
  const days = new Map<number, LoggedDay>();
  const visits = collectLogVisits(pageAt);
  const dayAt = (at: number): LoggedDay => {
    const number = localDay(at, zone);
    let day = days.get(number);
    if (day === undefined) days.set(number, (day = { span: { from: at, to: at }, figures: noReaders() }));
    return day;
  };
  const count = (over: readonly { readonly beganAt: number; readonly articles: ReadonlySet<string> }[]) => {
    for (const visit of over) addLogged(dayAt(visit.beganAt).figures.deflection, visit, windowOfDay(localDay(visit.beganAt, zone), zone));
  };
  let [lines, unreadable] = [0, 0];
  for (const file of await byTime(files)) {
    for await (const line of linesOf(file)) {
      if (line === '') continue;
      const request = readLogLine(line);
      lines += 1;
      if (request === undefined) {
        unreadable += 1;
        continue;
      }
      const { span } = dayAt(request.at);
      span.from = Math.min(span.from, request.at);
      span.to = Math.max(span.to, request.at);
      count(visits.add(request));
    }
  }
  count(visits.rest());
  return { days: await keep(store, days, { zone, now }), lines, unreadable, bots: visits.bots };
}

async function keep(store: Store, days: ReadonlyMap<number, LoggedDay>, { zone, now }: { readonly zone: string; readonly now: number }): Promise<ImportedDay[]> {
  const known = await loggedSpans(store, [...days.keys()]);
  const rows = new Map<number, { figures: string; visits: number }>();
  const told = [...days].sort(([a], [b]) => a - b).map(([number, { span, figures }]): ImportedDay => {
    const kept = known.get(number);
    const taken = howTaken(span, kept?.span);
    if (taken === 'added') addFigures(figures, figuresFrom(kept!.figures));
    const whole = taken === 'added' ? { from: Math.min(span.from, kept!.span.from), to: Math.max(span.to, kept!.span.to) } : span;
    if (taken !== 'there already' && taken !== 'overlaps') rows.set(number, { figures: figuresText(figures, whole), visits: figures.deflection.sessions });
    return { day: dayName(number), visits: figures.deflection.sessions, taken };
  });
  await keepDays(store, rows, { zone, source: 'log', now });
  return told;
}

function howTaken(span: Span, kept: Span | undefined): Taken {
  if (kept === undefined) return 'new';
  if (kept.from <= span.from && kept.to >= span.to) return 'there already';
  if (span.from <= kept.from && span.to >= kept.to) return 'replaced';
  return span.from > kept.to || span.to < kept.from ? 'added' : 'overlaps';
}

/** Rotated files carry numbers that say nothing of their order to a program. */
async function byTime(files: readonly string[]): Promise<string[]> {
  const dated = await Promise.all(
    files.map(async (file) => {
      const first = await firstRequest(file);
      if (first === undefined) throw new NotALog(`${file}: none of its first lines is a request as nginx, Apache or Caddy write it.`);
      return { file, at: first.at };
    }),
  );
  return dated.sort((a, b) => a.at - b.at).map(({ file }) => file);
}

async function firstRequest(file: string): Promise<LogLine | undefined> {
  let seen = 0;
  for await (const line of linesOf(file)) {
    const request = readLogLine(line);
    if (request !== undefined) return request;
    if ((seen += 1) === 100) return undefined;
  }
  return undefined;
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const stream = createReadStream(file);
  // A fault of either ends the loop over the last one.
  const text: Readable = file.endsWith('.gz') ? pipeline(stream, createGunzip(), () => {}) : stream;
  let rest = '';
  for await (const part of text.setEncoding('utf8')) {
    const lines = (rest + (part as string)).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  yield rest;
}
