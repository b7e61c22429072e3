/** Reads `support/teams.yaml` and `support/triage.yaml` and holds them against each other. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDataFile } from '../data-file.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { checkRoutes, checkTriage } from './check-triage.ts';
import { checkTeams, TEAMS_FILE, teamsSchema, type Teams } from './teams.ts';
import { TRIAGE_FILE, triageSchema, type TriageRules } from './triage.ts';

/** @returns what is missing as `undefined`, and what is wrong too, which is reported */
export function readTriage(root: string, report: (diagnostic: Diagnostic) => void): { teams: Teams | undefined; triage: TriageRules | undefined } {
  const teams = existsSync(join(root, TEAMS_FILE)) ? readDataFile(root, TEAMS_FILE, teamsSchema, report) : undefined;
  const triage = existsSync(join(root, TRIAGE_FILE)) ? readDataFile(root, TRIAGE_FILE, triageSchema, report) : undefined;
  if (teams !== undefined) checkTeams(teams, report);
  if (triage !== undefined) checkTriage(triage, report);
  if (teams !== undefined && triage !== undefined) checkRoutes(teams, triage.value, report);
  return { teams: teams?.value, triage: triage?.value };
}
