/** Seals everything anew under the current key, so that older secrets can go. */
import { sql } from 'kysely';
import { SEALED_COLUMNS, type SealedColumn } from './sealed-columns.ts';
import type { Store } from './store.ts';

export interface Rotation {
  /** Sealed cells under an older key: found, and sealed anew when it was not a dry run. */
  readonly cells: number;
  /** Keys that nothing is sealed with any more. */
  readonly retired: readonly string[];
}

/** Cells of one write: attachments are megabytes. */
const AT_ONCE = 50;

interface Cell {
  readonly row: string;
  readonly sealed: string;
}

/**
 * Can be stopped and run again: each cell is exchanged on its own, and only if it is still what was read.
 *
 * @param dryRun counts and changes nothing
 */
export async function rotate(store: Store, { dryRun, now }: { readonly dryRun: boolean; readonly now: number }): Promise<Rotation> {
  let cells = 0;
  for (const column of SEALED_COLUMNS) cells += await rotateColumn(store, column, dryRun);
  if (dryRun) return { cells, retired: [] };
  const older = store.envelope.keyIds.slice(1);
  if (older.length === 0) return { cells, retired: [] };
  const rows = await store.write((trx) =>
    trx.updateTable('data_key').set({ retired_at: now }).where('id', 'in', older).where('id', '<>', store.envelope.keyId).where('retired_at', 'is', null).returning('id').execute(),
  );
  return { cells, retired: rows.map(({ id }) => id) };
}

async function rotateColumn(store: Store, of: SealedColumn, dryRun: boolean): Promise<number> {
  const current = `v1.${store.envelope.keyId}.`;
  let after = '';
  let count = 0;
  for (;;) {
    const { rows } = await store.read((db) =>
      sql<Cell>`select ${sql.ref(of.key)} as "row", ${sql.ref(of.column)} as sealed from ${sql.table(of.table)}
        where ${sql.ref(of.key)} > ${after} and ${sql.ref(of.column)} is not null and substr(${sql.ref(of.column)}, 1, ${current.length}) <> ${current}
        order by ${sql.ref(of.key)} limit ${AT_ONCE}`.execute(db),
    );
    if (rows.length === 0) return count;
    count += rows.length;
    if (!dryRun) await exchange(store, of, rows);
    after = rows.at(-1)!.row;
  }
}

async function exchange({ envelope, write }: Store, { table, column, key, index }: SealedColumn, cells: readonly Cell[]): Promise<void> {
  const anew = cells.map(({ row, sealed }) => {
    const text = envelope.open(sealed, { table, column, row });
    return { row, sealed, next: envelope.seal(text, { table, column, row }), found: index && envelope.blindIndex(index.from(text), index.purpose) };
  });
  await write(async (trx) => {
    for (const { row, sealed, next, found } of anew) {
      const indexed = index === undefined ? sql`` : sql`, ${sql.ref(index.column)} = ${found}`;
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${next}${indexed} where ${sql.ref(key)} = ${row} and ${sql.ref(column)} = ${sealed}`.execute(trx);
    }
  });
}
