import AxeBuilder from '@axe-core/playwright';
import { describe, expect, test } from 'vitest';
import { DESKTOP, PHONE, useBrowser } from './browser.ts';
import { TEMPLATES } from './templates.ts';

const open = useBrowser();

/** WCAG 2.2, A and AA, and what axe holds to be good practice besides. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

describe.for(TEMPLATES)('$name', (template) => {
  test('has no barrier that axe finds, in light and dark, on a phone and a desktop', async () => {
    const page = await open({ reducedMotion: 'reduce' });
    await template.open(page);
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(RULES).analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`);
        expect(found, `${viewport.width} px, ${colorScheme}`).toEqual([]);
      }
    }
  });
});
