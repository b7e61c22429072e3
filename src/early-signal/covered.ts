/** What explains that people tell of a part already. Pure: the clock is passed in. */
import type { Incident, Maintenance, StatusTree } from '../catalog/status-tree.ts';
import { isOpen, maintenanceWindow, partsOf, resolvedAt } from '../status/timeline.ts';

/** Who was held up still writes for a while. It counts as over for the detector's longest window and no longer. */
const AFTERWARDS_MS = 60 * 60_000;

/** The incident or maintenance that explains trouble with a part now, by its id. */
export function explainedBy({ incidents, maintenances }: Pick<StatusTree, 'incidents' | 'maintenances'>, component: string, now: number): string | undefined {
  const explains = (incident: Incident) => {
    const ended = resolvedAt(incident, now);
    return partsOf(incident).includes(component) && (isOpen(incident, now) || (ended !== undefined && now - ended < AFTERWARDS_MS));
  };
  const works = (maintenance: Maintenance) => {
    const window = maintenanceWindow(maintenance);
    return maintenance.components.includes(component) && window !== undefined && window.from <= now && now < window.until + AFTERWARDS_MS;
  };
  return (incidents.find(explains) ?? maintenances.find(works))?.id;
}
