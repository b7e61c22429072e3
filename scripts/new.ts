/** `npm run new`: a new article, asked for or given by options. */
import { createInterface } from 'node:readline/promises';
import { command, today } from '../src/authoring/command.ts';
import { newArticle } from '../src/authoring/new-article.ts';
import { soundTree } from '../src/authoring/tree.ts';
import { ARTICLE_KINDS } from '../src/catalog/schema.ts';
import { contentRoot } from '../src/site/current.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run new [-- options]

Writes a valid article with a fresh id, as a draft. Asks for what is not given.

  --title TEXT      what a reader would type
  --summary TEXT    one sentence that answers
  --category NAME   the folder, for example billing
  --kind KIND       ${ARTICLE_KINDS.join(', ')}
  --name NAME       the last part of the address (default: from the title)
  --today DAY       the day to write down (default: today)
  --json            prints the file as JSON
  --help            this text

Exit codes: 0 written, 2 could not; then nothing has changed.`;

await command('new', async () => {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = readTyped({ options: { title: text, summary: text, category: text, kind: text, name: text, today: text, json: flag, help: flag } });
  if (values.help) return console.log(HELP);
  const root = contentRoot();
  const day = today(values.today);
  const ask = await asker();
  try {
    const categories = soundTree(root, day).categories!.value.map(({ slug }) => slug);
    const wanted = {
      title: values.title ?? (await ask('title', 'What would a reader type? (the title)')),
      summary: values.summary ?? (await ask('summary', 'Answer it in one sentence. (the summary)')),
      category: values.category ?? (await ask('category', `Where does it belong? (${categories.join(', ')})`)),
      kind: values.kind ?? (await ask('kind', `What does the reader want? (${ARTICLE_KINDS.join(', ')})`)),
      name: values.name,
    };
    const file = newArticle(root, wanted, { today: day, random: Math.random });
    console.log(values.json ? JSON.stringify({ file }) : `${file} is ready to be written. It stays hidden until you delete the line "draft: true".`);
  } finally {
    ask.close();
  }
});

/** Asks a person; without one, says which option is missing. */
async function asker(): Promise<((option: string, question: string) => Promise<string>) & { close: () => void }> {
  const lines = process.stdin.isTTY ? createInterface({ input: process.stdin, output: process.stderr }) : undefined;
  const ask = async (option: string, question: string) => {
    if (lines === undefined) throw new Error(`--${option} is missing.`);
    return lines.question(`${question}\n> `);
  };
  return Object.assign(ask, { close: () => lines?.close() });
}
