/** Databases with tickets in them, made once and copied for each run. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { formSchema } from '../../src/catalog/support/forms-schema.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { openStore } from '../../src/store/open.ts';
import { takeTicket, type IntakeRules } from '../../src/tickets/intake/take.ts';
import { messages } from './requests.ts';
import { BENCH_SECRET } from './secret.ts';

const FORM = { id: 'technical', ...formSchema.parse({ title: 'Technical', description: 'Something does not work.', channel: 'email', topics: [{ id: 'other', label: 'Other' }], next: ['A person answers by email.'] }) };
const AT_ONCE = 200;

/** @returns the folder of a database with so many tickets, a quarter of a year old, their errands done */
export async function seedTickets(folder: string, count: number): Promise<string> {
  if (existsSync(folder)) return folder;
  console.error(`Storing ${count.toLocaleString('en')} tickets…`);
  const draft = `${folder}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  const store = await openStore({ dataDir: draft, secret: BENCH_SECRET });
  const texts = messages();
  const start = Date.now() - 90 * 24 * 60 * 60_000;
  const rules: IntakeRules = {
    triage: () => ({ category: 'technical', priority: 'medium', team: 'support', tags: [], vip: false, security: false, compliance: false, rulings: [{ rule: 'default', decided: 'priority medium', words: [] }] }),
    stand: () => ({ schedule: { nextDue: { at: start, clock: 'first-response' }, lookAt: Date.now() + 1e9 }, promise: start }),
    enqueue: async (trx, { id }, now) => void (await enqueue(trx, { kind: 'mail', lane: `mail:${id}`, once: `acknowledgement:${id}`, about: { template: 'acknowledgement', ticket: id } }, now)),
  };
  for (let from = 0; from < count; from += AT_ONCE) {
    await Promise.all(
      Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => {
        const { subject, body } = texts[(from + index) % texts.length]!;
        const sent = { form: FORM, answers: { form: 'technical', topic: 'other', email: `seeded-${from + index}@example.org`, name: 'A. Reader', subject, message: body, fields: {} }, files: [] };
        const once = { key: randomUUID(), body: randomUUID(), spends: { digest: randomUUID(), until: Date.now() + 1e9 } };
        const at = start + Math.floor(((from + index) / count) * 80 * 24 * 60 * 60_000);
        return takeTicket(store, { sent, once, articles: [], admit: async () => undefined, rules }, () => at);
      }),
    );
  }
  await store.write((trx) => trx.updateTable('outbox').set({ state: 'done', done_at: Date.now() }).execute());
  await store.close();
  renameSync(draft, folder);
  return folder;
}
