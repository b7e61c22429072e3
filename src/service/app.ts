/**
 * The intake service: everything that answers, under `/intake/`. Web-standard, so that it runs in its own
 * process, beside the built site, or inside `astro dev`.
 */
import { Hono } from 'hono';
import type { Manifest } from '../site/manifest.ts';

export interface ServiceOptions {
  /** The built site that this service belongs to. A function, because dev's changes while it runs. */
  readonly manifest: () => Manifest;
}

export function createService(_options: ServiceOptions): Hono {
  const app = new Hono();
  app.get('/healthz', (context) => context.json({ status: 'ok' }));
  return app;
}
