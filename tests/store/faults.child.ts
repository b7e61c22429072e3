/** Plays a service whose database fails in a way that needs a process of its own. Run by sqlite-faults.test.ts. */
import { chmodSync, chownSync } from 'node:fs';
import { sql } from 'kysely';
import { StoreUnavailable } from '../../src/store/errors.ts';
import { openStore } from '../../src/store/open.ts';
import { databaseFile } from '../../src/store/sqlite-file.ts';
import { limitFileSize } from './full-disk.ts';
import { SECRET } from './secret.ts';
import { cast } from './votes.ts';

const [scene = '', dataDir = ''] = process.argv.slice(2);
const NOBODY = 65_534;

// Root may write whatever the mode says; somebody else may not.
if (scene === 'read-only' && process.getuid?.() === 0) {
  chownSync(dataDir, NOBODY, NOBODY);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
}

const store = await openStore({ dataDir, secret: SECRET });
const refusal = (error: unknown) => (error instanceof StoreUnavailable ? error.reason : String(error));
const write = (size: number) => store.write(cast({ reason: 'x'.repeat(size) }));
const say = async (size: number) => console.log(await write(size).then(() => 'stored', (error) => `refused: ${refusal(error)}`));
const count = async () => console.log(`read ${(await store.read((db) => db.selectFrom('vote').select('id').execute())).length}`);

await say(10);
if (scene === 'read-only') {
  const file = databaseFile(dataDir);
  for (const ending of ['', '-wal', '-shm']) chmodSync(file + ending, 0o444);
  // An open file keeps the rights it was opened with. This makes the connection fail once, as a file system that
  // turns read-only would; from then on the file's own mode decides.
  await store.write(async (trx) => void (await sql`pragma query_only = on`.execute(trx)));
  await say(10);
  await count();
  await say(10);
  for (const ending of ['', '-wal', '-shm']) chmodSync(file + ending, 0o644);
} else {
  const group = await Promise.allSettled([write(100_000), write(100_000), write(100_000)]);
  console.log(`refused: ${group.map((result) => (result.status === 'rejected' ? refusal(result.reason) : 'stored')).join(', ')}`);
  await count();
  limitFileSize(process.pid);
}
await say(100_000);
await count();
await store.close();
