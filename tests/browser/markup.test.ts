import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { expect, inject, test } from 'vitest';

const validator = new HtmlValidate({
  extends: ['html-validate:standard', 'html-validate:a11y'],
  rules: {
    // Advice, not validity: in a form, a button without a type sends it, which is what such buttons here are for.
    'no-implicit-button-type': 'off',
  },
});

test.for(['site', 'gallery'] as const)('every built page of the %s is valid HTML', async (name) => {
  const { folder } = inject(name);
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.html'));
  expect(pages.length).toBeGreaterThan(5);
  const found: string[] = [];
  for (const file of pages) {
    const { results } = await validator.validateString(readFileSync(join(folder, file), 'utf8'));
    for (const { messages } of results) found.push(...messages.map((one) => `${file}: ${one.ruleId}: ${one.message} (${one.selector ?? ''})`));
  }
  expect(found).toEqual([]);
});
