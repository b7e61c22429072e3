import { CompiledQuery, type Compilable, type Transaction } from 'kysely';
import type { Tables } from './schema.ts';

type Trx = Transaction<Tables>;

/** Runs a statement in its transaction at once. */
type Direct = (text: string, values: readonly unknown[]) => readonly unknown[];

const direct = new WeakMap<Trx, Direct>();

/**
 * Lets queries that are compiled once go straight to the connection of this transaction. Kysely finds the connection
 * anew for each query, through ten promises: two fifths of the time of a ticket's statements.
 */
export function runsDirectly(trx: Trx, run: Direct): void {
  direct.set(trx, run);
}

const names = new Map<string, string>();

/** The name under which a database may keep the plan of a text that is compiled once. */
export function planName(text: string): string | undefined {
  return names.get(text);
}

/**
 * A query of a hot path whose text is compiled once and then run with other values. Building and compiling a query
 * anew costs more than SQLite needs to run it: a sixth of the processor time of a vote.
 *
 * @param build  the query as Kysely writes it, values in place
 * @param values the same values, in the order in which they stand in the text; compared once with what Kysely made
 * @param shape  what else the text depends on, for example the number of rows
 */
export function compiledOnce<Input, Row>(
  build: (trx: Trx, input: Input) => Compilable<Row>,
  values: (input: Input) => readonly unknown[],
  shape: (input: Input) => string = () => '',
): (trx: Trx, input: Input) => Promise<Row[]> {
  // By adapter, of which each database has its own: the text differs between the kinds.
  const texts = new WeakMap<object, Map<string, string>>();
  return async (trx, input) => {
    const { adapter } = trx.getExecutor();
    const known = texts.get(adapter) ?? new Map<string, string>();
    texts.set(adapter, known);
    const text = known.get(shape(input));
    const straight = direct.get(trx);
    if (text !== undefined && straight !== undefined) return straight(text, values(input)) as Row[];
    if (text !== undefined) return (await trx.executeQuery<Row>(CompiledQuery.raw(text, [...values(input)]))).rows;
    const compiled = build(trx, input).compile();
    if (JSON.stringify(compiled.parameters) !== JSON.stringify(values(input))) throw new Error(`The values of this query stand in another order: ${compiled.sql}`);
    known.set(shape(input), compiled.sql);
    if (!names.has(compiled.sql)) names.set(compiled.sql, `once_${names.size + 1}`);
    return (await trx.executeQuery<Row>(compiled)).rows;
  };
}
