/** Figures for Prometheus. Labels are routes and kinds, never anything a reader sent. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status'>;
  readonly duration: Histogram<'route'>;
  readonly votes: Counter<'answer'>;
  readonly events: Counter<'bot'>;
  readonly tickets: Counter<'way'>;
  readonly incidentWords: Counter<'kind'>;
  readonly refused: Counter<'reason'>;
  readonly storeFailures: Counter<'reason'>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'bedside_' });
  const registers = [registry];
  return {
    registry,
    requests: new Counter({ name: 'bedside_requests_total', help: 'Requests to the service, by route and status.', labelNames: ['route', 'status'], registers }),
    duration: new Histogram({ name: 'bedside_request_seconds', help: 'Time to answer, by route.', labelNames: ['route'], buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5], registers }),
    votes: new Counter({ name: 'bedside_votes_total', help: 'Votes stored, by answer.', labelNames: ['answer'], registers }),
    events: new Counter({ name: 'bedside_reader_events_total', help: 'Readers’ events stored, by whether a bot seems to have sent them.', labelNames: ['bot'], registers }),
    tickets: new Counter({ name: 'bedside_tickets_total', help: 'Tickets stored from forms, by whether a script sent them.', labelNames: ['way'], registers }),
    incidentWords: new Counter({ name: 'bedside_incident_words_total', help: 'Readers who said "me too" or asked to be told of an incident, by kind.', labelNames: ['kind'], registers }),
    refused: new Counter({ name: 'bedside_refused_total', help: 'Requests refused, by reason.', labelNames: ['reason'], registers }),
    storeFailures: new Counter({ name: 'bedside_store_failures_total', help: 'Times the database could not answer, by reason.', labelNames: ['reason'], registers }),
  };
}
