/** Everything the pages of one build share. */
import type { Site } from '../../catalog/schema.ts';
import type { StatusTree } from '../../catalog/status-tree.ts';
import type { StatusTexts } from '../../texts/status-en.ts';
import type { Overall } from '../overall.ts';
import type { StatusPlace } from '../place.ts';
import type { Times } from '../times.ts';
import type { CalendarDay } from '../uptime.ts';

export interface PageContext {
  readonly site: Site;
  readonly tree: StatusTree;
  readonly place: StatusPlace;
  readonly overall: Overall;
  /** The days of the bars, oldest first. */
  readonly days: readonly CalendarDay[];
  readonly t: StatusTexts;
  readonly direction: 'ltr' | 'rtl';
  readonly times: Times;
  /** File names in the assets folder. */
  readonly style: string;
  readonly script: string;
}

export function partName({ tree }: Pick<PageContext, 'tree'>, slug: string): string {
  return tree.components.find((one) => one.slug === slug)?.name ?? slug;
}

export function incidentPath({ place }: Pick<PageContext, 'place'>, id: string): string {
  return `${place.root}incidents/${id}/`;
}

export function maintenancePath({ place }: Pick<PageContext, 'place'>, id: string): string {
  return `${place.root}maintenance/${id}/`;
}

/** Where readers ask to be told. */
export function subscribePath({ place }: Pick<PageContext, 'place'>): string {
  return `${place.root}subscriptions/`;
}
