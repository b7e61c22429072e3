/** Reads `support/teams.yaml`, `support/triage.yaml` and the examples, and holds them against each other. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readDataFile } from '../data-file.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { checkRoutes, checkTriage } from './check-triage.ts';
import { checkTeams, TEAMS_FILE, teamsSchema, type Teams } from './teams.ts';
import { TRIAGE_FILE, triageSchema, type TriageRules } from './triage.ts';
import { readTriageExamples, TRIAGE_EXAMPLES_FILE, type TriageExample } from './triage-examples.ts';

export interface TriageFiles {
  readonly teams: Teams | undefined;
  readonly triage: TriageRules | undefined;
  /** Messages that the team has rated; none when it has rated none. */
  readonly examples: readonly TriageExample[];
}

/** In dev the catalog is loaded for every page, and a thousand phrases take a while. */
const remembered = new Map<string, { stamp: string; files: TriageFiles; diagnostics: readonly Diagnostic[] }>();

/** @returns what is missing as `undefined`, and what is wrong too, which is reported */
export function readTriage(root: string, report: (diagnostic: Diagnostic) => void): TriageFiles {
  const stamp = [TEAMS_FILE, TRIAGE_FILE, TRIAGE_EXAMPLES_FILE].map((file) => stampOf(join(root, file))).join(' ');
  let known = remembered.get(root);
  if (known?.stamp !== stamp) {
    const diagnostics: Diagnostic[] = [];
    known = { stamp, files: readFiles(root, (diagnostic) => diagnostics.push(diagnostic)), diagnostics };
    remembered.set(root, known);
  }
  known.diagnostics.forEach(report);
  return known.files;
}

function readFiles(root: string, report: (diagnostic: Diagnostic) => void): TriageFiles {
  const teams = existsSync(join(root, TEAMS_FILE)) ? readDataFile(root, TEAMS_FILE, teamsSchema, report) : undefined;
  const triage = existsSync(join(root, TRIAGE_FILE)) ? readDataFile(root, TRIAGE_FILE, triageSchema, report) : undefined;
  if (teams !== undefined) checkTeams(teams, report);
  if (triage !== undefined) checkTriage(triage, report);
  if (teams !== undefined && triage !== undefined) checkRoutes(teams, triage.value, report);
  const examples = triage === undefined ? [] : readTriageExamples(root, triage.value.categories.map(({ id }) => id), report);
  return { teams: teams?.value, triage: triage?.value, examples };
}

function stampOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat === undefined ? 'missing' : `${stat.mtimeMs} ${stat.size}`;
}
