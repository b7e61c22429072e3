/** Who answers: tiers, teams, what each takes, and where to begin. */
import { z } from 'zod';
import { didYouMean, type Diagnostic } from '../diagnostic.ts';
import type { Placed } from '../placed.ts';
import { text } from '../reader-length.ts';
import { slug } from '../schema.ts';
import { PRIORITIES } from './priorities.ts';

export const TEAMS_FILE = 'support/teams.yaml';

const tierSchema = z.strictObject({
  id: slug.describe('A short permanent name, for example specialist.'),
  level: z.number().int().min(0).max(9).describe('How far up it is. Escalation goes from lower to higher; 0 answers by itself.'),
  title: text(2, 60).describe('What agents see, for example Technical support specialist.'),
  automatic: z.boolean().default(false).describe('true when no person answers there, such as a chatbot. A message in writing never begins at such a tier.'),
});

const takesSchema = z.strictObject({
  categories: z.array(slug).min(1).optional().describe('Categories from triage.yaml. Missing: every category.'),
  priorities: z.array(z.enum(PRIORITIES)).min(1).optional().describe('Missing: every priority.'),
  plans: z.array(slug).min(1).optional().describe('Plans of known customers, for example enterprise. Missing: everybody.'),
});

const agentSchema = z.strictObject({
  handle: slug.describe('A short name that stands in the log, for example agent-1. Not a person’s name.'),
  title: text(2, 60).optional().describe('The role, for example Support lead.'),
  senior: z.boolean().default(false).describe('Takes high and critical tickets first.'),
});

const teamSchema = z.strictObject({
  id: slug.describe('A short permanent name.'),
  title: text(2, 60).describe('What agents see.'),
  tier: slug.describe('The tier at which this team works.'),
  takes: z.array(takesSchema).default([]).describe('What comes to this team. The first team of the list with a fitting line gets it.'),
  agents: z.array(agentSchema).default([]).describe('Who is in it. One agent may be in several teams.'),
});

export const teamsSchema = z.strictObject({
  tiers: z.array(tierSchema).min(1).describe('From the lowest to the highest.'),
  teams: z.array(teamSchema).min(1).describe('In the order in which they are asked whether a ticket is theirs.'),
  default: slug.describe('The team for everything that no other takes.'),
  starts: z
    .partialRecord(z.enum(PRIORITIES), slug)
    .default({})
    .describe('The tier at which a ticket of this priority begins at least. Otherwise it begins at its team’s tier.'),
});

export type Teams = z.output<typeof teamsSchema>;

export function checkTeams({ value, lineOf }: Placed<Teams>, report: (diagnostic: Diagnostic) => void): void {
  const wrong = (path: readonly PropertyKey[], code: string, found: string, message: string, remedy?: string) =>
    report({ code, severity: 'error', file: TEAMS_FILE, line: lineOf(path), field: path.join('.'), value: found, message, ...(remedy === undefined ? {} : { remedy }) });
  const tiers = value.tiers.map(({ id }) => id);
  const teams = value.teams.map(({ id }) => id);
  const knownTier = (id: string, path: readonly PropertyKey[]) => {
    if (!tiers.includes(id)) wrong(path, 'teams/tier', id, 'No tier has this id.', didYouMean(id, tiers));
  };

  for (const [index, { id, level }] of value.tiers.entries()) {
    if (tiers.indexOf(id) < index) wrong(['tiers', index, 'id'], 'teams/twice', id, 'Another tier has this id.');
    const below = value.tiers[index - 1];
    if (below !== undefined && level <= below.level) wrong(['tiers', index, 'level'], 'teams/level', String(level), 'Tiers stand from the lowest level to the highest.');
  }
  for (const [index, team] of value.teams.entries()) {
    if (teams.indexOf(team.id) < index) wrong(['teams', index, 'id'], 'teams/twice', team.id, 'Another team has this id.');
    knownTier(team.tier, ['teams', index, 'tier']);
    for (const [place, { handle }] of team.agents.entries()) {
      if (team.agents.findIndex((one) => one.handle === handle) < place) wrong(['teams', index, 'agents', place, 'handle'], 'teams/twice', handle, 'This agent stands in the team already.');
    }
  }
  if (!teams.includes(value.default)) wrong(['default'], 'teams/default', value.default, 'No team has this id.', didYouMean(value.default, teams));
  for (const [priority, tier] of Object.entries(value.starts)) knownTier(tier, ['starts', priority]);
}
