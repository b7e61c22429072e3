import { describe, expect, test } from 'vitest';
import { queryKey, scrubQuery } from '../../src/events/queries.ts';

const site = (word: string) => ['uniting', 'doctors', 'verification', 'premium', 'terms', 'service', 'post', 'data'].includes(word);
const scrubbed = (query: string) => scrubQuery(query, site);

describe('a query is kept without', () => {
  test.for([
    ['an address', 'reset for jane.roe@example.org', 'reset for [email]'],
    ['a telephone number', 'call me at +1 202 555 0143', 'call me at [phone]'],
    ['a number of more than four digits', 'NPI 123456 mismatch', 'NPI [number] mismatch'],
    ['a date', 'born 12/04/1961', 'born [date]'],
    ['a title and a name', 'message from Dr. Roe', 'message from [name]'],
    ['a name in small letters', 'patient johansson results', 'patient [name]'],
    ['two capitalized words', 'posts by Maria Lindqvist', 'posts by [name]'],
  ] as const)('%s', ([, query, kept]) => {
    expect(scrubbed(query)).toBe(kept);
  });
});

describe('a query keeps', () => {
  test.for(['reset my password', 'patient information in a post', 'VER-102', 'level 2 evidence', '48 hours', 'Uniting Doctors Premium', 'Terms Service', 'what is the difference'])('%s', (query) => {
    expect(scrubbed(query)).toBe(query);
  });
});

test('scrubbing twice changes nothing more', () => {
  const once = scrubbed('patient Maria Lindqvist, 19.04.1961, maria@example.org');
  expect(scrubbed(once)).toBe(once);
});

test('the same query in another writing is the same', () => {
  expect(queryKey('  Reset   PASSWORD? ')).toBe(queryKey('reset password'));
});
