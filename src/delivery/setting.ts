/** Reads single settings of a desk; every problem is collected, no value is quoted. */

/** What is wrong with a desk's settings. */
export class DeskSettingsWrong extends Error {
  override readonly name = 'DeskSettingsWrong';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** A setting, and what to write when it is missing or wrong. */
interface Wanted {
  readonly form: RegExp;
  readonly says: string;
}

/**
 * The settings of those names.
 *
 * @throws {DeskSettingsWrong} naming every one that is missing or wrong
 */
export function settings<Name extends string>(env: NodeJS.ProcessEnv, desk: string, wanted: Readonly<Record<Name, Wanted>>): Record<Name, string> {
  const problems: string[] = [];
  const entries = (Object.entries(wanted) as [Name, Wanted][]).map(([name, { form, says }]) => {
    const value = env[name]?.trim() ?? '';
    if (!form.test(value)) problems.push(`${name} is ${value === '' ? 'missing' : 'not usable'} (BEDSIDE_DESK=${desk}): ${says}`);
    return [name, value] as const;
  });
  if (problems.length > 0) throw new DeskSettingsWrong(problems);
  return Object.fromEntries(entries) as Record<Name, string>;
}

/**
 * The address of a desk's API: `https:`, or `http:` on this machine.
 *
 * @throws {DeskSettingsWrong}
 */
export function deskUrl(text: string, name = 'BEDSIDE_DESK_URL'): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const near = url !== undefined && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && near)) || url.username !== '' || url.hash !== '') {
    throw new DeskSettingsWrong([`${name} is not usable: write a whole address that begins with https://, without user and password.`]);
  }
  return url;
}
