/** Which histories cannot have happened. */
import { didYouMean, type Diagnostic } from './diagnostic.ts';
import type { Placed } from './placed.ts';
import type { z } from 'zod';
import type { componentsSchema } from './status-schema.ts';
import type { ReadArticle } from './article-file.ts';
import type { Incident, Maintenance, StatusComponent } from './status-tree.ts';

type Report = (diagnostic: Diagnostic) => void;
type Finding = Omit<Diagnostic, 'severity' | 'file' | 'line'> & { readonly severity?: Diagnostic['severity'] };

interface Checked {
  readonly body: string | undefined;
  readonly lineOf: (path: readonly PropertyKey[]) => number;
  /** Slug → name of every part. */
  readonly known: ReadonlyMap<string, string>;
  readonly now: number;
}

/** Two machines' clocks never agree to the second. */
const CLOCK_SKEW_MS = 5 * 60_000;

export function checkComponents({ value, lineOf }: Placed<z.output<typeof componentsSchema>>, report: Report): void {
  const taken = new Set<string>();
  const groups = value.groups.map((group) => group.slug);
  for (const list of ['groups', 'components'] as const) {
    for (const [index, { slug }] of value[list].entries()) {
      const at = { severity: 'error', file: 'status/components.yaml', line: lineOf([list, index, 'slug']), field: `${list}[${index}].slug`, value: slug } as const;
      if (taken.has(slug)) report({ ...at, code: 'status/duplicate', message: 'Another part or group has this name. Monitors would mix them up.' });
      taken.add(slug);
    }
  }
  for (const [index, { group }] of value.components.entries()) {
    if (group === undefined || groups.includes(group)) continue;
    report({ code: 'status/group', severity: 'error', file: 'status/components.yaml', line: lineOf(['components', index, 'group']), field: `components[${index}].group`, value: group, message: 'There is no such group.', remedy: didYouMean(group, groups) ?? `Known: ${groups.join(', ') || 'none'}.` });
  }
}

export function checkIncident({ incident, body, lineOf, known, now }: Checked & { readonly incident: Incident }, report: Report): void {
  const found = (path: readonly PropertyKey[], finding: Finding) => report({ severity: 'error', file: incident.file, line: lineOf(path), ...finding });
  const { updates, started } = incident;
  let resolved = false;
  let named = false;
  for (const [index, update] of updates.entries()) {
    const path = (field: string) => ['updates', index, field];
    const before = updates[index - 1];
    if (before !== undefined && update.at === before.at) found(path('at'), { code: 'incident/same-instant', message: 'Two updates were posted at this instant, so nobody can tell which came first.', remedy: 'Give the later one a later time; seconds are allowed.' });
    else if (before !== undefined && update.at < before.at) found(path('at'), { code: 'incident/order', message: 'This update stands after a later one.', remedy: 'Updates stand in the order they were posted, oldest first.' });
    if (update.at > now + CLOCK_SKEW_MS) found(path('at'), { code: 'incident/future', message: 'This update lies in the future.' });
    if (update.state === 'resolved') {
      if (update.at < started) found(path('at'), { code: 'incident/resolved-early', message: 'This is resolved before it started.' });
      const broken = Object.entries(update.components).find(([, state]) => state !== 'operational');
      if (broken) found([...path('components'), broken[0]], { code: 'incident/resolved-broken', value: `${broken[0]}: ${broken[1]}`, message: 'A resolved incident leaves nothing broken.', remedy: 'Use monitoring while a part is still affected.' });
      if (resolved) found(path('state'), { code: 'incident/after-resolution', message: 'This incident is resolved already.' });
    } else if (update.state === 'postmortem') {
      if (!resolved) found(path('state'), { code: 'incident/postmortem-early', message: 'A post-mortem comes after the incident is resolved.' });
      if (body === undefined) found(path('state'), { code: 'incident/postmortem-missing', message: 'There is no post-mortem to show.', remedy: 'Write it in this file, below the second line of hyphens.' });
    } else if (resolved && !update.reopens) {
      found(path('state'), { code: 'incident/after-resolution', message: 'This update follows the resolution without reopening the incident.', remedy: 'Add reopens: true, or open a new incident.' });
    }
    if (update.reopens && (!resolved || update.state === 'resolved' || update.state === 'postmortem')) {
      found(path('reopens'), { code: 'incident/reopens', message: 'Only an update that follows the resolution, and says what is done now, reopens an incident.' });
    }
    if (update.nextUpdateBy !== undefined) {
      if (update.state === 'resolved' || update.state === 'postmortem') found(path('nextUpdateBy'), { code: 'incident/next-update', message: 'After the resolution no further update is promised.', remedy: 'Take this line away.' });
      else if (update.nextUpdateBy <= update.at) found(path('nextUpdateBy'), { code: 'incident/next-update', message: 'The next update is promised for a time before this one.' });
    }
    for (const slug of Object.keys(update.components)) {
      named = true;
      if (!known.has(slug)) found([...path('components'), slug], { code: 'status/component', value: slug, message: 'components.yaml knows no such part.', remedy: didYouMean(slug, [...known.keys()]) ?? `Known: ${[...known.keys()].join(', ')}.` });
    }
    if (update.state === 'resolved') resolved = true;
    if (update.reopens) resolved = false;
  }
  const first = updates[0];
  if (first !== undefined && started > first.at) found(['started'], { code: 'incident/started-late', message: 'The incident started after its first update.' });
  if (incident.impact !== 'none' && !named) found(['impact'], { code: 'incident/no-component', value: incident.impact, message: 'An incident with an impact names the parts it affects.', remedy: 'Add components: to its first update.' });
  if (body !== undefined && !updates.some(({ state }) => state === 'postmortem')) {
    found(['updates'], { severity: 'warning', code: 'incident/postmortem-draft', message: 'The post-mortem below is not published yet.', remedy: 'To publish it, run npm run incident -- postmortem.' });
  }
}

export function checkMaintenance({ maintenance, body, lineOf, known, now }: Checked & { readonly maintenance: Maintenance }, report: Report): void {
  const found = (path: readonly PropertyKey[], finding: Finding) => report({ severity: 'error', file: maintenance.file, line: lineOf(path), ...finding });
  const { from, until, announced, updates } = maintenance;
  if (until <= from) found(['until'], { code: 'maintenance/window', message: 'This maintenance ends before it begins.' });
  if (announced > from) found(['announced'], { code: 'maintenance/announced', message: 'This maintenance is announced after it begins.' });
  if (announced > now + CLOCK_SKEW_MS) found(['announced'], { code: 'maintenance/future', message: 'The announcement lies in the future.' });
  let last = announced;
  let completed = false;
  for (const [index, { at, state }] of updates.entries()) {
    const path = ['updates', index, 'at'];
    if (at === last) found(path, { code: 'maintenance/same-instant', message: 'Two updates were posted at this instant, so nobody can tell which came first.' });
    else if (at < last) found(path, { code: 'maintenance/order', message: 'This update stands after a later one, or before the announcement.' });
    if (at > now + CLOCK_SKEW_MS) found(path, { code: 'maintenance/future', message: 'This update lies in the future. The clock posts begin and end by itself.' });
    if (completed) found(path, { code: 'maintenance/after-completion', message: 'This update follows the completion.' });
    completed ||= state === 'completed';
    last = at;
  }
  for (const [index, slug] of maintenance.components.entries()) {
    if (!known.has(slug)) found(['components', index], { code: 'status/component', value: slug, message: 'components.yaml knows no such part.', remedy: didYouMean(slug, [...known.keys()]) ?? `Known: ${[...known.keys()].join(', ')}.` });
  }
  if (body !== undefined) found(['text'], { code: 'maintenance/body', message: 'What stands below the fields would not be shown.', remedy: 'Write it under text:.' });
}

export function checkRecordIds(records: readonly { readonly id: string; readonly file: string }[], report: Report): void {
  const owners = new Map<string, string>();
  for (const { id, file } of records) {
    const other = owners.get(id);
    if (other !== undefined) report({ code: 'status/duplicate-id', severity: 'error', file, line: 2, field: 'id', value: id, message: `${other} has this id already.` });
    owners.set(id, file);
  }
}

/** An article that names a part shows its state, so the part must exist. */
export function checkArticleComponents(read: readonly ReadArticle[], components: readonly StatusComponent[], report: Report): void {
  const known = components.map(({ slug }) => slug);
  for (const { file, fields, lineOf } of read) {
    for (const [index, slug] of fields.components.entries()) {
      if (known.includes(slug)) continue;
      report({ code: 'article/component-name', severity: 'error', file, line: lineOf(['components', index]), field: `components[${index}]`, value: slug, message: 'status/components.yaml knows no such part.', remedy: didYouMean(slug, known) ?? `Known: ${known.join(', ')}.` });
    }
  }
}
