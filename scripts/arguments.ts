import { basename } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { didYouMean } from '../src/catalog/diagnostic.ts';

/** What was typed behind a command does not do; told in a sentence. */
export class WrongArguments extends Error {
  override readonly name = 'WrongArguments';
}

/** Settings of npm that people keep in its own files: finding one set says nothing about what was typed. */
const KEPT_BY_NPM = ['color', 'email', 'force', 'yes'];

/**
 * The options and words of a command.
 *
 * @throws {WrongArguments} in place of the sentences of Node, which speak of positional arguments
 */
export function readTyped<const Config extends ParseArgsConfig>(config: Config): ReturnType<typeof parseArgs<Config>> {
  const options = Object.keys(config.options ?? {});
  const typed = config.args ?? process.argv.slice(2);
  const end = typed.indexOf('--');
  const args = typed.map((one, index) => (one === '-h' && options.includes('help') && (end === -1 || index < end) ? '--help' : one));
  const taken = options.find((name) => takenByNpm(name) && !args.some((one) => one === `--${name}` || one.startsWith(`--${name}=`)));
  if (taken !== undefined) throw new WrongArguments(`npm took --${taken} for itself. Put two hyphens before all options: npm run ${process.env['npm_lifecycle_event']} -- … --${taken}`);
  try {
    return parseArgs<Config>({ ...config, args });
  } catch (error) {
    throw new WrongArguments(inWords(error as NodeJS.ErrnoException, options));
  }
}

/** The same for a program without a `try` of its own: what is wrong ends it with code 2. */
export function argumentsOf<const Config extends ParseArgsConfig>(command: string, config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return readTyped(config);
  } catch (error) {
    console.error(`${(error as Error).message}\nSee ${command} -- --help.`);
    process.exit(2);
  }
}

/** `npm run touch refunds --same` gives the command only `refunds`, which would mean something else. */
function takenByNpm(name: string): boolean {
  const { npm_lifecycle_script: script, [`npm_config_${name.replaceAll('-', '_')}`]: value } = process.env;
  return !KEPT_BY_NPM.includes(name) && Boolean(value) && script?.includes(basename(process.argv[1] ?? '')) === true;
}

function inWords({ code, message }: NodeJS.ErrnoException, options: readonly string[]): string {
  const [, found = ''] = /'(?:-\w, )?(-{0,2}[^'\s]+)/.exec(message) ?? [];
  const known = options.map((name) => `--${name}`);
  switch (code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `There is no option ${found}. ${didYouMean(found, known) ?? `Known: ${known.join(', ')}.`}`;
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return /does not take/.test(message) ? `${found} takes no value.` : /ambiguous/.test(message) ? `${found} needs a value, and what follows is an option. A value that begins with a hyphen is joined: ${found}=-x` : `${found} needs a value.`;
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `"${found}" is too much: this command takes options only. ${didYouMean(`--${found}`, known) ?? `Known: ${known.join(', ')}.`}`;
    default:
      return message;
  }
}
