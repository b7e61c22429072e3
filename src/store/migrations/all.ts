import { conventions } from './0001-conventions.ts';
import type { Migration } from './migration.ts';

/** Every migration, in the order they run. */
export const MIGRATIONS: readonly Migration[] = [conventions];
