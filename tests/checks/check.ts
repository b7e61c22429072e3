/** Runs rules over a small tree and, when a rule needs one, a built site made of strings. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readCatalog } from '../../src/catalog/load.ts';
import { readBuiltSite } from '../../src/checks/built-site.ts';
import type { Answer } from '../../src/checks/external.ts';
import { materialOf, type Material } from '../../src/checks/material.ts';
import { RULES } from '../../src/checks/registry.ts';
import { CannotRun } from '../../src/checks/cannot-run.ts';
import { runChecks, type Result } from '../../src/checks/run.ts';
import { readAccepted } from '../../src/checks/settings.ts';
import { TODAY, treeOf, type Files } from '../catalog/trees.ts';

export interface Case {
  readonly files?: Files;
  /** Path in the built site → its HTML. */
  readonly pages?: Readonly<Record<string, string>>;
  readonly today?: string;
  readonly scheduled?: boolean;
  readonly answers?: Readonly<Record<string, Answer>>;
}

export async function check(rules: readonly string[], { files = {}, pages, today = TODAY, scheduled = false, answers = {} }: Case): Promise<Result> {
  const root = treeOf(files);
  return runChecks(materialIn(root, { pages, today, answers }), {
    rules: RULES.filter(({ code }) => rules.includes(code)),
    loaded: [],
    accepted: readAccepted(root, () => undefined),
    scheduled,
  });
}

export function materialIn(root: string, { pages, today = TODAY, answers = {} }: Case): Material {
  const { tree, redirects } = readCatalog(root, { today, unpublished: false });
  const site = () => {
    if (pages === undefined) throw new CannotRun('no site in this test');
    const { url, base } = tree.site!.value;
    return readBuiltSite(folderOf(pages), { url, base, redirects });
  };
  return materialOf({ tree, redirects, today, site, probe: async () => new Map(Object.entries(answers)) });
}

export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-site-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  return folder;
}

/** `code file:line` of each finding. */
export function places({ findings }: Pick<Result, 'findings'>): string[] {
  return findings.map(({ code, file, line }) => `${code} ${file}:${line}`);
}
