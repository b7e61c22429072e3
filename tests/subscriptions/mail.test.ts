/** From the form to the last letter: subscribing by mail, on both databases, with a real mail server. */
import { expect, test } from 'vitest';
import { createWorker } from '../../src/outbox/worker.ts';
import { smtpPost } from '../../src/mail/smtp-post.ts';
import { ask, confirm, FORGET_ASKED_MS } from '../../src/subscriptions/subscribers.ts';
import { enqueue } from '../../src/outbox/enqueue.ts';
import { TELL, TELL_MAIL, tellHandler } from '../../src/subscriptions/tell.ts';
import { missing } from '../../src/subscriptions/updates.ts';
import { tellMailHandler } from '../../src/subscriptions/tell-mail.ts';
import { incident } from '../status/trees.ts';
import { answer, mailServer } from '../mail/server.ts';
import { describeOnBothDatabases, freshFolder, openFresh, SECRET, type TestDatabase } from '../store/databases.ts';
import { rowsOf, until, working } from '../outbox/working.ts';
import { local, secretIn, statusServer, type StatusServer } from './status.ts';

const SQLITE: TestDatabase = { kind: 'sqlite', fresh: async () => ({ dataDir: freshFolder(), secret: SECRET }) };
const READER = 'reader@example.com';

const BEGUN = Math.floor(Date.now() / 60_000) * 60_000 - 10 * 60_000;

/** An incident that began ten minutes ago, with an update each minute. */
function trouble(id: string, states: readonly string[], part = 'search'): Record<string, string> {
  return { [`${id}.md`]: incident(id, 'major', states.map((state, index) => ({ at: local(BEGUN + index * 60_000), state, ...(index === 0 ? { more: `components: { ${part}: major outage }` } : {}) }))) };
}

const news = (server: StatusServer, to: string) => server.mail.received.filter((one) => one.to.includes(to) && !/confirm|already/i.test(one.mail.subject ?? ''));

describeOnBothDatabases('a subscription by mail', (database) => {
  test('is asked for, confirmed by a button, told of each update once, and ended by the button of the mail program', async () => {
    const server = await statusServer(database);
    const asking = await server.post('', { email: READER, website: '' });
    expect(asking.status).toBe(303);
    expect(asking.headers.get('location')).toBe('/intake/subscriptions/asked');
    const [letter] = await server.letters(READER);
    expect(letter!.mail.subject).toContain('Confirm');

    server.publish(trouble('before01', ['investigating']));
    const link = secretIn(letter!, 'confirm');
    // A scanner opens every link; nothing follows from that.
    for (let n = 0; n < 3; n += 1) expect((await fetch(`${server.url}/intake/subscriptions/confirm?s=${link}`)).status).toBe(200);
    const store = await server.store();
    const told = async () => (await store.read((db) => db.selectFrom('outbox').select('id').where('kind', '=', TELL).where('state', '=', 'done').execute())).length;
    // Announced is not yet told: who confirms in between hears of it.
    await until(async () => (await told()) === 1);
    expect(await store.read((db) => db.selectFrom('subscriber').select('state').execute())).toEqual([{ state: 'asked' }]);

    const confirmed = await server.post('/confirm', { s: link });
    expect(confirmed.headers.get('location')).toMatch(/^\/intake\/subscriptions\/manage\?s=[\w-]{43}&done=confirmed$/);

    server.publish({ ...trouble('before01', ['investigating']), ...trouble('outage01', ['investigating', 'identified']) });
    await expect.poll(() => news(server, READER).length, { timeout: 30_000 }).toBe(2);
    const [first] = news(server, READER);
    expect(first!.mail.subject).toMatch(/status: Trouble outage01 \((Investigating|Identified)\)/);
    expect(first!.mail.text).toContain('This is what we know');
    expect(first!.mail.text).toContain('/status/incidents/outage01/');
    expect(first!.mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(first!.raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);

    const leave = /^List-Unsubscribe:\s*<([^>]+)>/m.exec(first!.raw.replaceAll(/\r?\n[ \t]+/g, ' '))?.[1] ?? '';
    const { pathname, search } = new URL(leave);
    const oneClick = await fetch(server.url + pathname + search, { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual' });
    expect(oneClick.status).toBe(200);
    expect(await store.read((db) => db.selectFrom('subscriber').selectAll().execute())).toEqual([]);

    server.publish({ ...trouble('before01', ['investigating']), ...trouble('outage01', ['investigating', 'identified']), ...trouble('outage02', ['investigating']) });
    await until(async () => (await told()) === 4);
    expect(news(server, READER)).toHaveLength(2);
    await store.close();
  });

  test('gives the same answer whether the address is known, and one address gets one letter in six hours', async () => {
    const server = await statusServer(database);
    await server.subscribe('known@example.com');
    const answers = [];
    for (const email of ['known@example.com', 'unknown@example.com', 'unknown@example.com', 'known@example.com']) {
      const html = await server.post('', { email });
      const json = await server.json('', { email });
      answers.push({ status: html.status, to: html.headers.get('location'), json: json.status, said: await json.text() });
    }
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    await server.letters('unknown@example.com');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(server.mail.received.map(({ to }) => to[0]).sort()).toEqual(['known@example.com', 'unknown@example.com']);
  });

  test('gets its letter though one was noted by a clock that was ahead', async () => {
    const server = await statusServer(database);
    await server.post('', { email: 'reader@example.com' });
    await server.letters('reader@example.com');
    const store = await server.store();
    await store.write((trx) => trx.updateTable('subscriber').set({ mailed_at: Date.now() + 30 * 86_400_000 }).execute());
    await store.close();
    await server.post('', { email: 'reader@example.com' });
    await until(() => server.mail.received.length === 2, 8_000);
  });

  test('that is kept by an address in capitals is the same, and somebody else cannot change what its owner chose', async () => {
    const server = await statusServer(database);
    await server.subscribe('Reader@example.com', { 'part-search': 'yes' });
    await server.post('', { email: 'reader@example.com', 'part-email': 'yes' });
    const store = await server.store();
    expect(await store.read((db) => db.selectFrom('subscriber').select(['state', 'components']).execute())).toEqual([{ state: 'confirmed', components: '["search"]' }]);
    await store.close();
  });

  test('hears only of its parts, and changes them on its own page', async () => {
    const server = await statusServer(database);
    const letter = await server.subscribe(READER, { 'part-email': 'yes' });
    await server.subscribe('all@example.com');
    expect(letter.mail.text).toBeDefined();
    server.publish(trouble('outage01', ['investigating'], 'search'));
    await expect.poll(() => news(server, 'all@example.com').length, { timeout: 30_000 }).toBe(1);
    expect(news(server, READER)).toHaveLength(0);

    const confirmed = await server.post('/confirm', { s: secretIn(letter, 'confirm') });
    const manage = confirmed.headers.get('location') ?? '';
    const page = await (await fetch(server.url + manage)).text();
    expect(page).toMatch(/<input[^>]*name="part-email"[^>]*checked/);
    expect(page).not.toMatch(/<input[^>]*name="part-search"[^>]*checked/);
    const s = new URL(manage, server.url).searchParams.get('s') ?? '';
    expect((await server.post('/manage', { s, 'part-search': 'yes' })).headers.get('location')).toContain('done=saved');
    server.publish({ ...trouble('outage01', ['investigating']), ...trouble('outage02', ['investigating']) });
    await expect.poll(() => news(server, READER).length, { timeout: 30_000 }).toBe(1);
  });
});

test('an update is announced once over a restart, and a first start beside an old incident announces nothing', async () => {
  const old = { 'old.md': incident('oldold01', 'minor', [{ at: '2026-02-02 10:00', state: 'investigating', more: 'components: { search: major outage }' }, { at: '2026-02-02 11:00', state: 'resolved' }]) };
  const mail = await mailServer();
  const first = await statusServer(SQLITE, { files: old, mail });
  await first.subscribe(READER);
  first.publish({ ...old, ...trouble('outage01', ['investigating']) });
  await expect.poll(() => news(first, READER).length, { timeout: 30_000 }).toBe(1);
  await first.stop();
  const second = await statusServer(SQLITE, { files: { ...old, ...trouble('outage01', ['investigating']) }, mail, store: first.settings });
  second.publish({ ...old, ...trouble('outage01', ['investigating']), ...trouble('outage02', ['investigating']) });
  await expect.poll(() => news(second, READER).length, { timeout: 30_000 }).toBe(2);
  expect(news(second, READER).map(({ mail: { subject } }) => /outage\d\d/.exec(subject ?? '')?.[0])).toEqual(['outage01', 'outage02']);
});

test('two servers on one database tell everybody once', async () => {
  const mail = await mailServer();
  const one = await statusServer(SQLITE, { mail });
  const other = await statusServer(SQLITE, { mail, store: one.settings });
  for (const name of ['a', 'b', 'c']) await one.subscribe(`${name}@example.com`);
  const files = trouble('outage01', ['investigating', 'identified', 'resolved']);
  one.publish(files);
  other.publish(files);
  await expect.poll(() => ['a', 'b', 'c'].map((name) => news(one, `${name}@example.com`).length), { timeout: 30_000 }).toEqual([3, 3, 3]);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect(mail.received.filter(({ mail: { subject } }) => subject?.includes('outage01'))).toHaveLength(9);
});

test('a form that is not right comes back with what was typed, and a program that fills the trap is told what everybody is', async () => {
  const server = await statusServer(SQLITE);
  const wrong = await server.post('', { email: 'a@@b', 'part-email': 'yes' });
  expect(wrong.status).toBe(400);
  const page = await wrong.text();
  expect(page).toContain('value="a@@b"');
  expect(page).toContain('Enter an email address');
  expect(page).toMatch(/<input[^>]*name="part-email"[^>]*checked/);
  expect((await server.json('', { email: '' })).status).toBe(400);
  expect((await server.post('', { email: READER, website: 'https://spam.example' })).headers.get('location')).toBe('/intake/subscriptions/asked');
  const store = await server.store();
  expect(await store.read((db) => db.selectFrom('subscriber').selectAll().execute())).toEqual([]);
  await store.close();
});

test('of the two forms on the page, only the one that was sent keeps the parts that were ticked', async () => {
  const server = await statusServer(SQLITE);
  const formsIn = async (answered: Response) => ((await answered.text()).match(/<form[^]*?<\/form>/g) ?? []).map((form) => [/name="(?:email|webhook)"/.exec(form)?.[0], form.match(/name="part-[a-z-]+"(?=[^>]* checked)/g)]).filter(([field]) => field !== undefined);
  expect(await formsIn(await server.post('', { email: 'a@@b', 'part-email': 'yes' }))).toEqual([
    ['name="email"', ['name="part-email"']],
    ['name="webhook"', null],
  ]);
  // Its address may be missing altogether: the form is known by its other field.
  for (const webhook of ['ftp://a.example', '']) {
    expect(await formsIn(await server.post('', { webhook, owner: READER, 'part-search': 'yes' }))).toEqual([
      ['name="email"', null],
      ['name="webhook"', ['name="part-search"']],
    ]);
  }
});

test('a form of another site is refused, and so is a twenty-first address from one place in an hour', async () => {
  const server = await statusServer(SQLITE, { subscriptionsLimits: undefined as never, clock: () => Date.parse('2026-11-23T12:10:00Z') });
  expect((await server.post('', { email: READER }, { origin: 'https://evil.example' })).status).toBe(403);
  const statuses = [];
  for (let n = 0; n < 21; n += 1) statuses.push((await server.json('', { email: `r${n}@example.com` })).status);
  expect(statuses).toEqual([...Array<number>(20).fill(202), 429]);
});

test('a link that opens nothing says so, whatever was wrong with it, and ending twice is ended', async () => {
  const server = await statusServer(SQLITE);
  const letter = await server.subscribe(READER);
  const confirm = secretIn(letter, 'confirm');
  for (const s of ['', 'nothing', confirm]) expect((await server.post('/manage', { s })).status).toBe(404);
  expect((await fetch(`${server.url}/intake/subscriptions/manage?s=${confirm}`)).status).toBe(404);
  const store = await server.store();
  expect(await store.read((db) => db.selectFrom('subscriber').select('state').execute())).toEqual([{ state: 'confirmed' }]);
  await store.close();
  const left = await server.post('/leave?s=nothing', {});
  expect(left.headers.get('location')).toBe('/intake/subscriptions/left');
  const multipart = new FormData();
  multipart.set('List-Unsubscribe', 'One-Click');
  expect((await fetch(`${server.url}/intake/subscriptions/leave?s=nothing`, { method: 'POST', body: multipart })).status).toBe(200);
});

test('an address that nobody confirmed is forgotten after three days', async () => {
  let ahead = 0;
  const server = await statusServer(SQLITE, { clock: () => Date.now() + ahead });
  await server.post('', { email: READER });
  await server.subscribe('kept@example.com');
  ahead = FORGET_ASKED_MS + 1_000;
  const store = await server.store();
  const { forgetStale } = await import('../../src/subscriptions/subscribers.ts');
  expect(await store.write((trx) => forgetStale(trx, Date.now() + ahead))).toBe(1);
  expect(await store.read((db) => db.selectFrom('subscriber').select('state').execute())).toEqual([{ state: 'confirmed' }]);
  await store.close();
});

test('no address stands readable in the database or the log', async () => {
  const server = await statusServer(SQLITE);
  await server.subscribe('zebra@example.com');
  const store = await server.store();
  const rows = await store.read(async (db) => [await db.selectFrom('subscriber').selectAll().execute(), await db.selectFrom('outbox').selectAll().execute()]);
  await store.close();
  expect(JSON.stringify(rows)).not.toContain('zebra');
  expect(server.log()).not.toContain('zebra');
  expect(server.log()).not.toMatch(/\?s=/);
});

describeOnBothDatabases('a letter of news', (database) => {
  const setting = async (smtp: Parameters<typeof mailServer>[0], silenceMs = 30_000) => {
    const store = await openFresh(database);
    const server = await mailServer(smtp);
    const unknown: string[] = [];
    const post = smtpPost({ url: server.url, silenceMs });
    const quiet = () => undefined;
    const work = () => {
      const handlers = new Map([tellMailHandler({ post, from: { email: 'support@example.org' }, own: [], letter: async ({ subscriber }) => ({ to: { email: `${String(subscriber)}@example.com` }, subject: 'News', text: 'News' }), clock: Date.now, unknown: (row) => void unknown.push(row) })]);
      return createWorker({ store: async () => store, handlers, log: { info: quiet, warn: quiet, error: quiet }, errorFacts: () => ({}), pollMs: 20, random: () => 0.1 });
    };
    await store.write((trx) => enqueue(trx, { kind: TELL_MAIL, about: { record: 'outage01', at: 1, subscriber: 'lee' } }, Date.now()));
    return { store, server, unknown, work, end: () => post.close() };
  };

  test('is not sent again when the mail server fell silent after it had it, and somebody is told', async () => {
    const { store, server, unknown, work, end } = await setting({ afterAccepting: () => new Promise((resolve) => setTimeout(resolve, 4_000)) }, 1_500);
    const worker = work();
    await until(async () => (await rowsOf(store))[0]?.state === 'done', 30_000);
    await worker.stop();
    await end();
    expect((await rowsOf(store))[0]).toMatchObject({ state: 'done', last_error: 'mail.perhaps-sent' });
    expect(unknown).toHaveLength(1);
    expect(server.received).toHaveLength(1);
  });

  test('is sent again when the server said that it did not take it', async () => {
    let tries = 0;
    const { store, server, work, end } = await setting({
      beforeAccepting: () => {
        tries += 1;
        if (tries === 1) throw answer(421, 'later');
      },
    });
    const worker = work();
    await until(async () => (await rowsOf(store))[0]?.state === 'done', 30_000);
    await worker.stop();
    await end();
    expect((await rowsOf(store))[0]).toMatchObject({ last_error: null });
    expect(server.received).toHaveLength(1);
  });

  test('to a mailbox that is gone is given up without calling anybody', async () => {
    const { store, work, end } = await setting({ onRcptTo: (_address, _session, done) => done(answer(550)) });
    const worker = work();
    await until(async () => (await rowsOf(store))[0]?.state === 'done', 30_000);
    await worker.stop();
    await end();
    expect((await rowsOf(store))[0]).toMatchObject({ state: 'done', last_error: 'smtp.550' });
  });
});

test('a process that does not show an update yet leaves its errands to wait, and gives them up after ten minutes', () => {
  expect(missing('unseen', 0, 599_999)).toMatchObject({ kind: 'later', blame: 'row' });
  expect(missing('unseen', 0, 600_000)).toMatchObject({ kind: 'needless' });
  expect(missing('gone', 0, 0)).toMatchObject({ kind: 'needless' });
});

test('an update that this process sees later than another is told all the same', async () => {
  const store = await openFresh(SQLITE);
  await store.write(async (trx) => {
    const { id } = await ask(trx, store.envelope, { email: READER, url: undefined, components: undefined, locale: 'en' }, 1);
    await confirm(trx, id, 1);
    await enqueue(trx, { kind: TELL, about: { record: 'outage01', at: 1 } }, Date.now());
  });
  let looks = 0;
  const [, handler] = tellHandler({ store: async () => store, update: () => ((looks += 1) < 2 ? 'unseen' : ({ record: 'outage01', at: 1, components: [] } as never)), wake: () => undefined, clock: Date.now });
  working(store, { [TELL]: handler }, { random: () => 0 });
  await until(async () => (await store.read((db) => db.selectFrom('outbox').select('id').where('kind', '=', TELL_MAIL).execute())).length === 1);
  expect(looks).toBe(2);
});
