/** What a row of the outbox may say. */

/** Ids and small words of our own that say what to do; whoever does it reads the rest when it is due. */
export type About = Readonly<Record<string, string | number | boolean>>;

/** A thing to do, as its transaction writes it. */
export interface Errand {
  /** Which handler does it, `mail`. */
  readonly kind: string;
  readonly about: About;
  /** Errands of one lane are done one after another, in the order they were written. Without one, in no order. */
  readonly lane?: string | undefined;
  /** What comes after it in its lane makes no sense without it: it waits even when this one was refused. */
  readonly gate?: boolean | undefined;
  /** The fact behind it. The same fact written twice is one errand. */
  readonly once?: string | undefined;
  /** Not before this instant; at once if left out. */
  readonly notBefore?: number | undefined;
}

/** A row that a worker took. */
export interface TakenRow {
  /** Its key with the other side, the same at each attempt. */
  readonly id: string;
  readonly kind: string;
  readonly about: About;
  readonly lane: string | null;
  /** From 1. Above 1, an earlier attempt may have been accepted without our knowing. */
  readonly attempts: number;
  readonly patienceFrom: number;
  readonly createdAt: number;
  /** What an earlier attempt saved. */
  readonly result: About | undefined;
}

/** Something that is no id was to be written into the outbox. */
export class NotAnId extends Error {
  override readonly name = 'NotAnId';
  readonly field: string;

  constructor(field: string) {
    super(`The outbox holds ids, never words or addresses: "${field}" is neither.`);
    this.field = field;
  }
}

/** Ids, template names, numbers with a desk. No spaces and no @, so neither sentences nor addresses pass. */
const ID = /^[\w.:/=+-]{1,200}$/;
const MOST_FIELDS = 40;

/**
 * An errand's facts as text for its row.
 *
 * @throws {NotAnId}
 */
export function idsOnly(about: About): string {
  const fields = Object.entries(about);
  if (fields.length > MOST_FIELDS) throw new NotAnId('…');
  for (const [field, value] of fields) {
    if (!ID.test(field)) throw new NotAnId('a field');
    if (typeof value === 'string' && !ID.test(value)) throw new NotAnId(field);
  }
  return JSON.stringify(about);
}

/** Codes of ours and of protocols, `http.503`, `smtp.450`. Whatever else an error says may quote what was sent. */
const CODE = /^[a-z][a-z0-9-]{0,30}(\.[a-z0-9-]{1,40}){0,3}$/;

/** An error as a row keeps it; one that is no code becomes "unexpected". */
export function shortCode(error: string): string {
  return CODE.test(error) ? error : 'unexpected';
}
