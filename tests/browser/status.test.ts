/** The status page in a real browser: what a reader in trouble meets, with and without scripts. */
import AxeBuilder from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { NOON, SCENES } from '../status/scenes.ts';
import { servedAt } from '../status/serving.ts';
import { at, incident, writeStatusTree } from '../status/trees.ts';
import { DESKTOP, eventually, onGallery, onSite, PHONE, useBrowser } from './browser.ts';
import { meter } from './meter.ts';

const open = useBrowser();
const KB = 1024;

const LOOKS = [
  ['well', '/'],
  ['minor', '/'],
  ['major', '/'],
  ['overdue', '/'],
  ['maintenance', '/'],
  ['well', '/history/'],
  ['well', '/history/2026-10/'],
  ['well', '/incidents/outage01/'],
  ['maintenance', '/maintenance/worknow1/'],
  ['well', '/nothing-here/'],
] as const;

describe.for(LOOKS)('%s %s', ([scene, path]) => {
  test('has no barrier that axe finds and does not scroll sideways, in light and dark, on a phone and a desktop; its console stays empty', async () => {
    const { url } = await servedAt(SCENES[scene], NOON);
    const page = await open({ reducedMotion: 'reduce', timezoneId: 'Europe/Berlin' });
    const said: string[] = [];
    page.on('console', (message) => said.push(message.text()));
    page.on('pageerror', (error) => said.push(String(error)));
    await page.clock.install({ time: NOON });
    await page.goto(url + path);
    for (const viewport of [PHONE, DESKTOP, { width: 320, height: 640 }]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`), `${viewport.width} ${colorScheme}`).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
    expect(said.filter((line) => !line.includes('status of 404'))).toEqual([]);
  });
});

test('without scripts everything is told: the sentence, since when, what next, every part, the formula, the way to the history', async () => {
  const { url } = await servedAt(SCENES.major, NOON);
  const page = await open({ javaScriptEnabled: false, viewport: PHONE });
  await page.goto(url);
  expect(await page.locator('h1').innerText()).toBe('Log-in works for some people only; Search is slow or unreliable');
  for (const words of ['As of Nov 23, 2026, 12:00 PM EST', 'Nov 23, 2026, 10:20 AM EST', 'Next update by', 'Monitoring', 'A major outage counts in full']) expect(await page.getByText(words).first().isVisible(), words).toBe(true);
  expect(await page.locator('.part .state').allInnerTexts()).toEqual(['Degraded performance', 'Operational', 'Partial outage']);
  await page.getByRole('link', { name: 'All incidents by month' }).click();
  await page.getByRole('link', { name: 'October 2026' }).click();
  await page.getByRole('link', { name: 'Trouble outage01' }).click();
  expect(await page.locator('.postmortem').innerText()).toContain('A certificate expired.');
});

test('the reader’s own time stands beside the page’s, and not where they are the same', async () => {
  const { url } = await servedAt(SCENES.major, NOON);
  const berlin = await open({ timezoneId: 'Europe/Berlin' });
  await berlin.clock.install({ time: NOON });
  await berlin.goto(url);
  expect(await berlin.locator('.facts dd').first().innerText()).toBe('Nov 23, 2026, 10:20 AM EST (4:20 PM your time)');
  const newYork = await open({ timezoneId: 'America/New_York' });
  await newYork.clock.install({ time: NOON });
  await newYork.goto(url);
  expect(await newYork.locator('.your-time').count()).toBe(0);
});

test('ten past two in São Paulo is told beside ten past twelve in New York, which ends alike', async () => {
  const { url } = await servedAt(SCENES.minor, NOON);
  const page = await open({ timezoneId: 'America/Sao_Paulo' });
  await page.clock.install({ time: NOON });
  await page.goto(url);
  expect(await page.locator('.facts dd').last().innerText()).toBe('Nov 23, 2026, 12:10 PM EST (2:10 PM your time)');
});

test('a window of maintenance is told once, as a span, also in the reader’s time', async () => {
  const { url } = await servedAt(SCENES.maintenance, NOON);
  const page = await open({ timezoneId: 'Europe/Berlin' });
  await page.clock.install({ time: NOON });
  await page.goto(url);
  const spans = (await page.locator('.facts dd:has([data-until])').allInnerTexts()).map((text) => text.replaceAll('\u00a0', ' '));
  expect(spans).toEqual(['Nov 23, 2026, 11:00 AM – 1:00 PM EST (5:00 – 7:00 PM your time)', 'Nov 25, 2026, 11:00 PM EST – Nov 26, 2026, 1:00 AM EST (Thu, 5:00 – 7:00 AM your time)']);
});

test('a promise that is not kept is shown, at the very minute, without a new build', async () => {
  const { url } = await servedAt(SCENES.minor, NOON);
  const page = await open();
  await page.clock.install({ time: at('2026-11-23 12:09') });
  await page.goto(url);
  expect(await page.locator('.overdue').count()).toBe(0);
  await page.clock.runFor(2 * 60_000);
  await eventually(() => page.locator('.overdue').innerText()).toMatch(/^The next update was promised for Nov 23, 2026, 12:10 PM EST.* and is overdue\.$/);
});

test('maintenance opens and closes by the reader’s clock, without a new build', async () => {
  const { url } = await servedAt(SCENES.maintenance, at('2026-11-23 10:00'));
  const page = await open();
  await page.clock.install({ time: at('2026-11-23 10:59') });
  await page.goto(url);
  expect(await page.locator('h1').innerText()).toBe('All systems are operational');
  await page.clock.fastForward(2 * 60_000);
  await eventually(() => page.locator('h1').innerText()).toBe('Search is under maintenance');
  await eventually(() => page.locator('[role=status]').innerText()).toContain('Search is under maintenance');
  await page.clock.fastForward(125 * 60_000);
  await eventually(() => page.locator('h1').innerText()).toBe('All systems are operational');
});

test('a new update appears within a minute, without a reload', async () => {
  const served = await servedAt(SCENES.well, NOON);
  const page = await open();
  await page.clock.install({ time: NOON });
  await page.goto(served.url);
  await eventually(() => page.locator('[data-freshness]').innerText()).toMatch(/^Checked/);
  writeStatusTree(served.root, { 'new.md': incident('newnew01', 'major', [{ at: '2026-11-23 12:01', state: 'investigating', more: 'components: { search: major outage }' }]) });
  await served.rebuild(NOON + 60_000);
  await page.clock.runFor(65_000);
  await eventually(() => page.locator('h1').innerText()).toBe('Search is down');
});

test('when the source is away the page says so, and how old what it shows is', async () => {
  const served = await servedAt(SCENES.well, NOON);
  const page = await open({ timezoneId: 'America/New_York' });
  await page.clock.install({ time: NOON + 60_000 });
  await page.goto(served.url);
  await eventually(() => page.locator('[data-freshness]').innerText()).toMatch(/^Checked/);
  await served.stop();
  await page.clock.runFor(5 * 60_000);
  await eventually(() => page.locator('.stale').innerText()).toMatch(/^The newest state cannot be reached\. What you see is the state of Nov 23, 2026, 12:01 PM \([45] minutes ago\)\.$/);
  expect(await page.locator('h1').innerText()).toBe('All systems are operational');
});

test('the first view weighs at most 14 KB, everything, and asks no other host; 500 incidents do not change that', async () => {
  const states = ['degraded performance', 'partial outage', 'major outage'];
  const many = Object.fromEntries(
    Array.from({ length: 500 }, (_, index) => {
      const id = `hist${String(index).padStart(4, '0')}`;
      const day = new Date(Date.parse('2026-11-22T12:00:00Z') - index * 2 * 86_400_000).toISOString().slice(0, 10);
      return [`${id}.md`, incident(id, 'minor', [{ at: `${day} 09:00`, state: 'investigating', more: `components: { ${['search', 'email', 'log-in'][index % 3]}: ${states[index % 3]} }` }, { at: `${day} 09:20`, state: 'identified' }, { at: `${day} 10:00`, state: 'resolved' }])];
    }),
  );
  const { url } = await servedAt({ ...SCENES.major, ...many }, NOON);
  const before = await meter(url);
  const page = await open();
  await page.clock.install({ time: NOON });
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto(`${before.url}/`, { waitUntil: 'networkidle' });
  const bytes = before.passed.reduce((sum, one) => sum + one.bytes, 0);
  console.log(`status page with 500 incidents: ${bytes} bytes (${before.passed.map((one) => `${one.path} ${one.bytes}`).join(', ')})`);
  await before.stop();
  expect(hosts.size).toBe(1);
  expect(bytes).toBeLessThanOrEqual(14 * KB);
});

test('letters, words and lines set wider push nothing off a phone, and no two links onto each other', async () => {
  const { url } = await servedAt(SCENES.overdue, NOON);
  const page = await open({ viewport: { width: 320, height: 640 }, timezoneId: 'Europe/Berlin' });
  await page.clock.install({ time: NOON });
  await page.goto(url);
  await page.locator('.your-time').first().waitFor();
  await page.evaluate(() => {
    const wider = new CSSStyleSheet();
    wider.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-block-end: 2em !important }');
    document.adoptedStyleSheets = [wider];
  });
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  expect(await page.locator('.site-nav a').evaluateAll((links) => links.filter((link) => link.scrollWidth > link.clientWidth).map((link) => link.textContent))).toEqual([]);
});

test('in print nothing but the state is left', async () => {
  const { url } = await servedAt(SCENES.major, NOON);
  const page = await open({ timezoneId: 'America/New_York' });
  await page.clock.install({ time: NOON });
  await page.goto(url);
  await eventually(() => page.locator('[data-freshness]').innerText()).toMatch(/^Checked/);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  expect(await page.locator('[data-freshness]').innerText()).toBe('As of Nov 23, 2026, 12:00 PM EST');
  expect([await page.locator('.site-nav').isVisible(), await page.locator('.site-footer').isVisible(), await page.locator('.incident').isVisible()]).toEqual([false, false, true]);
});

describe('in the help center', () => {
  const summaryOf = async (scene: keyof typeof SCENES) => {
    const { url } = await servedAt(SCENES[scene], NOON);
    const text = await (await fetch(`${url}/api/v2/summary.json`)).text();
    return text.replaceAll('"search"', '"posting"').replaceAll('"email"', '"verification"');
  };
  const ARTICLE = '/account/reset-password/';

  test.for(['/', ARTICLE])('%s says in one line that something is wrong, moves nothing, and is silent again once hidden', async (path) => {
    const body = await summaryOf('major');
    const page = await open({ viewport: PHONE });
    await page.route('**/api/v2/summary.json', (route) => route.fulfill({ contentType: 'application/json', body }));
    await page.addInitScript(() => {
      const shifts = ((window as unknown as { shifts: number[] }).shifts = []);
      new PerformanceObserver((list) => shifts.push(...(list.getEntries().map((entry) => (entry as unknown as { value: number }).value) as never[]))).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(onSite(path), { waitUntil: 'networkidle' });
    const bar = page.getByRole('complementary', { name: 'Status notice' });
    await bar.waitFor();
    expect(await bar.innerText()).toContain('Trouble major001');
    expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([]);
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await bar.getByRole('button', { name: 'Hide' }).click();
    await page.goto(onSite('/contact/'), { waitUntil: 'networkidle' });
    expect(await bar.count()).toBe(0);
  });

  test('an article that names a part shows its state', async () => {
    const body = await summaryOf('major');
    const page = await open();
    await page.route('**/api/v2/summary.json', (route) => route.fulfill({ contentType: 'application/json', body }));
    await page.goto(onSite(ARTICLE), { waitUntil: 'networkidle' });
    await eventually(() => page.locator('.article-facts').innerText()).toContain('Status of Log-in: Partial outage');
  });

  test('nothing is shown when all is well, nor when the status is slow, away or nonsense', async () => {
    const answers = [await summaryOf('well'), undefined, '<html>', '{"components":[]}'];
    for (const body of answers) {
      const page = await open();
      const broken: string[] = [];
      page.on('pageerror', (error) => broken.push(String(error)));
      await page.route('**/api/v2/summary.json', (route) => (body === undefined ? route.abort() : route.fulfill({ contentType: 'application/json', body })));
      await page.goto(onSite(ARTICLE), { waitUntil: 'networkidle' });
      expect([await page.locator('.status-notice').count(), broken]).toEqual([0, []]);
    }
  });

  test('an answer that takes longer than two seconds is not waited for', async () => {
    const body = await summaryOf('major');
    const page = await open();
    await page.route('**/api/v2/summary.json', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      await route.fulfill({ contentType: 'application/json', body }).catch(() => undefined);
    });
    await page.goto(onSite(ARTICLE));
    await page.waitForTimeout(5_600);
    expect(await page.locator('.status-notice').count()).toBe(0);
  });

  test('a site without a status page asks for none', async () => {
    const page = await open();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(onGallery('/rules/short-one/'), { waitUntil: 'networkidle' });
    expect(asked.filter((url) => url.includes('summary.json'))).toEqual([]);
  });

  test('the full build has the same pages under /status/, and its JSON at /api/v2/', async () => {
    const page = await open();
    await page.goto(onSite('/status/'));
    expect(await page.locator('h1').innerText()).toBe('All systems are operational');
    await page.getByRole('link', { name: 'History' }).click();
    await page.getByRole('link', { name: 'November 2026' }).click();
    expect(await page.getByRole('link', { name: 'Problems with creating posts' }).isVisible()).toBe(true);
    expect((await page.request.get(onSite('/api/v2/summary.json'))).headers()['access-control-allow-origin']).toBe('*');
  });
});
