import { parseArgs, type ParseArgsConfig } from 'node:util';

/**
 * The options of a command. What is wrong with them is told in a sentence, and ends the program with code 2.
 *
 * @param command what people type, for example `npm run build`
 */
export function argumentsOf<const Config extends ParseArgsConfig>(command: string, config: Config): ReturnType<typeof parseArgs<Config>> {
  try {
    return parseArgs(config);
  } catch (error) {
    console.error(`${(error as Error).message}\nSee ${command} -- --help.`);
    process.exit(2);
  }
}
