/** A message without a script: two plain posts, and a page of thanks. */
import { describe, expect, test } from 'vitest';
import { describeOnBothDatabases, freshFolder, SECRET, type TestDatabase } from '../store/databases.ts';
import { aMessage, limitsOf, EASY, takingTickets, type TicketServer } from './sending.ts';

const sqlite: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const words = (more: Record<string, string> = {}) => ({ ...(aMessage() as Record<string, string>), ...more });

/** What stands in the hidden fields of the page that checks the answers. */
function hidden(page: string): Record<string, string> {
  return Object.fromEntries([...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(([, name = '', value = '']) => [name, value.replaceAll('&#x26;', '&').replaceAll('&#x22;', '"')]));
}

/** The first step, and what the second one sends. */
async function checked(server: TicketServer, more: Record<string, string> = {}) {
  const response = await server.plain(words(more));
  const page = await response.text();
  if (response.status !== 200) throw new Error(`The first step was answered ${response.status}.`);
  const carried = page.slice(page.indexOf('data-carried'));
  server.later(2_000);
  return { page, sends: { ...hidden(carried), step: 'send' } as Record<string, string> };
}

describeOnBothDatabases('a message without a script', (database) => {
  test('is shown to be checked, stored by the second step, and thanked for on a page of its own', async () => {
    const server = await takingTickets(database);
    const { page, sends } = await checked(server, { device: 'A tablet & a pen' });
    expect(page).toContain('data-served="review"');
    expect(page).toContain('A tablet &#x26; a pen');
    expect(await server.tickets()).toEqual([]);

    const stored = await server.plain(sends);
    expect(stored.status).toBe(303);
    const address = stored.headers.get('location') ?? '';
    const [ticket] = await server.tickets();
    expect(ticket?.events[0]).toMatchObject({ words: { subject: 'I cannot log in', fields: { device: 'A tablet & a pen' } } });

    expect(address).toContain(`/intake/tickets/thanks?ref=${ticket?.reference}`);
    for (let look = 0; look < 2; look += 1) {
      const thanks = await fetch(server.url + address);
      expect(thanks.status).toBe(200);
      const text = await thanks.text();
      expect(text).toContain(`>${ticket?.reference}<`);
      expect(text).toMatch(/A person answers by \w+day/);
      expect(text).not.toContain('cannot log in');
    }
    expect(await server.tickets()).toHaveLength(1);
  });

  test('is one ticket when the button is clicked twice, or the page is sent again', async () => {
    const server = await takingTickets(database);
    const { sends } = await checked(server);
    const clicks = await Promise.all([server.plain(sends), server.plain(sends), server.plain(sends)]);
    clicks.push(await server.plain(sends));
    expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303, 303]);
    expect(new Set(clicks.map((one) => new URL(one.headers.get('location') ?? '', server.url).searchParams.get('ref'))).size).toBe(1);
    expect(await server.tickets()).toHaveLength(1);
  });
});

describe('without a script', () => {
  test('what is wrong comes back with every word, beside its question and summed up', async () => {
    const server = await takingTickets(sqlite);
    const response = await server.plain(words({ email: 'nobody', message: 'My own <b>words</b>' }));
    const page = await response.text();
    expect(response.status).toBe(422);
    expect(page).toContain('data-served="form"');
    expect(page).toContain('My own &#x3C;b>words&#x3C;/b>');
    expect(page).toContain('href="#email"');
    expect(page).toMatch(/data-error="email">[^<]+name@example.com/);
  });

  test('“change” gives the form back with every word, and stores nothing', async () => {
    const server = await takingTickets(sqlite);
    const { sends } = await checked(server, { message: 'Almost right.' });
    const response = await server.plain({ ...sends, step: 'change' });
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/<textarea[^>]*name="message"[^>]*>Almost right\.</);
    expect(await server.tickets()).toEqual([]);
  });

  test('what looks private is shown on the page of checking, and stored only when its writer says that it has to be there', async () => {
    const server = await takingTickets(sqlite);
    const { page, sends } = await checked(server, { message: 'His password is: hunter2x!' });
    expect(page).toMatch(/<mark>[^<]*hunter2x</);
    const unsaid = await server.plain(sends);
    expect(unsaid.status).toBe(422);
    expect(await unsaid.text()).toContain('href="#intended"');
    expect(await server.tickets()).toEqual([]);
    expect((await server.plain({ ...sends, intended: 'yes' })).status).toBe(303);
  });

  test('a page that was open for too long says so, keeps the words, and can be sent again at once', async () => {
    const server = await takingTickets(sqlite);
    const { sends } = await checked(server);
    server.later(25 * 60 * 60_000);
    const late = await server.plain(sends);
    const page = await late.text();
    expect(late.status).toBe(403);
    expect(page).toContain('open for too long');
    expect(page).toContain('support@example.org');
    server.later(2_000);
    const again = { ...hidden(page.slice(page.indexOf('data-carried'))), step: 'send' };
    expect((await server.plain(again)).status).toBe(303);
  });

  test('a first step with the trap filled is refused like a page that is too old, and a person can send again', async () => {
    const server = await takingTickets(sqlite);
    const refused = await server.plain(words({ website: 'https://example.org', message: 'kept words' }));
    const page = await refused.text();
    expect(refused.status).toBe(403);
    expect(page).toContain('kept words');
    expect(page).not.toContain('https://example.org');
  });

  test('more than the limit is told when to come back, with every word', async () => {
    const server = await takingTickets(sqlite, { tickets: { proofWork: EASY, limits: limitsOf({ clientPlain: 1 }) } });
    expect((await server.plain((await checked(server)).sends)).status).toBe(303);
    const { sends } = await checked(server, { message: 'One more thing.' });
    const refused = await server.plain(sends);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused.text()).toContain('One more thing.');
    // Whoever does the work is not counted with those who do not.
    expect((await server.send()).status).toBe(201);
  });

  test('a token for scripts does not do for the second step', async () => {
    const server = await takingTickets(sqlite);
    const { sends } = await checked(server);
    const { token } = await server.start();
    server.later(5_000);
    expect((await server.plain({ ...sends, token })).status).toBe(403);
    expect(await server.tickets()).toEqual([]);
  });

  test('a page of thanks shows nothing for another reference, another signature, or a day later', async () => {
    const server = await takingTickets(sqlite);
    const { sends } = await checked(server);
    const address = (await server.plain(sends)).headers.get('location') ?? '';
    const at = (path: string) => fetch(server.url + path, { headers: { accept: 'text/html' } });
    expect((await at(address.replace(/ref=[\w-]+/, 'ref=AAAA-AAAA'))).status).toBe(404);
    expect((await at(address.slice(0, -4) + 'AAAA')).status).toBe(404);
    expect((await at(address)).status).toBe(200);
    server.later(25 * 60 * 60_000);
    expect((await at(address)).status).toBe(404);
  });

  test('a reload of what was posted leads back to the ways to write', async () => {
    const server = await takingTickets(sqlite);
    const response = await fetch(`${server.url}/intake/tickets`, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, '/contact/']);
  });
});
