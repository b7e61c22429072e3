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
        ...(/<style|<script(?![^>]*\s(?:src=|type="application\/(?:ld\+)?json"))|javascript:/i.exec(html) ?? []).map((tag) => `${file}: ${tag}`),
      ];
    });
  expect(found).toEqual([]);
});

test.for(TEMPLATES)('$name: the policy has nothing to refuse, no other host is asked, and nothing is kept in the browser but what a reader types', async (template) => {
  const page = await open();
  const said: string[] = [];
  const hosts = new Set<string>();
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error)));
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => console.error(`refused: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
  });
  await template.open(page);
  await readToTheEnd(page);
  // What cannot be loaded is said by the browser itself.
  expect(said.filter((line) => !line.startsWith('Failed to load resource'))).toEqual([]);
  expect([...hosts]).toEqual([new URL(page.url()).host]);
  const kept = await page.evaluate(async () => ({
    cookies: document.cookie,
    local: { ...localStorage },
    session: { ...sessionStorage },
    databases: (await indexedDB.databases()).length,
    caches: await caches.keys(),
  }));
  expect(kept).toEqual({ cookies: '', local: {}, session: template.typed === true ? { 'bedside:draft:verification': expect.any(String) } : {}, databases: 0, caches: [] });
  expect(await page.context().cookies()).toEqual([]);
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
