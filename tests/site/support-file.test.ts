import { expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/load.ts';
import { supportFrom, supportText } from '../../src/site/support-file.ts';

test('the service reads what the build knew of the support team: maps, days, and a time before all others', () => {
  const { catalog } = readCatalog('content', { today: () => '2026-11-23', unpublished: false });
  const support = catalog!.support!;
  const read = supportFrom(supportText({ site: catalog!.site, support }));
  expect(read).toEqual({ site: catalog!.site, support });
  expect(read.support.policies[0]?.from).toBe(-Infinity);
  expect(read.support.calendars).toBeInstanceOf(Map);
});

test('what is no data cannot be written down', () => {
  expect(() => supportText({ site: {}, support: { rule: () => true } } as never)).toThrow('data');
});
