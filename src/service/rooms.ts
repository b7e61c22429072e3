/** What every route shares. */
import type { Context } from 'hono';
import type { Manifest } from '../site/manifest.ts';
import type { Store } from '../store/store.ts';
import type { EventsLimits } from './events-limits.ts';
import type { FeedbackLimits } from './feedback-limits.ts';
import type { Limits } from './limits.ts';
import type { Metrics } from './metrics.ts';

export interface Rooms {
  /** The built site this service belongs to. */
  readonly manifest: () => Manifest;
  /** The HTML of a page as it is shown now, by its address without base; `undefined` when there is none. */
  readonly page: (address: string) => Promise<string | undefined>;
  /** @throws {StoreUnavailable} while the database cannot be reached */
  readonly store: () => Promise<Store>;
  readonly limits: Limits;
  readonly feedbackLimits: FeedbackLimits;
  readonly eventsLimits: EventsLimits;
  readonly clientOf: (context: Context) => string;
  readonly clock: () => number;
  readonly metrics: Metrics;
  /** Notes a failure that a route answers itself. */
  readonly failed: (context: Context, error: unknown) => void;
}
