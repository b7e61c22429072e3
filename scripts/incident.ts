/** `npm run incident`: opens, updates, resolves and closes the books on an incident. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { dayOf, writtenMoment } from '../src/catalog/moments.ts';
import { COMPONENT_STATES, IMPACTS, INCIDENT_STATES, type IncidentState } from '../src/catalog/status-schema.ts';
import type { Incident } from '../src/catalog/status-tree.ts';
import { draftPostmortem, draftText } from '../src/status/drafts.ts';
import { bodyOf, newRecord, withBody, withUpdate, type NewUpdate } from '../src/status/record-file.ts';
import { fileName, newId, writeChecked } from '../src/status/record-store.ts';
import { incidentState, isOpen, partsOf } from '../src/status/timeline.ts';
import { ask, choose, CommandProblem, content, judge, main, momentFrom, problems, publish, root, warnOfWords } from './status-command.ts';

const HELP = `npm run incident -- open|update|resolve|postmortem|list [ID] [options]

Writes an incident's file, and checks it. What is not given is asked for at a terminal. ID may be left out
when only one incident fits.

  open        a new incident: --title --impact --component
  update      news about an open one
  resolve     all parts work again
  postmortem  first writes an outline to fill in; run again, it publishes it
  list        open incidents; --all for all of them

  --title TEXT             in the words of readers: "Problems with creating posts"
  --impact LEVEL           ${IMPACTS.join(', ')}
  --component PART=STATE   may be repeated; ${COMPONENT_STATES.join(', ')}
  --state STATE            investigating, identified or monitoring
  --what TEXT              what people have problems with, for the drafted text: "creating posts"
  --text TEXT              instead of the drafted text
  --next TIME              the next update comes by then: 30m, 1h, "2026-11-23 15:00" (default 30m)
  --started TIME           when it began, if before now
  --reopen                 it was resolved and has come back
  --publish                builds the status site and runs BEDSIDE_STATUS_PUBLISH
  --out DIR                where --publish builds (default dist-status)
  --json                   prints what was done as JSON
  --help                   this text

Exit codes: 0 done, 1 refused because the file would be wrong, 2 could not run.`;

const { values, positionals } = parse();
const [action, id] = positionals;
const now = Date.now();

await main('incident', async () => {
  if (values.help) return console.log(HELP);
  if (action === 'list') return list();
  if (action === 'open') await open();
  else if (action === 'update' || action === 'resolve') await update(action);
  else if (action === 'postmortem') await postmortem();
  else throw new CommandProblem(`Say what to do: open, update, resolve, postmortem or list${action === undefined ? '' : `, not "${action}"`}.`);
  if (values.publish) publish(values.out);
});

function parse() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        title: { type: 'string' },
        impact: { type: 'string' },
        component: { type: 'string', multiple: true, default: [] },
        state: { type: 'string' },
        what: { type: 'string' },
        text: { type: 'string' },
        next: { type: 'string' },
        started: { type: 'string' },
        reopen: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
        publish: { type: 'boolean', default: false },
        out: { type: 'string', default: 'dist-status' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    console.error(`${(error as Error).message}\nSee npm run incident -- --help.`);
    process.exit(2);
  }
}

async function open(): Promise<void> {
  const { site, tree } = content();
  const title = await ask(values.title, 'What do readers see? For example: Problems with creating posts', '--title');
  const impact = choose(await ask(values.impact, `How bad is it? ${IMPACTS.join(', ')}`, '--impact', 'minor'), IMPACTS, '--impact');
  const components = await askComponents(tree.components.map(({ slug }) => slug), impact === 'none' ? '' : undefined);
  const state = choose(values.state ?? 'investigating', INCIDENT_STATES, '--state');
  const first = await newUpdate(state, { title, components, taken: undefined });
  const fields = { id: newId(), title, impact, started: values.started === undefined ? undefined : writtenMoment(momentFrom(values.started, site.timeZone, now, '--started'), site.timeZone), updates: [first] };
  const file = fileName(root, 'status/incidents', dayOf(now, site.timeZone), title);
  save(file, newRecord(fields), { id: fields.id, state, title });
}

async function update(kind: 'update' | 'resolve'): Promise<void> {
  const { tree } = content();
  const incident = find(tree.incidents.filter((one) => (values.reopen ? !isOpen(one, now) : isOpen(one, now))));
  const state = kind === 'resolve' ? 'resolved' : choose(await ask(values.state, 'Where does the work stand? investigating, identified, monitoring', '--state', incidentState(incident, now)), INCIDENT_STATES, '--state');
  const components = kind === 'resolve' ? {} : await askComponents(tree.components.map(({ slug }) => slug), '');
  const added = await newUpdate(state, { title: incident.title, components, taken: incident.updates.at(-1)?.at });
  const known = readFileSync(join(root, incident.file), 'utf8');
  save(incident.file, withUpdate(known, values.reopen ? { ...added, reopens: true } : added), { id: incident.id, state, title: incident.title });
}

async function postmortem(): Promise<void> {
  const { tree } = content();
  const incident = find(tree.incidents.filter((one) => incidentState(one, now) === 'resolved'));
  const known = readFileSync(join(root, incident.file), 'utf8');
  if (bodyOf(known) === '') {
    save(incident.file, withBody(known, draftPostmortem(incident.title)), { id: incident.id, state: 'draft', title: incident.title });
    console.error('Fill in the outline, then run this command again to publish it.');
    return;
  }
  if (bodyOf(known) === draftPostmortem(incident.title).trim()) throw new CommandProblem(`The outline in ${incident.file} is not filled in yet.`, 1);
  warnOfWords(bodyOf(known));
  const added = await newUpdate('postmortem', { title: incident.title, components: {}, taken: incident.updates.at(-1)?.at });
  save(incident.file, withUpdate(known, added), { id: incident.id, state: 'postmortem', title: incident.title });
}

interface About {
  readonly title: string;
  readonly components: Readonly<Record<string, string>>;
  /** The instant of the update before: two are never posted at one. */
  readonly taken: number | undefined;
}

async function newUpdate(state: IncidentState, { title, components, taken }: About): Promise<NewUpdate> {
  const { site } = content();
  const minute = Math.floor(now / 60_000) * 60_000;
  const instant = taken !== undefined && minute <= taken ? Math.max(Math.floor(now / 1_000) * 1_000, taken + 1_000) : minute;
  const promises = state !== 'resolved' && state !== 'postmortem';
  const by = promises ? momentFrom(await ask(values.next, 'When does the next update come? For example 30m or 1h', '--next', '30m'), site.timeZone, now, '--next') : undefined;
  const what = values.what ?? title.replace(/^(problems?|trouble|issues?) with /i, '');
  const contact = site.channels.find((channel) => channel.kind === 'email')?.href?.replace(/^mailto:/, '');
  const minutes = by === undefined ? 30 : Math.max(1, Math.round((by - now) / 60_000));
  const text = await ask(values.text, 'What should readers know?', '--text', draftText(state, { what, minutes, contact }));
  warnOfWords(title, text);
  return { at: writtenMoment(instant, site.timeZone), state, text, components, ...(by === undefined ? {} : { nextUpdateBy: writtenMoment(by, site.timeZone) }) };
}

async function askComponents(known: readonly string[], otherwise: string | undefined): Promise<Record<string, string>> {
  const given = values.component.length > 0 ? values.component.join(',') : undefined;
  const answer = await ask(given, `Which parts, and how? For example ${known[0]}=partial outage, more with commas. Parts: ${known.join(', ')}. States: ${COMPONENT_STATES.join(', ')}`, '--component', otherwise);
  const pairs = answer.split(',').flatMap((pair) => (pair.trim() === '' ? [] : [pair.split('=').map((part) => part.trim())]));
  return Object.fromEntries(pairs.map(([slug = '', state = '']) => [slug, choose(state, COMPONENT_STATES, `--component ${slug}=`)]));
}

function find(fitting: readonly Incident[]): Incident {
  const found = id === undefined ? (fitting.length === 1 ? fitting[0] : undefined) : fitting.find((one) => one.id === id);
  if (found !== undefined) return found;
  const names = fitting.map((one) => `  ${one.id}  ${one.title}`).join('\n');
  throw new CommandProblem(fitting.length === 0 ? 'There is no incident for that. See npm run incident -- list --all.' : `Which one?\n${names}`);
}

function save(file: string, text: string, done: { id: string; state: string; title: string }): void {
  const errors = writeChecked(root, file, text, judge);
  if (errors.length > 0) throw problems(errors);
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
