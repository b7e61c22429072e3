import AxeBuilder from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { DESKTOP, PHONE, useBrowser } from './browser.ts';
import { TEMPLATES } from './templates.ts';

const open = useBrowser();

/** WCAG 2.2, A and AA, and what axe holds to be good practice besides. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Every rule on a light phone and a dark desktop; of the other two only what color and size change. */
const VIEWS = [
  { colorScheme: 'light', viewport: PHONE, rules: 'all' },
  { colorScheme: 'dark', viewport: PHONE, rules: 'color' },
  { colorScheme: 'dark', viewport: DESKTOP, rules: 'all' },
  { colorScheme: 'light', viewport: DESKTOP, rules: 'color' },
] as const;

describe.for(TEMPLATES)('$name', (template) => {
  test('has no barrier that axe finds, in light and dark, on a phone and a desktop', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await template.open(page);
    for (const { colorScheme, viewport, rules } of VIEWS) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      // The pages have no frames, so axe need not open a page of its own to gather what it finds in them.
      const axe = new AxeBuilder({ page }).setLegacyMode();
      const { violations } = await (rules === 'all' ? axe.withTags(TAGS) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`);
      expect(found, `${viewport.width} px, ${colorScheme}`).toEqual([]);
    }
  });
});
