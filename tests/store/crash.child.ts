/** Writes as fast as it can and notes, after each answer, what was answered. Killed by crash.ts. */
import { openSync, writeSync } from 'node:fs';
import { countInWindow } from '../../src/store/limit-window.ts';
import { openStore, type StoreSettings } from '../../src/store/open.ts';
import { cast } from './votes.ts';

const [settings = '', acknowledged = '', run = ''] = process.argv.slice(2);
const store = await openStore(JSON.parse(settings) as StoreSettings);
// A file, because what was written to it outlives the process, and writing never waits for a reader.
const notes = openSync(acknowledged, 'a');
const window = { bucket: 'crash', key: 'all', start: 0, end: 1 };

await Promise.all(
  Array.from({ length: 32 }, async (_, writer) => {
    for (let turn = 0; ; turn += 1) {
      const name = `${run}.${writer}.${turn}`;
      await store.write(async (trx) => {
        await cast({ revision: name })(trx);
        await countInWindow(trx, window);
      });
      writeSync(notes, `${name}\n`);
    }
  }),
);
