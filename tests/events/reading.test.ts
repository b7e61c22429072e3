import { describe, expect, test } from 'vitest';
import { envelope } from '../../src/events/envelope.ts';
import { cameFrom, READ_STEPS, stepOf } from '../../src/events/reading.ts';

describe('how long an article was in sight', () => {
  test.for([
    [0.4, 0],
    [9.99, 0],
    [10, 10],
    [59, 30],
    [61, 60],
    [599, 180],
    [86_400, 600],
  ] as const)('for %f seconds is told as %i', ([seconds, step]) => {
    expect(stepOf(seconds)).toBe(step);
  });

  const read = (more: object) => envelope.safeParse({ version: 1, session: '00000000-0000-4000-8000-000000000000', events: [{ kind: 'read', ago: 0, address: '/billing/refunds/', revision: 'AAAA-BBBB_CCCC12', from: 'site', seconds: 30, ...more }] }).success;

  test('is taken in these steps and no finer', () => {
    expect(READ_STEPS.every((seconds) => read({ seconds }))).toBe(true);
    expect(read({ seconds: 31 })).toBe(false);
  });

  test('comes without a word about the site before', () => {
    expect(read({ referrer: 'https://mail.example.org/inbox/7' })).toBe(false);
    expect(read({ from: 'https://mail.example.org' })).toBe(false);
  });
});

describe('where a reader came from', () => {
  test.for([
    ['https://help.example.org/', 'site'],
    ['https://search.example.org/?q=secret', 'outside'],
    ['https://help.example.org.evil.example/', 'outside'],
    ['', 'outside'],
  ] as const)('%s is %s', ([referrer, from]) => {
    expect(cameFrom(referrer, 'https://help.example.org')).toBe(from);
  });
});
