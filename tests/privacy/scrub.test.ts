import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { scrub } from '../../src/privacy/scrub.ts';

describe('scrubbing', () => {
  test.each([
    ['Write to jo.doe+x@clinic.example.org please', 'Write to [email] please'],
    ['jo (at) example.org', '[email]'],
    ['see https://example.org/p/123?id=9 now', 'see [link] now'],
    ['born 04/11/1961, seen 2024-03-05', 'born [date], seen [date]'],
    ['on 5 March 2024 and March 5th', 'on [date] and [date]'],
    ['call +1 (212) 555-0199 today', 'call [phone] today'],
    ['MRN 0012345 and AB123456C', 'MRN [phone] and [number]'],
    ['code VER-10234567', 'code VER-[phone]'],
    ['Dr. Jane van-Miller and Mrs O’Neil said', 'Dr. Jane van-Miller and Mrs O’Neil said'.replace('Dr. Jane van-Miller', '[name] van-Miller').replace('Mrs O’Neil', '[name]')],
    ['My name is John Smith.', 'My name is [name].'],
  ])('turns %j into %j', (text, scrubbed) => {
    expect(scrub(text)).toBe(scrubbed);
  });

  test.each(['Step 2 of 4 does not work in 2026.', 'Error VER-102 after 48 hours', 'The button Send for review is grey', 'Version 24.1', 'I have to mark it'])('leaves %j alone', (text) => {
    expect(scrub(text)).toBe(text);
  });

  test('twice changes nothing more', () => {
    const piece = fc.constantFrom('jo@example.org', ' ', '12345', '5', '.', '/', '-', 'Mr ', 'Smith', 'March', '+49 170', '\n', 'é', '[', ']', 'www.', 'named ');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const once = scrub(pieces.join(''));
        expect(scrub(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['a.', '1 ', 'a', 'É', '漢', ' ', '1-', "'", 'a@', 'Mr ', '1234a'])('of 50,000 characters of %j takes no longer than of any text', (piece) => {
    const before = process.cpuUsage();
    scrub(piece.repeat(50_000 / piece.length) + '!');
    // Looking on from every character to the end took half a minute.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
  });

  test('of an address takes what stands directly before and behind it', () => {
    expect(scrub('jo@a.example_max@b.example, (al@c.example)')).toBe('[email]_[email], ([email])');
  });
});
