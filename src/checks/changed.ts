/** Which content files a branch changes, from Git; everything else here works without it. */
import { spawnSync } from 'node:child_process';
import { CannotRun } from './cannot-run.ts';

/**
 * Changed since `base`, committed or not, new files too.
 *
 * @returns paths from the content root
 * @throws {CannotRun} without Git, or when this clone does not reach back to `base`
 */
export function changedFiles(root: string, base: string): Set<string> {
  // An empty variable of a CI system.
  if (base.trim() === '') throw new CannotRun('--changed was given no branch or commit.');
  if (base.startsWith('-')) throw new CannotRun(`"${base}" is not a branch or commit.`);
  const git = (...words: string[]) => {
    const { status, stdout, error } = spawnSync('git', ['-c', 'core.quotePath=false', ...words], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
    return error === undefined && status === 0 ? stdout : undefined;
  };
  if (git('rev-parse', '--is-inside-work-tree') === undefined) throw new CannotRun('This folder is not in a Git repository.');
  if (git('rev-parse', '--verify', '--quiet', `${base}^{commit}`) === undefined) throw new CannotRun(`This clone does not have ${base}. In CI, fetch it first: git fetch --depth=1 origin ${base.replace(/^origin\//, '')}.`);
  // In a shallow clone there may be no common ancestor; the base itself is then compared with.
  const start = git('merge-base', base, 'HEAD')?.trim() ?? base;
  const changed = git('diff', '--name-only', '--relative', '-z', start, '--', '.');
  const added = git('ls-files', '--others', '--exclude-standard', '-z', '--', '.');
  if (changed === undefined || added === undefined) throw new CannotRun(`Git cannot compare with ${base}.`);
  return new Set([...changed.split('\0'), ...added.split('\0')].filter((file) => file !== ''));
}
