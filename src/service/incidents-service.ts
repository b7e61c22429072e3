/** What the service knows of incidents, from the build it shows: which are open, and whether a question is about one. */
import { fitting, type Asked, type Fit, type Knowledge } from '../incidents/fits.ts';
import type { OpenIncident } from '../incidents/open.ts';
import { openInRecords } from '../incidents/recorded.ts';
import { tellsFollowers } from '../incidents/letters.ts';
import type { Support } from '../catalog/support/support.ts';
import type { StatusRecords } from '../status/records.ts';

/** A build's part in it. */
export interface IncidentsBuild {
  readonly records?: StatusRecords | undefined;
  readonly knowledge?: (() => Knowledge) | undefined;
  readonly support?: Support | undefined;
}

export interface IncidentsService {
  /** Open now, newest first. */
  readonly open: () => readonly OpenIncident[];
  /** The open incident that a question may be about. Whatever fails, nobody is stopped. */
  readonly fitting: (asked: Asked) => Fit | undefined;
  /** Whether the team writes letters when an incident is over. */
  readonly tells: () => boolean;
}

export function incidentsService(build: () => IncidentsBuild, clock: () => number, failed: (error: unknown) => void = () => undefined): IncidentsService {
  const open = () => {
    const { records } = build();
    return records === undefined ? [] : openInRecords(records, clock());
  };
  return {
    open,
    fitting(asked) {
      try {
        const incidents = open();
        const { knowledge } = build();
        return incidents.length === 0 || knowledge === undefined ? undefined : fitting(asked, incidents, knowledge())[0];
      } catch (error) {
        failed(error);
        return undefined;
      }
    },
    tells: () => tellsFollowers(build().support?.replies),
  };
}

export const NO_INCIDENTS: IncidentsService = { open: () => [], fitting: () => undefined, tells: () => false };
