import { closeSync, fsyncSync, linkSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { SecretUnusable } from './errors.ts';
import type { RandomBytes } from './uuid.ts';

/** 32 random bytes as base64 are 43 or 44 characters; 32 leaves room for other notations, not for pass phrases. */
const SHORTEST_SECRET = 32;

/** Where the embedded database's secret stands when none is given. */
export function secretFile(dataDir: string): string {
  return `${dataDir}/secret`;
}

/**
 * The secrets of BEDSIDE_SECRET, current first, older ones after commas.
 *
 * @throws {SecretUnusable} when one is too short to be a key
 */
export function parseSecrets(text: string): [string, ...string[]] {
  const [current, ...older] = text.split(',').map((secret) => secret.trim());
  if (!current || [current, ...older].some((secret) => secret.length < SHORTEST_SECRET)) {
    throw new SecretUnusable(`Each secret in BEDSIDE_SECRET needs at least ${SHORTEST_SECRET} characters of randomness (commas part several), for example from: openssl rand -base64 32`);
  }
  return [current, ...older];
}

/**
 * The secret that the data folder keeps for itself, made at first start and readable only by its owner.
 *
 * It is written in full under another name and then linked: of two processes that start at once one wins and both
 * read the winner's, and a crash leaves no half secret.
 */
export function secretOfFolder(dataDir: string, random: RandomBytes): [string, ...string[]] {
  const path = secretFile(dataDir);
  const existing = readIfThere(path);
  if (existing !== undefined) return parseSecrets(existing);

  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}`;
  writeDurably(draft, `${Buffer.from(random(32)).toString('base64url')}\n`);
  try {
    linkSync(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    rmSync(draft);
  }
  syncFolder(dataDir);
  return parseSecrets(readFileSync(path, 'utf8'));
}

/** Makes new and renamed entries of a folder survive a power cut. */
export function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
}

function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
