/**
 * `npm run pictures:readme`: the README's picture, from the site, the status page and a report as they are now.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright';
import sharp from 'sharp';
import { createLog } from '../src/service/log.ts';
import { startServer } from '../src/service/server.ts';
import { argumentsOf } from './arguments.ts';
import { BROWSER_FLAGS, ensureBrowser } from './browser.ts';
import { printed, project, save } from './guide-pictures/files.ts';

const HELP = `npm run pictures:readme [-- options]

Makes docs/images/product.webp: the home page, an article on a phone, a status page and a weekly report.

  --help    this text

Exit codes: 0 made, 2 could not run.`;

const FILE = 'docs/images/product.webp';
const SIZE = { width: 1_600, height: 1_040 };

const { values } = argumentsOf('npm run pictures:readme', { options: { help: { type: 'boolean', default: false } } });
try {
  if (values.help) console.log(HELP);
  else await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

async function main(): Promise<void> {
  const work = mkdtempSync(join(tmpdir(), 'bedside-readme-'));
  const out = join(project, 'node_modules/.cache/bedside-readme');
  const env = { BEDSIDE_DATA: join(work, 'data') };
  printed('build', ['--out', out], env);
  const report = join(work, 'report.html');
  printed('demo', [], env);
  printed('report', ['weekly', '--demo', '--format', 'html', '--out', report], env);
  const server = await startServer({ folder: out, host: '127.0.0.1', port: 0, store: { dataDir: join(work, 'data') }, log: createLog('silent') });
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: BROWSER_FLAGS });
  try {
    const at = (path: string) => new URL(path, server.url).href;
    const home = await shot(browser, at('/'), { width: 1_180, height: 800 });
    const article = await shot(browser, at('/account/reset-password/'), { width: 390, height: 760 });
    const status = await shot(browser, at('/status/'), { width: 760, height: 560 });
    const week = await shot(browser, pathToFileURL(report).href, { width: 820, height: 620 });
    const page = await browser.newPage({ viewport: SIZE });
    await page.setContent(composed({ home, article, status, week }));
    save(FILE, await sharp(await page.screenshot()).webp({ quality: 84, effort: 6 }).toBuffer());
  } finally {
    await browser.close();
    await server.stop();
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns a data address */
async function shot(browser: Browser, address: string, viewport: { width: number; height: number }): Promise<string> {
  const page: Page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, colorScheme: 'light' });
  await page.goto(address, { waitUntil: 'networkidle' });
  const png = await page.screenshot({ animations: 'disabled' });
  await page.close();
  return `data:image/png;base64,${png.toString('base64')}`;
}

function composed({ home, article, status, week }: Readonly<Record<'home' | 'article' | 'status' | 'week', string>>): string {
  return `<!doctype html><style>
    body { margin: 0; height: ${SIZE.height}px; overflow: hidden; position: relative; background: oklch(0.93 0.012 85); }
    img { position: absolute; border-radius: 10px; box-shadow: 0 0 0 1px oklch(0.2 0.02 85 / 0.14), 0 22px 48px oklch(0.2 0.02 85 / 0.2); }
    .home { left: 64px; top: 60px; width: 1010px; }
    .status { right: 56px; top: 60px; width: 560px; }
    .week { right: 56px; bottom: 48px; width: 660px; }
    .article { left: 520px; bottom: 48px; width: 292px; border-radius: 26px; }
  </style><img class="home" src="${home}"><img class="status" src="${status}"><img class="week" src="${week}"><img class="article" src="${article}">`;
}
