import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { MANIFEST_FILE, MANIFEST_FOLDER, manifestSchema } from '../../src/site/manifest.ts';
import { manifestOf, writeManifest } from '../../src/site/outputs.ts';
import { article, CANCEL, catalogOf, PASSWORD, PNG, SITE, type Files } from '../catalog/trees.ts';

const FILES: Files = {
  'site.yaml': SITE.replace('locale:', 'base: /help/\nstatusUrl: https://status.example.org/now\nserviceUrl: https://intake.example.org\nlocale:'),
  [CANCEL]: article({ aliases: '[/old/cancel/, /faq.html]' }, '![The plan](./plan.png)\n'),
  [PASSWORD]: article({ id: 'passwd01', title: 'How do I change my password?', draft: 'true' }),
};

test('what a build writes is what the service reads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const catalog = catalogOf(FILES);
  writeManifest(catalog, folder);
  const read = manifestSchema.parse(JSON.parse(readFileSync(join(folder, MANIFEST_FOLDER, MANIFEST_FILE), 'utf8')));
  expect(read).toEqual(manifestOf(catalog));
  expect(read).toEqual({
    version: 1,
    name: 'Example Help',
    url: 'https://help.example.org',
    base: '/help/',
    locale: 'en-US',
    articles: [{ id: 'cancel01', address: '/billing/cancel/', title: 'How do I cancel my plan?', category: 'billing', revision: expect.stringMatching(/^[\w-]{16}$/) }],
    redirects: { '/old/cancel/': '/billing/cancel/', '/faq.html': '/billing/cancel/' },
    contact: { forms: [], channels: [{ id: 'email', title: 'Email', kind: 'email', mail: 'help@example.org' }], timeZone: 'America/New_York' },
    origins: ['https://help.example.org', 'https://intake.example.org', 'https://status.example.org'],
  });
});

test('the revision in the manifest follows the bytes of a picture', () => {
  const revision = (png: Uint8Array) => manifestOf(catalogOf({ ...FILES, 'articles/billing/plan.png': png })).articles[0]?.revision;
  expect(revision(Buffer.concat([PNG, Buffer.from('x')]))).not.toBe(revision(PNG));
});
