/** A form with one of everything, as the catalog gives it. */
import { formSchema } from '../../src/catalog/support/forms-schema.ts';
import type { Form } from '../../src/forms/form.ts';

export const NOW = Date.parse('2026-11-23T15:00:00Z');

export function formOf(changes: object = {}): Form {
  const fields = {
    title: 'Refunds',
    description: 'Getting money back for something.',
    channel: 'email',
    category: 'billing',
    topics: [
      { id: 'charge', label: 'I do not know a payment', category: 'fraud', component: 'payments' },
      { id: 'refund', label: 'I want a refund' },
    ],
    fields: [
      { name: 'paidOn', label: 'When was it?', kind: 'date', when: 'past', required: true },
      { name: 'reason', label: 'Why?', kind: 'choice', required: true, error: 'Choose why', options: [{ value: 'twice', label: 'I paid twice' }, { value: 'other', label: 'Another reason' }], showIf: { topic: 'refund' } },
      { name: 'other', label: 'Which reason?', kind: 'text', required: true, minLength: 3, maxLength: 20, showIf: { reason: 'other' } },
      { name: 'visitOn', label: 'Which day suits you?', kind: 'date', when: 'future' },
      { name: 'files', label: 'Add a picture', kind: 'file' },
      { name: 'honest', label: 'This is true', kind: 'consent', required: true },
    ],
    next: ['A person answers by email.'],
    ...changes,
  };
  return { ...formSchema.parse(fields), id: 'refunds' };
}

/** Right answers, with changes; `undefined` takes one away. */
export function values(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const all = { topic: 'charge', 'paidOn-day': '12', 'paidOn-month': '11', 'paidOn-year': '2026', honest: 'yes', subject: 'A payment', message: 'I see a payment that is not mine.', email: 'dana@example.org', ...changes };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
