/** Visits out of events in the order of time: each is told as soon as nothing can be added to it any more. */
import { FOLLOWED_FOR, sessionFigures, type SessionEvent, type SessionFigures } from './session-figures.ts';

export interface Visits {
  /** The next event; never one that is older than the one before. Tells the visits that are over by then. */
  add(event: SessionEvent): SessionFigures[];
  /** What is still open when there are no more events. */
  rest(): SessionFigures[];
}

/** Holds the tabs that were seen within a day, however long the span is. */
export function collectVisits(): Visits {
  // The tab that was silent longest stands first: a map keeps the order in which its keys came.
  const open = new Map<string, SessionEvent[]>();
  return {
    add(event) {
      const over: SessionFigures[] = [];
      for (const [session, events] of open) {
        if (event.at - events.at(-1)!.at <= FOLLOWED_FOR) break;
        open.delete(session);
        over.push(sessionFigures(events));
      }
      const events = open.get(event.session) ?? [];
      events.push(event);
      open.delete(event.session);
      open.set(event.session, events);
      return over;
    },
    rest() {
      const over = [...open.values()].map(sessionFigures);
      open.clear();
      return over;
    },
  };
}
