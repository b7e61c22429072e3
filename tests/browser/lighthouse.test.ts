import lighthouse from 'lighthouse';
import { chromium, type Browser } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { BROWSER_FLAGS, ensureBrowser } from '../../scripts/browser.ts';
import { onSite } from './browser.ts';
import { LONG_ARTICLE } from './templates.ts';

/** Speed is measured in bench/, where nothing else runs. */
const CATEGORIES = ['accessibility', 'best-practices', 'seo'];

let browser: Browser;
let port: number;

beforeAll(async () => {
  port = await freePort();
  browser = await chromium.launch({ executablePath: await ensureBrowser(), args: [...BROWSER_FLAGS, `--remote-debugging-port=${port}`] });
});
afterAll(() => browser.close());

describe.for([
  ['home', '/'],
  ['an article', LONG_ARTICLE],
] as const)('%s', ([, path]) => {
  test('scores 100 for accessibility, best practices and search engines', async () => {
    const run = await lighthouse(onSite(path), { port, onlyCategories: CATEGORIES, logLevel: 'error', output: 'json' });
    const { categories, audits } = run!.lhr;
    const lost = Object.values(audits)
      .filter(({ score, scoreDisplayMode }) => score !== null && score < 1 && scoreDisplayMode !== 'informative')
      .map(({ id, title, explanation }) => `${id}: ${title} ${explanation ?? ''}`);
    const scores = Object.fromEntries(Object.entries(categories).map(([id, { score }]) => [id, score]));
    expect(scores, lost.join('\n')).toEqual({ accessibility: 1, 'best-practices': 1, seo: 1 });
  });
});
