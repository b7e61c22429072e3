/** What taking tickets needs, from the settings of a server and the build it shows. */
import type { Support } from '../catalog/support/support.ts';
import type { Hook } from '../delivery/hooks.ts';
import type { Detect } from '../forms/finds.ts';
import type { Suggester } from '../search/suggestions.ts';
import { PROOF_WORK, type ProofWork } from '../tickets/intake/proof.ts';
import type { IntakeRules } from '../tickets/intake/take.ts';
import type { OwnRooms } from '../tickets/page/acts.ts';
import { incidentsService, type IncidentsBuild, type IncidentsService } from './incidents-service.ts';
import { TICKETS_LIMITS, type TicketsLimits } from './tickets-limits.ts';
import { intakeRules } from './tickets-rules.ts';
import { countUnderWay, type UnderWay } from './under-way.ts';

/** What a server is told about taking tickets. */
export interface TicketsSettings {
  readonly limits?: TicketsLimits | undefined;
  readonly proofWork?: ProofWork | undefined;
  /** Keys that the product signs its users' contexts with. */
  readonly contextKeys?: ReadonlyMap<string, string> | undefined;
  /** Help desks that tell what agents did there, by name. */
  readonly deskHooks?: ReadonlyMap<string, Hook> | undefined;
}

/** A build's part in taking tickets. */
export interface TicketsBuild extends IncidentsBuild {
  readonly support: Support | undefined;
  readonly suggest: Suggester | undefined;
}

export interface TicketsService {
  readonly ticketsLimits: TicketsLimits;
  readonly proofWork: ProofWork;
  readonly contextKeys: ReadonlyMap<string, string>;
  readonly deskHooks: ReadonlyMap<string, Hook>;
  /** Of the build that is shown now. */
  readonly rules: () => IntakeRules;
  /** The support team's rules of the build that is shown now; `undefined` where there are none. */
  readonly support: () => Support | undefined;
  /** Writes what the help desk outside has to hear of a further message. */
  readonly received: OwnRooms['received'];
  /** Answers for a text; `undefined` where nothing is searched. */
  readonly suggest: () => Suggester | undefined;
  /** Finds what looks private in a text. */
  readonly detect: Detect;
  readonly incidents: IncidentsService;
  /** Something was written that has to be done outside. */
  readonly wake: () => void;
  readonly underWay: UnderWay;
}

/** What others do for it. */
export interface Outside {
  readonly underWay?: TicketsService['underWay'];
  readonly detect: Detect;
  readonly enqueue: IntakeRules['enqueue'];
  readonly received?: OwnRooms['received'];
  readonly wake: () => void;
  readonly clock?: () => number;
}

/**
 * @param current whatever changes when another build is shown
 * @param load    called once for each
 */
export function ticketsService<Build extends object>(current: () => Build, load: (build: Build) => TicketsBuild, settings: TicketsSettings, outside: Outside): TicketsService {
  const made = new WeakMap<Build, { readonly rules: IntakeRules; readonly suggest: Suggester | undefined; readonly support: Support | undefined; readonly loaded: TicketsBuild }>();
  const ofNow = () => {
    const build = current();
    let ready = made.get(build);
    if (ready === undefined) {
      const loaded = load(build);
      const { support, suggest } = loaded;
      made.set(build, (ready = { rules: intakeRules(support, outside.enqueue), suggest, support, loaded }));
    }
    return ready;
  };
  return {
    ticketsLimits: settings.limits ?? TICKETS_LIMITS,
    proofWork: settings.proofWork ?? PROOF_WORK,
    contextKeys: settings.contextKeys ?? new Map<string, string>(),
    deskHooks: settings.deskHooks ?? new Map<string, Hook>(),
    rules: () => ofNow().rules,
    support: () => ofNow().support,
    received: outside.received ?? (async () => undefined),
    suggest: () => ofNow().suggest,
    detect: outside.detect,
    incidents: incidentsService(() => ofNow().loaded, outside.clock ?? Date.now),
    wake: outside.wake,
    underWay: outside.underWay ?? countUnderWay(),
  };
}
