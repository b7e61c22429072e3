import { expect, test } from 'vitest';
import { findsIn, watchedNames, without, type Detect } from '../../src/forms/finds.ts';
import { fileProblems, FILE_LIMITS } from '../../src/forms/files.ts';
import { mayUse } from '../../src/forms/audience.ts';
import { fallbackOf, mailOf } from '../../src/forms/fallback.ts';
import { formOf } from './forms.ts';

const years: Detect = (text) => [...text.matchAll(/\b\d{4}\b/g)].map(({ index }) => ({ start: index, end: index + 4, kind: 'birth' }));

test('a find is quoted where it stands, and can be taken out there', () => {
  const message = 'The first is short: 1961. Then comes a very long sentence about nothing, 1984 included.';
  const [first, second] = findsIn({ message }, ['subject', 'message'], years);
  expect(first).toMatchObject({ field: 'message', before: 'The first is short: ', text: '1961', after: '. Then comes a very long sente…' });
  expect(second).toMatchObject({ text: '1984', after: ' included.' });
  expect(second?.before).toMatch(/^….{30}$/);
  expect(without(message, first!, '[removed]')).toBe('The first is short: [removed]. Then comes a very long sentence about nothing, 1984 included.');
});

test('the requester’s own name and address are theirs to give', () => {
  expect(watchedNames(formOf())).toEqual(['other', 'subject', 'message']);
  expect(watchedNames(formOf({ message: false, fields: [{ name: 'phone', label: 'The number to call', kind: 'text', autocomplete: 'tel' }] }))).toEqual([]);
});

test.each([
  ['six files', Array.from({ length: 6 }, (_, n) => ({ name: `${n}.png`, size: 9 })), [{ kind: 'count' }]],
  ['one that is too large', [{ name: 'a.PDF', size: FILE_LIMITS.each + 1 }], [{ kind: 'each', file: 'a.PDF' }]],
  ['a program', [{ name: 'a.png.exe', size: 9 }], [{ kind: 'type', file: 'a.png.exe' }]],
  ['nothing in it', [{ name: 'a.txt', size: 0 }], [{ kind: 'empty', file: 'a.txt' }]],
  ['too much together', [{ name: 'a.jpg', size: 8_000_000 }, { name: 'b.jpeg', size: 8_000_000 }, { name: 'c.webp', size: 8_000_000 }], [{ kind: 'all' }]],
  ['five that fit', Array.from({ length: 5 }, (_, n) => ({ name: `${n}.log`, size: 4_000_000 })), []],
])('files: %s', (_, files, expected) => {
  expect(fileProblems(files)).toEqual(expected);
});

test('who is not named may use what everyone may, and a claim opens what it is for', () => {
  expect([mayUse('everyone', undefined), mayUse('known', undefined), mayUse('known', {}), mayUse('enterprise', { verified: true }), mayUse('enterprise', { enterprise: true })]).toEqual([true, false, true, false, true]);
});

test('an address to write to is found: the form’s, its channel’s, the first there is', () => {
  const channels = [
    { id: 'phone' },
    { id: 'email', mail: 'help@example.org' },
    { id: 'billing', mail: 'billing@example.org' },
  ];
  expect(fallbackOf({ channel: 'billing', fallback: 'refunds@example.org' }, channels)).toBe('refunds@example.org');
  expect(fallbackOf({ channel: 'billing' }, channels)).toBe('billing@example.org');
  expect(fallbackOf({ channel: 'phone' }, channels)).toBe('help@example.org');
  expect(mailOf({ href: 'https://example.org', addresses: [{ email: 'a@example.org', about: 'All' }] })).toBe('a@example.org');
});
