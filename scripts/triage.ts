/** `npm run triage`: what a message would be taken for, and why. */
import { createReadStream, fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { contentRoot } from '../src/site/current.ts';
import type { Triage } from '../src/tickets/triage/compiled.ts';
import { explain } from '../src/tickets/triage/explain.ts';
import { answerLine } from '../src/tickets/triage/lines.ts';
import { loadTriage } from '../src/tickets/triage/load.ts';
import { triage, type TriageInput } from '../src/tickets/triage/triage.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run triage -- "text" [options]

Category, priority, team and marks of a message, with the rule and the words that decided. The words and rules
stand in support/triage.yaml and support/teams.yaml of the content tree.

  --subject TEXT     the subject; the text is the body then
  --topic ID         the form's topic, a category of triage.yaml
  --plan ID          the customer's plan, for example enterprise
  --reputation N     the customer's reputation
  --file FILE        one message a line, {"id", "subject", "body"}; - reads standard input
  --json             {"id", "category", "priority", "team", "rules"} for each message, one a line
  --help             this text

A line of the file that cannot be read is answered with {"id", "error"} in its place.

BEDSIDE_CONTENT  the content tree (default content)
Exit codes: 0 printed, 1 a line of the file could not be read, 2 could not run.`;

try {
  const { values, positionals } = readTyped({
    allowPositionals: true,
    options: {
      subject: { type: 'string' },
      topic: { type: 'string' },
      plan: { type: 'string' },
      reputation: { type: 'string' },
      file: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) console.log(HELP);
  else if (values.file !== undefined) await ofFile(values.file, values.json);
  else ofText(positionals, values);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run triage -- --help.`);
  process.exitCode = 2;
}

function ofText(positionals: readonly string[], { subject, topic, plan, reputation, json }: { subject?: string; topic?: string; plan?: string; reputation?: string; json: boolean }): void {
  if (positionals.length === 0 && subject === undefined) throw new Error('Say what the message is.');
  if (reputation !== undefined && !/^\d+$/.test(reputation)) throw new Error(`--reputation "${reputation}" is not a number.`);
  const by = loadTriage(contentRoot());
  if (topic !== undefined && !by.categories.some(({ id }) => id === topic)) throw new Error(`--topic "${topic}" is no category. Known: ${by.categories.map(({ id }) => id).join(', ')}.`);
  const input: TriageInput = { subject: subject ?? '', body: positionals.join(' '), topic, user: { plan, reputation: reputation === undefined ? undefined : Number(reputation) }, today: today() };
  if (json) console.log(JSON.stringify(asAnswer(by, input)));
  else console.log(explain(by, triage(by, input)));
}

function asAnswer(by: Triage, input: TriageInput) {
  const { category, priority, team, rulings } = triage(by, input);
  return { category, priority, team, rules: [...new Set(rulings.map(({ rule }) => rule))] };
}

async function ofFile(file: string, json: boolean): Promise<void> {
  const by = loadTriage(contentRoot());
  const source = file === '-' ? process.stdin : createReadStream(file, 'utf8');
  if (file === '-' && fstatSync(0).isDirectory()) throw new Error('Standard input cannot be read.');
  let number = 0;
  for await (const line of createInterface({ input: source.setEncoding('utf8'), crlfDelay: Infinity })) {
    number += 1;
    if (line.replace(/^\uFEFF/, '').trim() === '') continue;
    const answer = answerLine(by, line, number, today());
    if ('error' in answer) {
      process.exitCode = 1;
      console.error(`Line ${number}: ${answer.error}`);
    }
    if (json) console.log(JSON.stringify(answer));
    else console.log('error' in answer ? '' : `${answer.id}\t${answer.priority}\t${answer.category}\t${answer.team}\t${answer.rules.join(' ')}`);
  }
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
