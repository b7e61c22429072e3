/** A reader in Chromium who opens search and asks, timed from within the page. */
import type { Browser, Request } from 'playwright';

/** How to search on a page. Each runs in the page. */
export interface Manner {
  /** Called once: search is opened, the words are there at once. Resolves when the first answers are. */
  readonly first: (query: string) => Promise<number>;
  /** Other words instead. Resolves when their answers are there. */
  readonly later: (query: string) => Promise<number>;
}

export interface Timing {
  readonly query: string;
  readonly ms: number;
  /** Bodies as they were sent. */
  readonly bytes: number;
}

export interface Visit {
  readonly first: Timing;
  readonly later: readonly Timing[];
}

/** A page that nobody has visited yet, its scripts settled; then one query, and others after it. */
export async function visit(browser: Browser, address: string, { first, later }: Manner, queries: readonly string[]): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, bypassCSP: true });
  try {
    const page = await context.newPage();
    const finished: Request[] = [];
    let open = 0;
    page.on('request', () => (open += 1));
    page.on('requestfinished', (request) => {
      open -= 1;
      finished.push(request);
    });
    page.on('requestfailed', () => (open -= 1));
    const settled = async () => {
      do await page.waitForTimeout(400);
      while (open > 0);
    };
    await page.goto(address, { waitUntil: 'networkidle' });
    await settled();
    const asked = async (query: string, ask: Manner['first']): Promise<Timing> => {
      const before = finished.length;
      const ms = await page.evaluate(ask, query);
      await settled();
      const sizes = await Promise.all(finished.slice(before).map((request) => request.sizes().catch(() => ({ responseBodySize: 0 }))));
      return { query, ms, bytes: sizes.reduce((sum, { responseBodySize }) => sum + responseBodySize, 0) };
    };
    const [opening = '', ...others] = queries;
    const opened = await asked(opening, first);
    const after: Timing[] = [];
    for (const query of others) after.push(await asked(query, later));
    return { first: opened, later: after };
  } finally {
    await context.close();
  }
}
