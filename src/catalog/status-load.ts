/** Loads `status/` of a content tree: which parts there are, what happened to them, what is planned. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { readText } from './content-files.ts';
import type { Diagnostic } from './diagnostic.ts';
import { instantOf, startOfDay } from './moments.ts';
import { checkComponents, checkIncident, checkMaintenance, checkRecordIds } from './status-check.ts';
import { componentsSchema, incidentSchema, maintenanceSchema } from './status-schema.ts';
import type { Incident, Maintenance, StatusComponent, StatusTree } from './status-tree.ts';
import { readYaml } from './yaml.ts';

type Report = (diagnostic: Diagnostic) => void;
export type LineOf = (path: readonly PropertyKey[]) => number;

export interface StatusLoadOptions {
  /** The site's zone, for times without an offset. */
  readonly timeZone: string;
  /** Whether an intake service runs. */
  readonly service: boolean;
  /** What was posted after this instant is a mistake. */
  readonly now: number;
}

export const COMPONENTS_FILE = 'status/components.yaml';

/** @returns `undefined` when the tree has no status, or when an error makes it unusable; every problem is reported */
export function readStatus(root: string, options: StatusLoadOptions, report: Report): StatusTree | undefined {
  if (!existsSync(join(root, 'status'))) return undefined;
  let wrong = false;
  const noted: Report = (diagnostic) => {
    wrong ||= diagnostic.severity === 'error';
    report(diagnostic);
  };
  if (!existsSync(join(root, COMPONENTS_FILE))) {
    report({ code: 'content/missing-file', severity: 'error', file: COMPONENTS_FILE, line: 1, message: 'This file is needed: it lists the parts of the product.', remedy: `Create ${COMPONENTS_FILE}.` });
    return undefined;
  }
  const text = readText(root, COMPONENTS_FILE, noted);
  const parts = text === undefined ? undefined : readYaml({ file: COMPONENTS_FILE, text, linesBefore: 0 }, componentsSchema, noted);
  if (parts === undefined) return undefined;
  checkComponents(parts, noted);
  const known = new Map(parts.value.components.map((one) => [one.slug, one.name]));

  const incidents = recordFiles(root, 'status/incidents', noted).flatMap((file) => {
    const record = readRecord(root, file, incidentSchema, noted);
    if (record === undefined) return [];
    const moments = momentReader(file, record.lineOf, options.timeZone, noted);
    const updates = record.value.updates.map((update, index) => ({
      ...update,
      at: moments(update.at, ['updates', index, 'at']),
      nextUpdateBy: update.nextUpdateBy === undefined ? undefined : moments(update.nextUpdateBy, ['updates', index, 'nextUpdateBy']),
    }));
    const started = record.value.started === undefined ? (updates[0]?.at ?? NaN) : moments(record.value.started, ['started']);
    const published = updates.some(({ state }) => state === 'postmortem');
    const incident: Incident = { ...record.value, file, updates, started, postmortem: published ? record.body : undefined };
    checkIncident({ incident, body: record.body, lineOf: record.lineOf, known, now: options.now }, noted);
    return [incident];
  });

  const maintenances = recordFiles(root, 'status/maintenance', noted).flatMap((file) => {
    const record = readRecord(root, file, maintenanceSchema, noted);
    if (record === undefined) return [];
    const moments = momentReader(file, record.lineOf, options.timeZone, noted);
    const maintenance: Maintenance = {
      ...record.value,
      file,
      announced: moments(record.value.announced, ['announced']),
      from: moments(record.value.from, ['from']),
      until: moments(record.value.until, ['until']),
      updates: record.value.updates.map((update, index) => ({ ...update, at: moments(update.at, ['updates', index, 'at']) })),
    };
    checkMaintenance({ maintenance, body: record.body, lineOf: record.lineOf, known, now: options.now }, noted);
    return [maintenance];
  });
  checkRecordIds([...incidents, ...maintenances], noted);
  if (wrong) return undefined;

  const { groups, components, recordedSince } = parts.value;
  const order = ['', ...groups.map((group) => group.slug)];
  const placed = components.map((one): StatusComponent => ({ ...one, description: one.description, group: one.group, since: startOfDay(one.since ?? recordedSince, options.timeZone) }));
  return {
    groups: groups.map((group) => ({ ...group, description: group.description })),
    components: placed.sort((a, b) => order.indexOf(a.group ?? '') - order.indexOf(b.group ?? '')),
    incidents: incidents.sort((a, b) => b.started - a.started || a.id.localeCompare(b.id)),
    maintenances: maintenances.sort((a, b) => b.from - a.from || a.id.localeCompare(b.id)),
    // Nobody can subscribe where nothing takes it.
    subscriptions: parts.value.subscriptions && options.service,
  };
}

/** The records of a folder. Only `.md` files lie there; names that begin with a dot are not looked at. */
function recordFiles(root: string, folder: string, report: Report): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !entry.name.startsWith('.'))
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isFile() && /^[a-z0-9][a-z0-9-]*\.md$/.test(entry.name)) return [file];
      report({ code: 'status/file', severity: 'error', file, line: 1, message: 'Here lie files with small letters, digits and hyphens that end in .md, nothing else.', remedy: 'Rename it, or move it away.' });
      return [];
    })
    .sort();
}

function readRecord<Schema extends z.ZodType>(root: string, file: string, schema: Schema, report: Report) {
  const text = readText(root, file, report);
  if (text === undefined) return undefined;
  const match = /^---\n([^]*?)\n---[ \t]*(?:\n|$)([^]*)$/.exec(text);
  if (match?.[1] === undefined) {
    report({ code: 'frontmatter/missing', severity: 'error', file, line: 1, message: 'The file begins with its fields, between two lines of three hyphens.', remedy: 'Put --- on the first line and --- after the fields.' });
    return undefined;
  }
  const fields = readYaml({ file, text: match[1], linesBefore: 1 }, schema, report);
  const body = match[2]?.trim();
  return fields && { ...fields, body: body === '' ? undefined : body };
}

const MOMENT_PROBLEMS = {
  'no-such-day': { message: 'There is no such day or time.' },
  skipped: { message: 'The clocks go forward then, so this time does not exist in the site’s time zone.', remedy: 'Write the time with its offset, for example 2026-03-08 03:30 -04:00.' },
  twice: { message: 'The clocks go back then, so this time comes twice in the site’s time zone.', remedy: 'Write the time with its offset, for example 2026-11-01 01:30 -04:00.' },
} as const;

/** Turns written moments into instants; what is none is reported and becomes NaN, which no comparison complains about. */
function momentReader(file: string, lineOf: LineOf, zone: string, report: Report) {
  return (text: string, path: readonly PropertyKey[]): number => {
    const instant = instantOf(text, zone);
    if (typeof instant === 'number') return instant;
    report({ code: 'status/moment', severity: 'error', file, line: lineOf(path), field: String(path.at(-1)), value: text, ...MOMENT_PROBLEMS[instant] });
    return NaN;
  };
}
