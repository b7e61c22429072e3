import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { readToTheEnd, useBrowser } from './browser.ts';
import { TEMPLATES } from './templates.ts';

const open = useBrowser();

test.for(['site', 'gallery'] as const)('every page of the %s carries the policy, and nothing in it that the policy would refuse', (name) => {
  const { folder } = inject(name);
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.html'))
    .flatMap((file) => {
      const html = readFileSync(join(folder, file), 'utf8');
      const policy = /<meta http-equiv="content-security-policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
      return [
        ...(policy.includes("default-src 'none'") && policy.includes("base-uri 'none'") ? [] : [`${file}: no policy`]),
        ...(/'unsafe-(inline|hashes)'|'unsafe-eval'|https?:\/\/\*/.exec(policy) ?? []).map((hole) => `${file}: policy allows ${hole}`),
        ...(/<[a-z][^>]*\s(on[a-z]+|style)\s*=/i.exec(html) ?? []).slice(0, 1).map((tag) => `${file}: ${tag}`),
        ...(/<style|<script(?![^>]*\ssrc=)|javascript:/i.exec(html) ?? []).map((tag) => `${file}: ${tag}`),
      ];
    });
  expect(found).toEqual([]);
});

test.for(TEMPLATES.filter(({ name }) => name !== 'search, failed' && name !== 'not found'))('$name: the console stays empty', async (template) => {
  const page = await open();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
  });
  await template.open(page);
  await readToTheEnd(page);
  expect(said).toEqual([]);
});

test('a page that is not there breaks nothing but says so with its status', async () => {
  const page = await open();
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const answer = await page.goto(new URL('/nothing/xyzzyplugh/', inject('site').url).href);
  await page.locator('.no-results').waitFor();
  expect(answer?.status()).toBe(404);
  expect(said.filter((line) => !line.includes('status of 404'))).toEqual([]);
});
