/** Asking to be told of incidents, in a real browser with a real mail server: from the form to the end of the subscription. */
import AxeBuilder from '@axe-core/playwright';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { createLog } from '../../src/service/log.ts';
import { startServer } from '../../src/service/server.ts';
import { exchange, newFolder, placed, writeFiles } from '../../src/site/exchange.ts';
import { NEWER_STATUS } from '../../src/site/manifest.ts';
import { mailServer, type MailServer } from '../mail/server.ts';
import { NOON, SCENES } from '../status/scenes.ts';
import { servedAt } from '../status/serving.ts';
import { incident, writeStatusTree, type StatusTreeFiles } from '../status/trees.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { local, outputOf, STATUS_COMPONENTS, unlimited, writeStatusSite } from '../subscriptions/status.ts';
import { DESKTOP, eventually, PHONE, useBrowser } from './browser.ts';

const open = useBrowser();
const READER = 'reader@example.com';
const BEGUN = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000;

const OUTAGE: StatusTreeFiles = { 'outage01.md': incident('outage01', 'major', [{ at: local(BEGUN), state: 'investigating', more: 'components: { search: major outage }' }]) };
const RESOLVED: StatusTreeFiles = {
  'outage01.md': incident('outage01', 'major', [
    { at: local(BEGUN), state: 'investigating', more: 'components: { search: major outage }' },
    { at: local(BEGUN + 60_000), state: 'resolved' },
  ]),
};

interface Served {
  readonly url: string;
  readonly mail: MailServer;
  publish(files: StatusTreeFiles): void;
  /** A link of the newest letter to the reader, on this server. */
  link(use: 'confirm' | 'manage' | 'leave', words: string): Promise<string>;
}

async function served(files: StatusTreeFiles = OUTAGE): Promise<Served> {
  const mail = await mailServer();
  const { folder, root } = writeStatusSite(files);
  const server = await startServer({ folder, host: '127.0.0.1', port: 0, store: { dataDir: freshFolder(), secret: SECRET }, env: { SMTP_URL: mail.url.href, BEDSIDE_WEBHOOKS_PRIVATE: 'allow' }, subscriptionsLimits: unlimited, log: createLog('silent') });
  onTestFinished(() => server.stop());
  const url = server.url.slice(0, -1);
  return {
    url,
    mail,
    publish(records) {
      writeStatusTree(root, { 'status/components.yaml': STATUS_COMPONENTS, ...records });
      const place = join(folder, NEWER_STATUS);
      const before = placed(place);
      const newer = newFolder(place);
      writeFiles(outputOf(root, Date.now()), newer);
      expect(exchange(newer, place, before)).toBe(true);
    },
    async link(use, words) {
      await eventually(() => mail.received.some((one) => (one.mail.subject ?? '').includes(words))).toBe(true);
      const letter = mail.received.findLast((one) => (one.mail.subject ?? '').includes(words));
      const found = new RegExp(`/intake/subscriptions/${use}\\?s=[\\w-]+`).exec(letter?.mail.text ?? '')?.[0] ?? '';
      expect(found).not.toBe('');
      return url + found;
    },
  };
}

const heading = (page: Page) => page.locator('h1:visible').innerText();

test.for([true, false])('a reader subscribes, confirms, chooses, hears of an update and ends it; scripts: %s', async (javaScriptEnabled) => {
  const { url, mail, publish, link } = await served();
  const page = await open({ javaScriptEnabled, viewport: PHONE });
  await page.goto(`${url}/status/incidents/outage01/`);
  await page.getByLabel('Email address').fill(READER);
  await page.getByRole('button', { name: 'Subscribe by email' }).click();
  await eventually(() => heading(page)).toBe('Check your email');

  await page.goto(await link('confirm', 'Confirm'));
  expect(await heading(page)).toBe('Confirm that you want updates');
  await page.reload();
  await page.getByRole('button', { name: 'Confirm' }).click();
  await eventually(() => heading(page)).toBe('Your subscription');
  expect(await page.getByRole('status').first().innerText()).toContain('It is confirmed');
  await page.getByRole('checkbox', { name: 'Search' }).check();
  await page.getByRole('button', { name: 'Save' }).click();
  await eventually(() => page.getByText('Your choice is saved.').isVisible()).toBe(true);
  expect(await page.getByRole('checkbox', { name: 'Search' }).isChecked()).toBe(true);
  expect(await page.getByRole('checkbox', { name: 'Email' }).isChecked()).toBe(false);

  publish(RESOLVED);
  await page.goto(await link('leave', 'Trouble outage01 (Resolved)'));
  expect(await heading(page)).toBe('Unsubscribe');
  await page.getByRole('button', { name: 'Unsubscribe' }).click();
  await eventually(() => heading(page)).toBe('You are unsubscribed');
  expect(mail.received.filter(({ to }) => to.includes(READER))).toHaveLength(2);
  expect(await page.context().cookies()).toEqual([]);
});

test('every state has no barrier that axe finds and does not scroll sideways, in light and dark, on a phone and a desktop', async () => {
  const { url, link } = await served();
  const page = await open({ reducedMotion: 'reduce' });
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const look = async (name: string) => {
    for (const viewport of [PHONE, DESKTOP]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`), `${name} ${viewport.width} ${colorScheme}`).toEqual([]);
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
    }
  };
  await page.goto(`${url}/status/`);
  await look('front');
  await page.goto(`${url}/status/subscriptions/`);
  await look('form');
  await page.getByLabel('Email address', { exact: true }).fill('a@b');
  await page.getByRole('button', { name: 'Subscribe by email' }).click();
  await eventually(() => page.getByText('Enter an email address').first().isVisible()).toBe(true);
  expect(await page.getByLabel('Email address', { exact: true }).inputValue()).toBe('a@b');
  await look('wrong');
  await page.goto(`${url}/status/subscriptions/`);
  await page.getByLabel('Address of your webhook').fill('https://hooks.example.com/a');
  await page.getByLabel('Email address of whoever looks after it').fill(READER);
  await page.getByRole('button', { name: 'Subscribe by webhook' }).click();
  await eventually(() => heading(page)).toBe('Check your email');
  await look('asked');
  await page.goto(await link('confirm', 'Confirm'));
  await look('confirm');
  await page.getByRole('button', { name: 'Confirm' }).click();
  await eventually(() => heading(page)).toBe('Your subscription');
  expect(await page.locator('[data-key]').innerText()).toMatch(/^whsec_/);
  await look('manage');
  await page.goto(`${url}/intake/subscriptions/left`);
  await look('left');
  await page.goto(`${url}/intake/subscriptions/manage?s=nothing`);
  expect(await heading(page)).toBe('This link does not open anything');
  await look('gone');
  expect(said.filter((line) => !/status of (400|404)/.test(line))).toEqual([]);
});

test('where nobody answers there is no form', async () => {
  const { url } = await servedAt(SCENES.major, NOON);
  const page = await open();
  await page.goto(url);
  expect(await page.locator('form').count()).toBe(0);
  expect(await page.getByRole('link', { name: 'Get updates' }).count()).toBe(0);
  expect((await page.goto(`${url}/subscriptions/`))?.status()).toBe(404);
});
