/** Small content trees on disk: a right one, and what a test changes in it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Catalog } from '../../src/catalog/catalog.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { loadCatalog, readCatalog } from '../../src/catalog/load.ts';

/** Path from the root → its content; `null` takes a file of the right tree away. */
export type Files = Readonly<Record<string, string | Uint8Array | null>>;

export const TODAY = '2026-11-23';

/** One black pixel. */
export const PNG = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==', 'base64');

export const SITE = `name: Example Help
product: Example
description: Answers about Example, and ways to reach its team.
question: What do you need help with?
url: https://help.example.org
locale: en-US
timeZone: America/New_York
brand:
  accent:
    light: oklch(0.42 0.07 205)
    dark: oklch(0.8 0.085 195)
  onAccent:
    light: oklch(0.99 0.004 85)
    dark: oklch(0.2 0.02 200)
popular:
  - cancel01
owner: Support team
reviewEvery: 3 months
channels:
  - id: email
    title: Email
    kind: email
    href: mailto:help@example.org
    availability: Write at any time.
    response: Within a day.
    bestFor: Everything.
`;

export const CATEGORIES = `- slug: billing
  title: Billing
  description: How you pay, and how you stop paying.
  icon: credit-card

- slug: account
  title: Account
  description: Your password and your settings.
  icon: user-cog
`;

export const TERMS = `ui:
  - Settings
  - Billing
  - Cancel plan
avoid: []
`;

/** The lines between the hyphens; a field of `null` is left out, a key that is not there yet is added. */
export function article(fields: Readonly<Record<string, string | null>> = {}, body = 'Select Cancel.\n'): string {
  const all: Record<string, string | null> = {
    id: 'cancel01',
    kind: 'how-to',
    title: 'How do I cancel my plan?',
    summary: 'Select Cancel in Settings. You keep it until the month ends.',
    lastUpdated: '2026-11-18',
    ...fields,
  };
  const lines = Object.entries(all).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]));
  return `---\n${lines.join('\n')}\n---\n\n${body}`;
}

export const CANCEL = 'articles/billing/cancel.mdx';
export const PASSWORD = 'articles/account/password.mdx';

/** An article with a body of its own in the right tree, as the only thing that differs. */
export function withBody(body: string): Files {
  return { [CANCEL]: article({}, body) };
}

/** Writes the right tree with changes into a folder of its own, which is deleted after the test. */
export function treeOf(changes: Files = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'bedside-tree-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const files: Files = {
    'site.yaml': SITE,
    'categories.yaml': CATEGORIES,
    'terms.yaml': TERMS,
    [CANCEL]: article(),
    [PASSWORD]: article({ id: 'passwd01', title: 'How do I change my password?' }, '## Before you start\n\nSign in.\n'),
    'articles/billing/plan.png': PNG,
    ...changes,
  };
  for (const [file, content] of Object.entries(files)) {
    if (content === null) continue;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
  return root;
}

export function problemsIn(root: string): readonly Diagnostic[] {
  return readCatalog(root, { today: TODAY, unpublished: false }).diagnostics;
}

export function problemsOf(changes: Files): readonly Diagnostic[] {
  return problemsIn(treeOf(changes));
}

export function catalogOf(changes: Files = {}, options: { unpublished?: boolean; today?: string | ((timeZone: string) => string) } = {}): Catalog {
  return loadCatalog(treeOf(changes), { today: TODAY, unpublished: false, ...options });
}

/** The 1-based line on which a text first stands. */
export function lineOf(source: string, text: string): number {
  const offset = source.indexOf(text);
  if (offset === -1) throw new Error(`"${text}" does not stand in the source.`);
  return source.slice(0, offset).split('\n').length;
}
