/** `npm run triage:weigh`: how much single words speak for something critical, from the messages that may be read. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contentRoot } from '../src/site/current.ts';
import { TRIAGE_FILE } from '../src/catalog/support/triage.ts';
import type { Triage } from '../src/tickets/triage/compiled.ts';
import { signsOf } from '../src/tickets/triage/evidence.ts';
import { loadTriage } from '../src/tickets/triage/load.ts';
import { read } from '../src/tickets/triage/reading.ts';
import { learnedMessages, type Learned } from '../tests/tickets/triage-learned.ts';
import { readTyped } from './arguments.ts';

const HELP = `npm run triage:weigh [-- --dry]

Reads the messages of tests/tickets that rules may learn from, and writes the points of their words to the section
evidence of support/triage.yaml. The same messages and rules give the same points. To be run after rules or messages
were added; npm run triage:test says what changed.

  --dry    prints the section and writes nothing
  --help   this text

BEDSIDE_CONTENT  the content tree (default content)
Exit codes: 0 written, 2 could not run.`;

/** The sum from which a message is critical: chosen on messages that the points were not taken from. */
const ENOUGH = 2.2;
const ROUNDS = 40;
const STEP = 0.3;
/** Keeps a word that stood in few messages from saying much. */
const HELD_BACK = 0.003;
/** What stood in fewer messages may be chance. */
const SEEN_IN = 3;
/** Less is not worth a place in the file. */
const SMALLEST = 0.2;

interface Sample {
  readonly signs: readonly string[];
  readonly critical: number;
}

try {
  const { values } = readTyped({ options: { dry: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) console.log(HELP);
  else run(values.dry);
} catch (error) {
  console.error(`${(error as Error).message}\nSee npm run triage:weigh -- --help.`);
  process.exitCode = 2;
}

function run(dry: boolean): void {
  const root = contentRoot();
  const section = sectionOf(weighed(samplesOf(loadTriage(root), learnedMessages())));
  if (dry) {
    console.log(section);
    return;
  }
  const file = join(root, TRIAGE_FILE);
  const before = readFileSync(file, 'utf8').replace(/\n*(?:# How much single words[^\n]*\n(?:#[^\n]*\n)*)?evidence:\n(?:[ \n][^\n]*\n?)*$/, '\n');
  writeFileSync(file, `${before.trimEnd()}\n\n${section}`);
}

function samplesOf(by: Triage, messages: readonly Learned[]): Sample[] {
  const lists = Object.keys(by.rules.lists);
  return messages.map(({ subject, body, priority }) => ({ signs: [...signsOf(read(by, subject, body), lists)], critical: priority === 'critical' ? 1 : 0 }));
}

/** Logistic regression, one message at a time, each word with its own step. */
function weighed(samples: readonly Sample[]): { start: number; points: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>();
  for (const { signs } of samples) for (const sign of signs) counts.set(sign, (counts.get(sign) ?? 0) + 1);
  const points = new Map<string, number>();
  const moved = new Map<string, number>();
  let start = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < samples.length; turn += 1) {
      // In an order that changes and is always the same.
      const { signs, critical } = samples[(turn * 7_919 + round * 31) % samples.length]!;
      const share = 1 / Math.sqrt(signs.length);
      const sum = signs.reduce((sum, sign) => sum + (points.get(sign) ?? 0) * share, start);
      const wrong = 1 / (1 + Math.exp(-sum)) - critical;
      start -= 0.05 * wrong;
      for (const sign of signs) {
        if ((counts.get(sign) ?? 0) < SEEN_IN) continue;
        const value = points.get(sign) ?? 0;
        const slope = wrong * share + HELD_BACK * value;
        const so = (moved.get(sign) ?? 0) + slope * slope;
        moved.set(sign, so);
        points.set(sign, value - (STEP * slope) / Math.sqrt(so + 1e-6));
      }
    }
  }
  return { start, points };
}

function sectionOf({ start, points }: { start: number; points: ReadonlyMap<string, number> }): string {
  const groups = new Map<string, string[]>();
  for (const [sign, value] of [...points].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (Math.abs(value) < SMALLEST || sign.length > 40) continue;
    const key = value.toFixed(1);
    groups.set(key, [...(groups.get(key) ?? []), sign]);
  }
  const lines = [...groups].sort(([a], [b]) => Number(b) - Number(a)).map(([value, signs]) => `    "${value}": [${signs.map((sign) => JSON.stringify(sign)).join(', ')}]`);
  return `# How much single words speak for something critical, where no rule says so. Written by npm run triage:weigh from\n# the messages of tests/tickets; a word can be taken out or moved by hand until then.\nevidence:\n  start: ${start.toFixed(2)}\n  enough: ${ENOUGH}\n  points:\n${lines.join('\n')}\n`;
}
