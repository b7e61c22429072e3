/** Finds a Chromium for tests and pictures, and fetches one where there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

/**
 * Flags that make a headless Chromium quiet: it asks nothing of the network by itself, and runs as root in a container.
 */
export const BROWSER_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update'];

const SYSTEM_PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'];

/** The path of a browser that is there: `BEDSIDE_CHROMIUM`, Playwright's own, or the system's. */
export async function findBrowser(): Promise<string | undefined> {
  return [process.env['BEDSIDE_CHROMIUM'], chromium.executablePath(), ...SYSTEM_PLACES].find((path) => path !== undefined && path !== '' && existsSync(path));
}

/**
 * A browser, fetched when there is none: Playwright's own, else the system's package where we may install it.
 *
 * @throws with what to do by hand
 */
export async function ensureBrowser(): Promise<string> {
  const found = await findBrowser();
  if (found !== undefined) return found;
  console.error('No Chromium here. Fetching one with Playwright…');
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: ['ignore', 'inherit', 'inherit'] });
  const fetched = await findBrowser();
  if (fetched !== undefined) return fetched;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('That did not work. Installing the system’s package…');
    spawnSync('apt-get', ['update', '-qq'], { stdio: ['ignore', 'inherit', 'inherit'] });
    spawnSync('apt-get', ['install', '-y', '-qq', 'chromium'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
    const installed = await findBrowser();
    if (installed !== undefined) return installed;
  }
  throw new Error('There is no Chromium, and none could be fetched. Install one, and set BEDSIDE_CHROMIUM to its path.');
}

if (import.meta.main) {
  try {
    console.log(await ensureBrowser());
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 2;
  }
}
