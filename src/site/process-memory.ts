/**
 * Memory that one process shares.
 *
 * A build holds the same modules twice: as the build script and the integration load them, and as Astro
 * bundles them for the pages. What is expensive to make is made once for both.
 */
const MEMORY = Symbol.for('bedside.memory');

/** The value under a name, made when it is first asked for. */
export function shared<T>(name: string, make: () => T): T {
  const holder = globalThis as { [MEMORY]?: Map<string, unknown> };
  const memory = (holder[MEMORY] ??= new Map());
  if (!memory.has(name)) memory.set(name, make());
  return memory.get(name) as T;
}
