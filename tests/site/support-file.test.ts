import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readCatalog } from '../../src/catalog/load.ts';
import { MANIFEST_FOLDER } from '../../src/site/manifest.ts';
import { readSupportOf, SUPPORT_FILE, supportFrom, supportText, writeSupport } from '../../src/site/support-file.ts';
import { triageOf } from '../../src/tickets/triage/compiled.ts';
import { loadTriage } from '../../src/tickets/triage/load.ts';
import { triage } from '../../src/tickets/triage/triage.ts';
import { freshFolder } from '../store/databases.ts';

test('the service reads what the build knew of the support team: maps, days, and a time before all others', () => {
  const { catalog } = readCatalog('content', { today: () => '2026-11-23', unpublished: false });
  const support = catalog!.support!;
  const read = supportFrom(supportText({ site: catalog!.site, support }));
  expect(read).toEqual({ site: catalog!.site, support });
  expect(read.support.policies[0]?.from).toBe(-Infinity);
  expect(read.support.calendars).toBeInstanceOf(Map);
});

test('what people wrote stays in the content tree; the service gets the words that were learned from it', () => {
  const { catalog } = readCatalog('content', { today: () => '2026-11-23', unpublished: false });
  const folder = freshFolder();
  writeSupport(catalog!, folder);
  const { examples = [] } = catalog!.support!;
  const written = readFileSync(join(folder, MANIFEST_FOLDER, SUPPORT_FILE), 'utf8');
  expect(examples.length).toBeGreaterThan(1_000);
  expect(examples.filter(({ body }) => body.length > 60 && written.includes(JSON.stringify(body).slice(1, -1)))).toEqual([]);
  const read = triageOf(readSupportOf(folder)!.support)!;
  const loaded = loadTriage('content');
  for (const message of examples.slice(0, 200)) expect(triage(read, message)).toEqual(triage(loaded, message));
});

test('what is no data cannot be written down', () => {
  expect(() => supportText({ site: {}, support: { rule: () => true } } as never)).toThrow('data');
});
