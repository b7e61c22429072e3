/** `npm run sla`: deadlines worked out from a file, and a ticket's clocks explained. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { answerLine, type Answer } from '../src/tickets/sla/cases.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run sla -- --file FILE [--json]
npm run sla -- explain REFERENCE

Work out deadlines for planning, from lines of JSON:

  {"id": 1, "tz": "America/New_York", "hours": {"mon": [["09:00","18:00"]]}, "holidays": ["2026-11-26"],
   "start": "2026-03-06T22:30:00Z", "seconds": 7200}        gives {"id": 1, "deadline": "…"}
  with "from" and "to" in place of "start" and "seconds"     gives {"id": 1, "elapsed": seconds}

Hours may reach "24:00" and go over midnight. Or explain a ticket: each stretch of its clocks that counted or did not, and why.

  --file FILE   lines of JSON, one question each; - reads what is piped in
  --json        an answer of JSON for each line; a line that is wrong gives {"id", "error"}
  --help        this text

docs/sla.md says how time is counted.
BEDSIDE_CONTENT, BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET: for explain, as for npm start
Exit codes: 0 answered, 1 a line is wrong or no such ticket, 2 could not run.`;

try {
  const { values, positionals } = readTyped({ allowPositionals: true, options: { file: { type: 'string' }, json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  const [verb, reference, ...rest] = positionals;
  if (values.help) console.log(HELP);
  else if (verb === 'explain' && reference !== undefined && rest.length === 0 && values.file === undefined) process.exitCode = await explain(reference);
  else if (verb === undefined && values.file !== undefined) process.exitCode = await calculate(values.file, values.json);
  else throw new Error('Give --file with questions, or explain with a ticket’s reference.');
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run sla -- --help.`);
  process.exitCode = 2;
}

async function calculate(file: string, json: boolean): Promise<0 | 1> {
  const input = file === '-' ? process.stdin : createReadStream(file);
  // A stream that cannot be opened says so to nobody who only waits for its lines.
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  const answer = async () => {
    let wrong = false;
    let pending: string[] = [];
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      if (line.trim() === '') continue;
      const answered = answerLine(line.replace(/^\uFEFF/, ''));
      wrong ||= 'error' in answered;
      pending.push(json ? JSON.stringify(answered) : asText(answered));
      if (pending.length >= 1_000) pending = print(pending);
    }
    print(pending);
    return wrong ? 1 : 0;
  };
  return Promise.race([answer(), failed]);
}

function print(lines: string[]): string[] {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  return [];
}

function asText(answer: Answer): string {
  const id = typeof answer.id === 'string' ? answer.id : JSON.stringify(answer.id);
  if ('error' in answer) return `${id}  wrong: ${answer.error}`;
  return 'deadline' in answer ? `${id}  deadline ${answer.deadline}` : `${id}  elapsed ${answer.elapsed} s`;
}

async function explain(reference: string): Promise<0 | 1> {
  // The calculator needs neither content nor database, and starts in a fifth of the time without them.
  const [{ loadCatalog }, { todayIn }, { contentRoot }, { openStore, storeSettings }, { loadTicket }, { explainText }] = await Promise.all([
    import('../src/catalog/load.ts'),
    import('../src/catalog/today.ts'),
    import('../src/site/current.ts'),
    import('../src/store/open.ts'),
    import('../src/tickets/read.ts'),
    import('../src/tickets/sla/explain.ts'),
  ]);
  const { support, site } = loadCatalog(contentRoot(), { today: (zone) => todayIn(zone), unpublished: false });
  if (support === undefined) throw new Error('The content tree has no support/, so nothing is promised.');
  const store = await openStore(storeSettings(process.env));
  try {
    const ticket = await loadTicket(store, reference);
    if (ticket === undefined) {
      console.error(`There is no ticket ${reference}.`);
      return 1;
    }
    console.log(`${ticket.reference}\n\n${explainText(ticket.events, support, Date.now(), site.timeZone)}`);
    return 0;
  } finally {
    await store.close();
  }
}
