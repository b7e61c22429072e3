import { expect, test } from 'vitest';
import { choiceId, elementId, type Form } from '../../src/forms/form.ts';

test('a topic or a choice that is called like a part of the page still has an id of its own', () => {
  const form = {
    topics: [{ id: 'error', label: 'I see an error', articles: [] }],
    fields: [{ name: 'kind', kind: 'choice', options: [{ value: 'hint', label: 'A hint' }] }],
  } as unknown as Form;
  expect(elementId(form, 'topic')).toBe(choiceId('topic', 'error'));
  expect([elementId(form, 'topic'), elementId(form, 'kind')].some((id) => ['topic-error', 'kind-hint'].includes(id))).toBe(false);
});
