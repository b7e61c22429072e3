/** An open incident, as readers of the help center meet it: asked in the form, told above answers and in articles. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DESKTOP, eventually, onSite, PHONE, useBrowser } from './browser.ts';
import { INCIDENT, troubledSite, type Troubled } from './troubled.ts';

const FORM = '/contact/technical/';
const AFFECTED = '/account/mute-or-block/';
let site: Troubled;

beforeAll(async () => {
  site = await troubledSite();
});
afterAll(() => site.stop());

const newPage = useBrowser();

const asked = (page: Page) => page.getByRole('region', { name: 'Is it this?' });
const topic = (page: Page, label: string) => page.getByLabel(label, { exact: true }).check();

async function fill(page: Page, subject: string, message: string, email: string): Promise<void> {
  await page.getByLabel('In a few words, what is it about?').fill(subject);
  await page.getByLabel('What happened?').fill(message);
  await page.getByLabel('Your email address', { exact: true }).first().fill(email);
}

async function rows() {
  const store = await site.store();
  try {
    return await store.read(async (db) => ({
      meToo: await db.selectFrom('incident_me_too').selectAll().execute(),
      followers: await db.selectFrom('incident_follower').select('asked_by').orderBy('id').execute(),
      linked: await db.selectFrom('ticket').select('incident').orderBy('created_at').orderBy('id').execute(),
      events: await db.selectFrom('reader_event').select(['kind', 'facts']).orderBy('id').execute(),
    }));
  } finally {
    await store.close();
  }
}

async function withoutBarriers(page: Page): Promise<void> {
  for (const viewport of [PHONE, DESKTOP]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const axe = new AxeBuilder({ page }).setLegacyMode();
      // Dark differs by its colors alone.
      const { violations } = await (colorScheme === 'light' ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']) : axe.withRules(['color-contrast', 'link-in-text-block'])).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} ${node.failureSummary}`).join('; ')}`), `${viewport.width} ${colorScheme}`).toEqual([]);
    }
  }
  for (const width of [PHONE.width, 320]) {
    await page.setViewportSize({ width, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), String(width)).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize(DESKTOP);
}

describe('a reader with JavaScript', () => {
  test('is asked as soon as the topic fits, says "me too" once, and has to write nothing', async () => {
    const page = await newPage({ reducedMotion: 'reduce' });
    await page.goto(site.on(FORM));
    await topic(page, 'I cannot post, comment or vote');
    await asked(page).waitFor();
    expect(await asked(page).innerText()).toMatch(/Problems with creating posts[^]*We have found the cause[^]*It affects Posting\./);
    await withoutBarriers(page);
    const before = (await rows()).meToo.length;
    await asked(page).getByRole('button', { name: 'Me too' }).click();
    await asked(page).getByText('Counted. Thank you').waitFor();
    expect(await asked(page).getByRole('button', { name: 'Me too' }).count()).toBe(0);
    await page.reload();
    await asked(page).waitFor();
    expect(await asked(page).getByRole('button', { name: 'Me too' }).count()).toBe(0);
    expect((await rows()).meToo).toHaveLength(before + 1);
  });

  test('is asked when the words fit, beneath them, asks to be told, and may still write: then the ticket is linked', async () => {
    const page = await newPage({ reducedMotion: 'reduce' });
    await page.goto(site.on(FORM));
    await topic(page, 'Another technical problem');
    await page.getByLabel('In a few words, what is it about?').fill('Posting');
    const message = page.getByLabel('What happened?');
    await message.fill('I cannot post since this morning.');
    const stood = (await message.boundingBox())?.y;
    await asked(page).waitFor();
    expect((await message.boundingBox())?.y).toBe(stood);
    expect(await asked(page).innerText()).toContain('You wrote “post');
    await asked(page).getByRole('button', { name: 'Tell me when it is fixed' }).click();
    await asked(page).getByLabel('Your email address').fill('nobody');
    await asked(page).getByRole('button', { name: 'Tell me', exact: true }).click();
    await asked(page).getByText('in the form name@example.com').waitFor();
    await withoutBarriers(page);
    await asked(page).getByLabel('Your email address').fill('first.reader@example.org');
    await page.keyboard.press('Enter');
    await asked(page).getByText('We write to first.reader@example.org when it is fixed.').waitFor();
    await page.locator('#email').fill('second.reader@example.org');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByText('Your message stays with the known problem').waitFor();
    await withoutBarriers(page);
    await page.getByLabel('Send me an email when it is fixed').check();
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
    const { linked, followers } = await rows();
    expect(linked.at(-1)?.incident).toBe(INCIDENT.id);
    expect(followers.map(({ asked_by }) => asked_by)).toEqual(['form', 'ticket']);
  });

  test('who says that it is something else is not asked again, and their ticket is linked to nothing', async () => {
    const page = await newPage();
    await page.goto(site.on(FORM));
    await topic(page, 'I cannot post, comment or vote');
    await asked(page).getByRole('button', { name: 'It is something else' }).click();
    await asked(page).waitFor({ state: 'detached' });
    await fill(page, 'Votes', 'My vote for a post does not count.', 'third.reader@example.org');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Check your answers before you send' }).waitFor();
    expect(await page.getByText('Your message stays with the known problem').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor({ timeout: 30_000 });
    expect((await rows()).linked.at(-1)?.incident).toBe(null);
  });

  test('with a question about something else is not stopped', async () => {
    const page = await newPage();
    await page.goto(site.on(FORM));
    await topic(page, 'Another technical problem');
    await fill(page, 'Dark colors', 'The app is too bright at night on the ward. Where is the setting for dark colors?', 'reader@example.org');
    await page.waitForTimeout(1_500);
    expect(await asked(page).count()).toBe(0);
  });

  test('finds it above the answers of a search that fits, and not above others', async () => {
    const page = await newPage();
    await page.goto(site.on('/search/?q=cannot%20post'));
    const known = page.getByRole('region', { name: 'Known problem' });
    await known.waitFor();
    expect(await known.getByRole('link').innerText()).toBe(INCIDENT.title);
    const box = page.getByRole('searchbox');
    const above = await known.boundingBox();
    const first = await page.locator('.results li').first().boundingBox();
    expect(above!.y).toBeLessThan(first!.y);
    await withoutBarriers(page);
    await box.fill('refund');
    await page.getByRole('link', { name: 'refund' }).first().waitFor();
    await known.waitFor({ state: 'detached' });
    await page.goto(site.on('/posting/'));
    await known.waitFor();
    await page.goto(site.on(AFFECTED), { waitUntil: 'networkidle' });
    await page.keyboard.press('/');
    await page.getByRole('dialog').getByRole('searchbox').fill('posting');
    await page.getByRole('dialog').getByRole('region', { name: 'Known problem' }).waitFor();
  });

  test('finds a notice at the end of an article about the part, where nothing moves for it', async () => {
    const page = await newPage({ viewport: PHONE });
    await page.goto(site.on(AFFECTED));
    const notice = page.getByRole('complementary', { name: 'Known problem with Posting' });
    await notice.waitFor();
    expect(await notice.innerText()).toContain('We have found the cause');
    await withoutBarriers(page);
  });

  test('says "me too" on the incident’s page, in place', async () => {
    const page = await newPage();
    await page.goto(site.on(`/status/incidents/${INCIDENT.id}/`));
    const before = (await rows()).meToo.length;
    await page.getByRole('button', { name: 'Me too' }).click();
    await page.locator('[data-me-too-said]').getByText('Counted. Thank you').waitFor();
    expect((await rows()).meToo).toHaveLength(before + 1);
    await withoutBarriers(page);
  });
});

describe('a reader without JavaScript', () => {
  test('is asked on the page that checks the answers, says "me too", asks to be told, and still writes', async () => {
    const page = await newPage({ javaScriptEnabled: false, userAgent: 'An old browser at a hospital' });
    await page.goto(site.on(FORM));
    await topic(page, 'I cannot post, comment or vote');
    await fill(page, 'Posting', 'My post is gone when I press the button.', 'old.reader@example.org');
    await page.getByRole('button', { name: 'Check your answers' }).click();
    await page.getByRole('heading', { name: 'Is it this?' }).waitFor();
    const before = await rows();
    await page.getByRole('button', { name: 'Me too' }).click();
    await page.getByText('Counted. Thank you').waitFor();
    await page.getByRole('button', { name: 'Tell me when it is fixed' }).click();
    await page.getByText('We write to old.reader@example.org when it is fixed.').waitFor();
    await page.waitForTimeout(1_100);
    await page.getByRole('button', { name: 'Send to support' }).click();
    await page.getByRole('heading', { name: 'We have your message' }).waitFor();
    const after = await rows();
    expect([after.meToo.length - before.meToo.length, after.followers.length - before.followers.length, after.linked.at(-1)?.incident]).toEqual([1, 1, INCIDENT.id]);
  });

  test('comes back to the incident’s page, which says that they are counted', async () => {
    const page = await newPage({ javaScriptEnabled: false, userAgent: 'Another old browser' });
    await page.goto(site.on(`/status/incidents/${INCIDENT.id}/`));
    expect(await page.getByText('Counted. Thank you').isVisible()).toBe(false);
    await page.getByRole('button', { name: 'Me too' }).click();
    await page.getByText('Counted. Thank you').waitFor();
    expect(new URL(page.url()).hash).toBe('#counted');
  });
});

test('where nothing is wrong, a page loads nothing for incidents and asks nothing more', async () => {
  const page = await newPage();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await page.goto(onSite(FORM), { waitUntil: 'networkidle' });
  await topic(page, 'I cannot post, comment or vote');
  await page.waitForTimeout(500);
  expect(loaded.filter((path) => path === '/api/v2/summary.json')).toHaveLength(1);
  expect(loaded.filter((path) => /incident/.test(path))).toEqual([]);
  expect(await asked(page).count()).toBe(0);
});

test('what readers did is told in the one envelope of their events', async () => {
  const page = await newPage({ userAgent: 'Mozilla/5.0 (a reader)' });
  await page.goto(site.on(FORM));
  await topic(page, 'I cannot post, comment or vote');
  await asked(page).getByRole('button', { name: 'It is something else' }).click();
  await page.goto(site.on('/'));
  await eventually(async () => (await rows()).events.filter(({ kind }) => kind.startsWith('incident')).map(({ kind, facts }) => [kind, (JSON.parse(facts) as { incident: string }).incident])).toEqual(expect.arrayContaining([['incident-shown', INCIDENT.id], ['incident-declined', INCIDENT.id]]));
});
