/** `npm run incident`: opens, updates, resolves and closes the books on an incident. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayOf, writtenMoment } from '../src/catalog/moments.ts';
import { COMPONENT_STATES, IMPACTS, INCIDENT_STATES, type IncidentState } from '../src/catalog/status-schema.ts';
import type { Incident } from '../src/catalog/status-tree.ts';
import { draftText } from '../src/status/drafts.ts';
import { draftPostmortem, stillToWrite } from '../src/status/postmortem.ts';
import { bodyOf, newRecord, withBody, withUpdate, type NewUpdate } from '../src/status/record-file.ts';
import { fileName, newId } from '../src/status/record-store.ts';
import { incidentState, isOpen, partsOf } from '../src/status/timeline.ts';
import { asIs, ask, CommandProblem, oneOf, UsageProblem } from './questions.ts';
import { content, momentFrom, partNamed, readArguments, root, runCommand, save, warnOfWords } from './status-command.ts';

const HELP = `npm run incident -- open|update|resolve|postmortem|list|signals [ID] [options]

Writes an incident's file, and checks it. What is not given is asked for at a terminal. ID may be left out
when only one incident fits.

  open        a new incident: --title --impact --component
  update      news about an open one
  resolve     all parts work again
  postmortem  first writes a draft with timeline, counts and words of readers; run again, it publishes it
  list        open incidents; --all for all of them
  signals     what people tell of each part now, beside what is usual; what stands out, and what speaks for it

  --title TEXT             in the words of readers: "Problems with creating posts"
  --impact LEVEL           ${IMPACTS.join(', ')}
  --component PART=STATE   may be repeated; ${COMPONENT_STATES.join(', ')}
  --state STATE            investigating, identified or monitoring
  --what TEXT              what people have problems with, for the drafted text: "creating posts"
  --text TEXT              instead of the drafted text
  --next TIME              the next update comes by then: 30m, 1h, "2026-11-23 15:00" (default 30m)
  --started TIME           when it began, if before now
  --reopen                 it was resolved and has come back
  --publish                builds the status site, gives it to dist/ too, and runs BEDSIDE_STATUS_PUBLISH
  --out DIR                where --publish builds (default dist-status)
  --json                   prints what was done as JSON
  --help                   this text

BEDSIDE_DATA, DATABASE_URL, BEDSIDE_SECRET  where the service keeps what people tell, for postmortem and signals
Exit codes: 0 done, 1 refused because the file would be wrong, 2 could not run.`;

const { values, positionals } = readArguments('incident', {
  impact: { type: 'string' },
  state: { type: 'string' },
  what: { type: 'string' },
  next: { type: 'string' },
  started: { type: 'string' },
  reopen: { type: 'boolean', default: false },
});
const [action, id] = positionals;
const now = Date.now();
/** An update's instant further ahead than this is somebody's clock, and not the update of a second ago. */
const LONGEST_WAIT_MS = 2_000;

await runCommand({ name: 'incident', help: HELP, action, values, actions: { open, update: () => update('update'), resolve: () => update('resolve'), postmortem, signals }, list });

async function open(): Promise<void> {
  const { site, tree } = content();
  const title = await ask({ given: values.title, flag: '--title', question: 'What do readers see? For example: Problems with creating posts', as: asIs });
  const impact = await ask({ given: values.impact, flag: '--impact', question: `How bad is it? ${IMPACTS.join(', ')}`, otherwise: 'minor', as: oneOf(IMPACTS, '--impact') });
  const components = await askComponents(tree.components.map(({ slug }) => slug), impact === 'none' ? '' : undefined);
  const state = oneOf(INCIDENT_STATES, '--state')(values.state ?? 'investigating');
  const started = values.started === undefined ? undefined : writtenMoment(momentFrom(values.started, site.timeZone, now, '--started'), site.timeZone);
  const first = await newUpdate(state, { title, components, taken: undefined });
  const fields = { id: newId(), title, impact, started, updates: [first] };
  const file = fileName(root, 'status/incidents', dayOf(now, site.timeZone), title);
  saveAndTell(file, newRecord(fields), { id: fields.id, state, title });
}

async function update(kind: 'update' | 'resolve'): Promise<void> {
  const { tree } = content();
  const incident = find(tree.incidents.filter((one) => (values.reopen ? !isOpen(one, now) : isOpen(one, now))));
  const asked = { given: values.state, flag: '--state', question: 'Where does the work stand? investigating, identified, monitoring', otherwise: incidentState(incident, now), as: oneOf(INCIDENT_STATES, '--state') };
  const state = kind === 'resolve' ? 'resolved' : await ask(asked);
  const components = kind === 'resolve' ? {} : await askComponents(tree.components.map(({ slug }) => slug), '');
  const added = await newUpdate(state, { title: incident.title, components, taken: incident.updates.at(-1)?.at });
  const known = readFileSync(join(root, incident.file), 'utf8');
  saveAndTell(incident.file, withUpdate(known, values.reopen ? { ...added, reopens: true } : added), { id: incident.id, state, title: incident.title });
}

async function postmortem(): Promise<void> {
  const { tree, site } = content();
  const incident = find(tree.incidents.filter((one) => incidentState(one, now) === 'resolved'));
  const known = readFileSync(join(root, incident.file), 'utf8');
  if (bodyOf(known) === '') {
    const people = await (await whatPeopleTold()).peopleOf(content(), incident, now);
    saveAndTell(incident.file, withBody(known, draftPostmortem({ incident, components: tree.components, people, locale: site.locale, timeZone: site.timeZone, now })), { id: incident.id, state: 'draft', title: incident.title });
    console.error('Fill in the draft, take out what readers need not know, then run this command again to publish it.');
    return;
  }
  const left = stillToWrite(bodyOf(known));
  if (left.length > 0) throw new CommandProblem(`The draft in ${incident.file} is not filled in yet:\n${left.map((line) => `  ${line}`).join('\n')}`, 1);
  warnOfWords(bodyOf(known));
  const added = await newUpdate('postmortem', { title: incident.title, components: {}, taken: incident.updates.at(-1)?.at });
  saveAndTell(incident.file, withUpdate(known, added), { id: incident.id, state: 'postmortem', title: incident.title });
}

async function signals(): Promise<void> {
  await (await whatPeopleTold()).signals(content(), values.json);
}

/** Search and database take a second to load, which whoever opens an incident does not wait for. */
function whatPeopleTold() {
  return import('./incident-people.ts');
}

interface About {
  readonly title: string;
  readonly components: Readonly<Record<string, string>>;
  /** The instant of the update before: two are never posted at one. */
  readonly taken: number | undefined;
}

async function newUpdate(state: IncidentState, { title, components, taken }: About): Promise<NewUpdate> {
  const { site } = content();
  const zone = site.timeZone;
  const promises = state !== 'resolved' && state !== 'postmortem';
  const by = promises ? await ask({ given: values.next, flag: '--next', question: 'When does the next update come? For example 30m or 1h', otherwise: '30m', as: (answer) => momentFrom(answer, zone, Date.now(), '--next') }) : undefined;
  const what = values.what ?? title.replace(/^(problems?|trouble|issues?) with /i, '');
  const contact = site.channels.find((channel) => channel.kind === 'email')?.href?.replace(/^mailto:/, '');
  const minutes = by === undefined ? 30 : Math.max(1, Math.floor((by - Date.now()) / 60_000));
  const text = await ask({ given: values.text, flag: '--text', question: 'What should readers know?', otherwise: draftText(state, { what, minutes, contact }), as: asIs });
  warnOfWords(title, text);
  return { at: writtenMoment(await freeInstant(taken), zone), state, text, components, ...(by === undefined ? {} : { nextUpdateBy: writtenMoment(by, zone) }) };
}

/** This minute, or this second when the minute has an update already. A second that has not come is waited for: until then the update would not count. */
async function freeInstant(taken: number | undefined): Promise<number> {
  const posted = Date.now();
  const minute = Math.floor(posted / 60_000) * 60_000;
  if (taken === undefined || minute > taken) return minute;
  const second = Math.max(Math.floor(posted / 1_000) * 1_000, taken + 1_000);
  if (second > posted && second - posted <= LONGEST_WAIT_MS) await sleep(second - posted);
  return second;
}

function askComponents(known: readonly string[], otherwise: string | undefined): Promise<Record<string, string>> {
  return ask({
    given: values.component.length > 0 ? values.component.join(',') : undefined,
    flag: '--component',
    question: `Which parts, and how? For example ${known[0]}=partial outage, more with commas${otherwise === '' ? '; nothing when that did not change' : ''}.\n  Parts: ${known.join(', ')}\n  States: ${COMPONENT_STATES.join(', ')}`,
    otherwise,
    as: (answer) => {
      const pairs = answer.split(',').flatMap((pair) => (pair.trim() === '' ? [] : [pair.split('=').map((part) => part.trim())]));
      return Object.fromEntries(pairs.map(([slug = '', state = '']) => [partNamed(slug, known), oneOf(COMPONENT_STATES, `--component ${slug}=`)(state)]));
    },
  });
}

function find(fitting: readonly Incident[]): Incident {
  const found = id === undefined ? (fitting.length === 1 ? fitting[0] : undefined) : fitting.find((one) => one.id === id);
  if (found !== undefined) return found;
  const names = fitting.map((one) => `  ${one.id}  ${one.title}`).join('\n');
  throw new UsageProblem(fitting.length === 0 ? 'There is no incident for that. See npm run incident -- list --all.' : `Which one?\n${names}`);
}

function saveAndTell(file: string, text: string, done: { id: string; state: string; title: string }): void {
  save(file, text);
  console.log(values.json ? JSON.stringify({ ...done, file }) : `${done.id}  ${done.state}  ${done.title}\n${file}`);
}

function list(): void {
  const { tree, site } = content();
  const shown = tree.incidents.filter((one) => values.all || isOpen(one, now));
  if (values.json) {
    console.log(JSON.stringify(shown.map((one) => ({ id: one.id, title: one.title, state: incidentState(one, now), impact: one.impact, started: new Date(one.started).toISOString(), components: partsOf(one), file: one.file }))));
    return;
  }
  if (shown.length === 0) console.log(values.all ? 'No incident is recorded.' : 'No incident is open.');
  for (const one of shown) {
    const due = isOpen(one, now) ? one.updates.at(-1)?.nextUpdateBy : undefined;
    const promise = due === undefined ? '' : `  next update ${due < now ? 'OVERDUE since' : 'by'} ${writtenMoment(due, site.timeZone)}`;
    console.log(`${one.id}  ${(incidentState(one, now) ?? '').padEnd(13)}  ${one.impact.padEnd(8)}  ${writtenMoment(one.started, site.timeZone)}  ${one.title}${promise}`);
  }
}
