/** Report pages as people open them: from a file, on a phone, in the dark, on paper. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, onTestFinished, test } from 'vitest';
import { pageOf } from '../insights/pages.ts';
import { DESKTOP, useBrowser } from './browser.ts';

const open = useBrowser();
const PHONE = { width: 390, height: 844 };

/** Opened from the disk, as an attachment is. What it asks for and complains about is kept. */
async function opened(html: string): Promise<{ page: Page; asked: string[]; said: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-report-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'report.html');
  writeFileSync(file, html);
  const page = await open({ viewport: PHONE, javaScriptEnabled: true });
  const [asked, said]: [string[], string[]] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  return { page, asked, said };
}

describe.for([
  ['a full week', 'weekly', 1],
  ['a tiny week', 'weekly', 0.03],
  ['an empty month', 'monthly', 0],
] as const)('%s', ([, period, size]) => {
  test('has no barrier, fits a phone and a tablet, and asks for nothing', async () => {
    const { page, asked, said } = await opened(await pageOf(period, size));
    expect(said).toEqual([]);
    expect(asked).toHaveLength(1);
    await page.locator('details').evaluateAll((all) => all.forEach((one) => ((one as HTMLDetailsElement).open = true)));
    for (const width of [320, 768]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${width} px`).toBeLessThanOrEqual(width);
    }
    for (const [viewport, colorScheme, rules] of [[PHONE, 'light', 'all'], [DESKTOP, 'dark', 'color']] as const) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      expect(await page.evaluate(() => document.documentElement.scrollWidth), `${viewport.width} px`).toBeLessThanOrEqual(viewport.width);
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (rules === 'all' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']) : axe.withRules(['color-contrast'])).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`), `${viewport.width} px, ${colorScheme}`).toEqual([]);
    }
  });
});

test('words of charts are as large on a phone as on a page, and one of two drawings is seen', async () => {
  const { page } = await opened(await pageOf('weekly', 1));
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    const heights = await page.locator('svg[role=img] text:visible').evaluateAll((texts) => texts.map((text) => text.getBoundingClientRect().height));
    expect(Math.min(...heights), `${viewport.width} px`).toBeGreaterThan(14);
    expect(await page.locator('#funnel ~ figure svg:visible').count()).toBe(1);
  }
});

test('paper is black on white, with every table of a chart open, and no chart is cut', async () => {
  const { page } = await opened(await pageOf('weekly', 1));
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  const colors = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.documentElement).color]);
  expect(colors).toEqual(['rgb(255, 255, 255)', 'rgb(0, 0, 0)']);
  expect(await page.locator('figure details table').evaluateAll((tables) => tables.filter((table) => !table.checkVisibility({ contentVisibilityAuto: true })).length)).toBe(0);
  expect(await page.locator('figure svg:visible').evaluateAll((charts) => charts.filter((chart) => getComputedStyle(chart).breakInside !== 'avoid').length)).toBe(0);
  expect((await page.pdf({ preferCSSPageSize: true, printBackground: true })).length).toBeGreaterThan(20_000);
});
