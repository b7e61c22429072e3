/** `npm run init`: a content tree of one's own, from a few answers. */
import { relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { command, today } from '../src/authoring/command.ts';
import { QUESTIONS, type Answers, type ChannelKind, type QuestionName } from '../src/starting/answers.ts';
import { PRESETS } from '../src/starting/presets.ts';
import { StartRefused } from '../src/starting/refused.ts';
import { refuseTaken, start } from '../src/starting/start.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run init -- FOLDER [options]

Makes a content tree of your own in a new folder: brand, categories, first articles, contact forms, opening hours,
promises, triage and a status page. It builds and passes npm run check as it is. Asks for what is not given; an empty
answer takes what stands in brackets. Answers may also come from a file or another program, one a line.

  --product NAME      what your product is called
  --url ADDRESS       where the help center will stand
  --email ADDRESS     where people write for help
  --color COLOR       your color, as in CSS; made darker or lighter where it could not be read
  --categories LIST   categories of your answers, with commas between
  --zone ZONE         the time zone of your team, for example Europe/Berlin
  --hours HOURS       when somebody works, for example "Mon-Fri 8:00-18:00, Sat 10:00-14:00"
  --promises NAME     what you promise:
${Object.entries(PRESETS).map(([name, { about }]) => `                        ${name.padEnd(16)} ${about}`).join('\n')}
  --channels LIST     how people reach you: email, phone, chat, forum
  --phone NUMBER      for the channel phone
  --forum ADDRESS     for the channel forum
  --components LIST   parts of your product for the status page, with commas between
  --yes               takes what stands in brackets for everything that is not given
  --today DAY         the day to write down (default: today)
  --help              this text

Nothing is overwritten.
Exit codes: 0 made, 2 could not; then nothing was written.`;

await command('init', async () => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: { product: text, url: text, email: text, color: text, categories: text, zone: text, hours: text, promises: text, channels: text, phone: text, forum: text, components: text, yes: flag, today: text, help: flag },
  });
  if (values.help) return console.log(HELP);
  const [folder, ...more] = positionals;
  if (folder === undefined || more.length > 0) throw new StartRefused('Name one new folder, for example: npm run init -- help-content');
  const root = resolve(folder);
  // Nobody answers twelve questions to hear that the folder is taken.
  refuseTaken(root);

  const lines = values.yes ? undefined : typedLines();
  /** The given value, else the next line, else what stands in brackets. What was typed at a terminal is asked again. */
  const ask = async <Value>(name: QuestionName, read: (answer: string) => Value, otherwise: string = QUESTIONS[name].otherwise): Promise<Value> => {
    const given = values[name];
    if (given !== undefined) return read(given.trim());
    for (;;) {
      const typed = await lines?.next(`${QUESTIONS[name].ask}${otherwise === '' ? '' : `\n  [${otherwise}]`}\n> `);
      const answer = typed?.trim() || otherwise;
      if (answer === '' && (typed === undefined || !process.stdin.isTTY)) throw new StartRefused(`--${name} is needed.`);
      try {
        return read(answer);
      } catch (error) {
        if (!(error instanceof StartRefused) || !process.stdin.isTTY || typed === undefined) throw error;
        console.error(error.message);
      }
    }
  };
  try {
    const { product, url, email, color, categories, zone, hours, promises, channels, phone, forum, components } = QUESTIONS;
    const named = await ask('product', product.read);
    const address = await ask('url', url.read);
    const mail = await ask('email', email.read, values.email ?? `support@${new URL(address).hostname.replace(/^(help|support|www)\./, '')}`);
    const colors = await ask('color', color.read);
    for (const message of colors.mended) console.error(message);
    const inCategories = await ask('categories', categories.read);
    const timeZone = await ask('zone', zone.read, Intl.DateTimeFormat().resolvedOptions().timeZone.includes('/') ? Intl.DateTimeFormat().resolvedOptions().timeZone : zone.otherwise);
    const open = await ask('hours', hours.read);
    const kept = await ask('promises', promises.read);
    const ways: readonly ChannelKind[] = await ask('channels', channels.read);
    const answers: Answers = {
      product: named,
      url: address,
      email: mail,
      colors,
      categories: inCategories,
      timeZone,
      hours: open,
      promises: kept,
      channels: ways,
      phone: ways.includes('phone') ? await ask('phone', phone.read) : undefined,
      forum: ways.includes('forum') ? await ask('forum', forum.read) : undefined,
      components: await ask('components', components.read),
    };
    const files = start(root, answers, { today: today(values.today), random: Math.random });
    const inside = relative(resolve('.'), root);
    const folder = inside.startsWith('..') ? root : inside || '.';
    const place = asWord(folder);
    console.log(`${files.length} files in ${folder}/, ready to build.\n\nSee it:     BEDSIDE_CONTENT=${place} npm start\nCheck it:   BEDSIDE_CONTENT=${place} npm run check\nWrite:      BEDSIDE_CONTENT=${place} npm run new\n\ndocs/getting-started.md goes on from here.`);
  } finally {
    lines?.close();
  }
});

/** A folder as a shell takes it, whatever its name holds. */
function asWord(folder: string): string {
  return /^[\p{L}\p{N}_./-]+$/u.test(folder) ? folder : `'${folder.replaceAll("'", `'\\''`)}'`;
}

/** What is typed, or comes from a file or a pipe, line by line; `undefined` after the last. */
function typedLines(): { next: (prompt: string) => Promise<string | undefined>; close: () => void } {
  const terminal = createInterface({ input: process.stdin, terminal: process.stdin.isTTY === true, output: process.stderr });
  const lines = terminal[Symbol.asyncIterator]();
  return {
    next: async (prompt) => {
      process.stderr.write(prompt);
      const { value, done } = await lines.next();
      if (!process.stdin.isTTY) process.stderr.write(`${done === true ? '' : value}\n`);
      return done === true ? undefined : value;
    },
    close: () => terminal.close(),
  };
}
