/** Which team gets a ticket, and at which tier it begins. */
import type { Priority } from '../../catalog/support/priorities.ts';
import type { Teams } from '../../catalog/support/teams.ts';

export interface Routed {
  readonly team: string;
  readonly tier: string;
  /** What of the ticket decided. */
  readonly words: readonly string[];
}

export function teamFor(teams: Teams, ticket: { category: string; priority: Priority; plan: string | undefined }): Routed {
  const { category, priority, plan } = ticket;
  for (const team of teams.teams) {
    const line = team.takes.find(({ categories, priorities, plans }) => (categories?.includes(category) ?? true) && (priorities?.includes(priority) ?? true) && (plans === undefined || (plan !== undefined && plans.includes(plan))));
    if (line === undefined) continue;
    const words = [...(line.categories === undefined ? [] : [category]), ...(line.priorities === undefined ? [] : [priority]), ...(line.plans === undefined ? [] : [plan ?? ''])];
    return { team: team.id, tier: tierFor(teams, team.tier, priority), words };
  }
  return { team: teams.default, tier: tierFor(teams, teams.teams.find(({ id }) => id === teams.default)?.tier, priority), words: [] };
}

/** The team's own, or the one where tickets of this priority begin when that is higher. */
function tierFor({ tiers, starts }: Teams, own: string | undefined, priority: Priority): string {
  const levelOf = (id: string | undefined) => tiers.find((tier) => tier.id === id)?.level ?? -1;
  const least = starts[priority];
  return (levelOf(least) > levelOf(own) ? least : own) ?? tiers[0]!.id;
}
