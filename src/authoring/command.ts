/** What every authoring command does around its one call: help, words for mistakes, exit codes. */

/** 0 done, 2 could not. */
export async function command(name: string, run: () => void | Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(`${(error as Error).message}\nSee npm run ${name} -- --help.`);
    process.exitCode = 2;
  }
}

export function today(given: string | undefined): string {
  const day = given ?? new Date().toISOString().slice(0, 10);
  // A day that no month has is read as one of the next month.
  const read = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00Z`) : undefined;
  if (read === undefined || Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== day) throw new Error(`--today "${day}" is not a day, for example 2026-11-23.`);
  return day;
}
