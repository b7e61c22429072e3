/**
 * An incident played as a team and its readers live through it: the first ticket, the command that opens it, the status
 * page, the question in the form, the mails, the end, the day after, and what the reports tell of it.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { expect, onTestFinished, test } from 'vitest';
import { mailServer } from '../mail/server.ts';
import { eventually, PHONE, useBrowser } from './browser.ts';
import { troubledSite } from './troubled.ts';

const FORM = '/contact/technical/';
const TITLE = 'Problems with creating posts';
const DAY = 24 * 60 * 60_000;

const newPage = useBrowser();

/** Looked at on the way: no barrier, nothing that scrolls sideways. */
async function sound(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`), what).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), what).toBeLessThanOrEqual(0);
  const folder = process.env['BEDSIDE_SCREENS'];
  if (folder !== undefined) await page.screenshot({ path: join(folder, `played-${what.replaceAll(/\W+/g, '-')}.png`), fullPage: true });
}

test('an incident, from the first ticket to the question of the day after', { timeout: 180_000 }, async () => {
  const mail = await mailServer();
  const began = Date.now();
  let ahead = 0;
  const site = await troubledSite({ open: false, env: { SMTP_URL: mail.url.href }, clock: () => Date.now() + ahead });
  onTestFinished(() => site.stop());
  const { on, place } = site;

  /** Runs a command of the project for this site; what writes of incidents looks for `dist` where it is run. */
  const command = (script: string, ...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('scripts', script), ...args], { cwd: script === 'incident.ts' ? place : process.cwd(), encoding: 'utf8', env: { ...process.env, BEDSIDE_CONTENT: join(place, 'content'), BEDSIDE_DATA: join(place, 'data'), BEDSIDE_STATUS_PUBLISH: '', DATABASE_URL: '' } });
    expect(status, `${script} ${args.join(' ')}\n${stderr}`).toBe(0);
    return stdout;
  };
  const lettersTo = (email: string) => mail.received.filter(({ to }) => to.includes(email)).map((one) => one.mail);
  const subjects = (email: string) => lettersTo(email).map(({ subject = '' }) => subject);
  const reader = () => newPage({ viewport: PHONE, reducedMotion: 'reduce', userAgent: 'Mozilla/5.0 (a reader)' });
  const asked = (page: Page) => page.getByRole('region', { name: 'Is it this?' });

  async function write(page: Page, email: string, { tell = false } = {}): Promise<void> {
    await page.getByLabel('In a few words, what is it about?').fill('Posting');
    await page.getByLabel('What happened?').fill('When I select Post, nothing happens.');
    await page.locator('#email').fill(email);
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
    if (tell) await page.getByLabel('Send me an email when it is fixed').check();
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
  }

  // Somebody subscribes on a quiet day, and confirms.
  const subscriber = await reader();
  await subscriber.goto(on('/status/subscriptions/'));
  await subscriber.getByLabel('Email address').first().fill('subscriber@example.org');
  await subscriber.getByRole('button', { name: 'Subscribe by email' }).click();
  await eventually(() => subjects('subscriber@example.org').length).toBe(1);
  const confirm = /\/intake\/subscriptions\/confirm\?s=[\w-]+/.exec(lettersTo('subscriber@example.org')[0]?.text ?? '')?.[0] ?? '';
  await subscriber.goto(on(confirm));
  await subscriber.getByRole('button', { name: 'Confirm' }).click();
  await subscriber.getByRole('heading', { name: 'Your subscription' }).waitFor();

  // The first ticket: nothing is known, nothing is asked.
  const first = await reader();
  await first.goto(on(FORM));
  await first.getByLabel('I cannot post, comment or vote').check();
  await write(first, 'first@example.org');
  expect(await asked(first).count()).toBe(0);

  // The team opens the incident; the status page says it, and the subscriber reads it.
  command('incident.ts', 'open', '--title', TITLE, '--impact', 'major', '--component', 'posting=partial outage', '--next', '30m', '--publish');
  const status = await reader();
  await eventually(async () => (await status.goto(on('/status/')).then(() => status.locator('h1').innerText()))).toBe('Posting works for some people only');
  await status.getByRole('button', { name: 'Me too' }).click();
  await status.getByText('Counted. Thank you').waitFor();
  await sound(status, 'status page');
  await eventually(() => subjects('subscriber@example.org').filter((subject) => subject.includes(TITLE)).length).toBe(1);

  // The form asks: one says "me too", one wants to be told, one writes all the same.
  const second = await reader();
  await second.goto(on(FORM));
  await second.getByLabel('I cannot post, comment or vote').check();
  await asked(second).getByRole('button', { name: 'Me too' }).click();
  await asked(second).getByText('Counted. Thank you').waitFor();
  await asked(second).getByRole('button', { name: 'Tell me when it is fixed' }).click();
  await asked(second).getByLabel('Your email address').fill('second@example.org');
  await sound(second, 'form');
  await asked(second).getByRole('button', { name: 'Tell me', exact: true }).click();
  await asked(second).getByText('We write to second@example.org').waitFor();
  const third = await reader();
  await third.goto(on(FORM));
  await third.getByLabel('I cannot post, comment or vote').check();
  await asked(third).waitFor();
  await write(third, 'third@example.org', { tell: true });
  await sound(third, 'thanks');

  // It is over: whoever asked hears it at once.
  command('incident.ts', 'resolve', '--publish');
  for (const email of ['second@example.org', 'third@example.org']) await eventually(() => subjects(email).filter((subject) => subject.includes('fixed')).length).toBe(1);
  await eventually(() => subjects('subscriber@example.org').filter((subject) => subject.includes(TITLE)).length).toBe(2);
  await eventually(async () => (await status.goto(on('/status/')).then(() => status.locator('h1').innerText()))).toBe('All systems are operational');
  await sound(status, 'status page afterwards');
  const later = await reader();
  await later.goto(on(FORM));
  await later.getByLabel('I cannot post, comment or vote').check();
  await later.waitForLoadState('networkidle');
  expect(await asked(later).count()).toBe(0);

  // A day later: is all well again? Once, and then nobody's address is left.
  ahead = DAY + 60_000;
  for (const email of ['second@example.org', 'third@example.org']) await eventually(() => subjects(email).filter((subject) => subject.includes('all well again')).length).toBe(1);
  expect(lettersTo('second@example.org').at(-1)?.text).toMatch(/Is all well again\?[^]*What happened[^]*We are sorry/);
  expect(subjects('first@example.org').filter((subject) => subject.includes('well again'))).toEqual([]);
  const store = await site.store();
  onTestFinished(() => store.close());
  const counted = () => store.read(async (db) => ({
    meToo: (await db.selectFrom('incident_me_too').select('reader').execute()).length,
    addresses: (await db.selectFrom('incident_follower').select('id').where('email_sealed', 'is not', null).execute()).length,
    linked: (await db.selectFrom('ticket').select('id').where('incident', 'is not', null).execute()).length,
  }));
  await eventually(counted).toEqual({ meToo: 2, addresses: 0, linked: 1 });

  // What the team reads of it: the report, and the draft of the post-mortem.
  const [from, to] = [began, Date.now()].map((at) => new Intl.DateTimeFormat('sv-SE', { timeZone: 'America/New_York' }).format(at));
  const report = command('report.ts', 'weekly', '--from', from!, '--to', to!, '--format', 'json');
  const figure = (id: string) => Number(new RegExp(`"id": "${id}",[^{}]*?"value": (\\d+)`).exec(report)?.[1]);
  expect(['incident-me-too', 'incident-followed', 'incident-linked'].map(figure)).toEqual([2, 2, 1]);
  const { id } = (JSON.parse(command('incident.ts', 'list', '--all', '--json')) as { id: string; title: string; started: string }[]).find((one) => one.title === TITLE && Date.parse(one.started) > began - 60_000)!;
  command('incident.ts', 'postmortem', id);
  const records = join(place, 'content/status/incidents');
  const draft = readdirSync(records).map((file) => readFileSync(join(records, file), 'utf8')).find((text) => text.includes(`id: ${id}`)) ?? '';
  expect(draft).toMatch(/2 people said “me too”/);
});
