/** The whole check of one content tree: loads it, builds when needed, runs the rules, mends when asked. */
import { resolve } from 'node:path';
import { readCatalog } from '../catalog/load.ts';
import { buildSite, isFresh } from '../site/build.ts';
import { readBuiltSite, type BuiltSite } from './built-site.ts';
import { changedFiles } from './changed.ts';
import { createProbe } from './external.ts';
import { fixAll } from './fix.ts';
import { lockProblems } from './locks.ts';
import { materialOf } from './material.ts';
import { BuildFailed, CannotRun } from './cannot-run.ts';
import type { Rule } from './rule.ts';
import { ofChange, runChecks, type Result } from './run.ts';
import { readAccepted } from './settings.ts';

export interface CheckOptions {
  readonly root: string;
  readonly rules: readonly Rule[];
  readonly today: string;
  /** A built site to take as it is; else dist, built when it is older than the content. */
  readonly site?: string | undefined;
  readonly changed?: string | undefined;
  readonly scheduled: boolean;
  readonly fix: boolean;
  readonly progress?: ((words: string) => void) | undefined;
}

/** Rules that look at pages, by the beginning of their codes. */
const NEEDS_SITE = /^(link|page)\//;
/** Beside the database: a cache that may go at any time. */
const ANSWERS = 'external-links.json';

export async function checkContent({ root, rules, today, site, changed, scheduled, fix, progress }: CheckOptions): Promise<Result> {
  progress?.('Reading the content…');
  const { catalog, diagnostics, tree, redirects } = readCatalog(root, { today, unpublished: false });
  const loaded = [...diagnostics, ...lockProblems(root)];
  const accepted = readAccepted(root, (diagnostic) => loaded.push(diagnostic));

  let cannotBuild = catalog === undefined ? new CannotRun('the site cannot be built until the errors above are mended.') : undefined;
  const folder = resolve(site ?? 'dist');
  if (site === undefined && cannotBuild === undefined && rules.some(({ code }) => NEEDS_SITE.test(code)) && !isFresh(folder)) {
    progress?.('Building the site…');
    const code = await quietly(() => buildSite({ out: folder, force: false, quiet: true }));
    if (code !== 0) cannotBuild = new BuildFailed();
  }
  const builtSite = (): BuiltSite => {
    if (cannotBuild !== undefined && site === undefined) throw cannotBuild;
    if (tree.site === undefined) throw new CannotRun('site.yaml has errors.');
    return readBuiltSite(folder, { url: tree.site.value.url, base: tree.site.value.base, redirects });
  };
  const probe = createProbe({ cacheFile: resolve(process.env['BEDSIDE_DATA'] ?? 'var', ANSWERS), now: Date.now, fetch, rest: 1_000 });
  const material = materialOf({ tree, redirects, today, site: builtSite, probe });
  const result = await runChecks(material, { rules, loaded, accepted, scheduled, progress: (rule, index, count) => progress?.(`${index + 1}/${count} ${rule.code}`) });

  const mended = new Set(fix ? fixAll(tree, result.findings, today) : []);
  const left = { ...result, findings: result.findings.filter((finding) => !mended.has(finding)), notes: mended.size === 0 ? result.notes : [...result.notes, { rule: 'link/redirected', message: `${mended.size} links were given their new address.` }] };
  if (changed === undefined) return left;
  try {
    return { ...left, findings: ofChange(left.findings, changedFiles(root, changed)) };
  } catch (error) {
    if (!(error instanceof CannotRun)) throw error;
    return { ...left, notes: [...left.notes, { rule: '--changed', message: `${error.message} Everything is shown instead.` }] };
  }
}

/** A build prints to standard output, which belongs to the findings. */
async function quietly<T>(work: () => Promise<T>): Promise<T> {
  const { log, info } = console;
  console.log = console.error;
  console.info = console.error;
  try {
    return await work();
  } finally {
    console.log = log;
    console.info = info;
  }
}
