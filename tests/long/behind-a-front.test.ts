/** One process behind Caddy and behind nginx, by the files of deploy/: what readers, limits and logs see through them. */
import { mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { brotliDecompressSync } from 'node:zlib';
import { describe, expect } from 'vitest';
import { freePort } from '../../bench/servers.ts';
import { FEEDBACK_LIMITS } from '../../src/service/feedback-limits.ts';
import { SECURITY_HEADERS } from '../../src/service/security-headers.ts';
import { createEnvelope } from '../../src/store/envelope.ts';
import { ARTICLE } from '../service/built-site.ts';
import { aVote } from '../service/running.ts';
import { storedTickets } from '../service/sending.ts';
import { writeTicketSite } from '../service/ticket-site.ts';
import { prepared } from '../service/tickets-crash.ts';
import { freshFolder, SECRET } from '../store/databases.ts';
import { caddyBefore, nginxBefore, readerOf, testWith, type Answer, type Front, type Reader } from './fronts.ts';
import { startProcess, stopProcess } from './three.ts';

const MEBIBYTE = 1_024 * 1_024;
const FORM = { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html' };
const JSON_TYPE = { 'content-type': 'application/json' };

/** A process by `npm start`, and the front before it. */
async function both(before: (service: string) => Promise<Front>) {
  const [folder, port] = [freshFolder(), await freePort()];
  const build = (name: string) => {
    writeTicketSite(join(folder, name));
    mkdirSync(join(folder, name, 'only', name.slice(1)), { recursive: true });
    writeFileSync(join(folder, name, 'only', name.slice(1), 'index.html'), '<!doctype html><title>Only in this build</title>');
    symlinkSync(name, join(folder, 'next'));
    renameSync(join(folder, 'next'), join(folder, 'dist'));
  };
  build('.dist-a');
  const start = () => startProcess(folder, port, { BEDSIDE_SECRET: SECRET });
  const process = await start();
  const front = await before(`127.0.0.1:${port}`);
  return { front, process, start, build, settings: { dataDir: join(folder, `data-${port}`), secret: SECRET }, reader: (from: string) => readerOf(front.port, { from }) };
}

const vote = (reader: Reader, headers: Record<string, string> = {}) => reader.ask('/intake/feedback', { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(aVote()) });

describe.each([
  { program: 'caddy', before: caddyBefore, waits: true },
  { program: 'nginx', before: nginxBefore, waits: false },
])('behind $program', ({ program, before, waits }) => {
  testWith(program, 'pages, forms and files pass as the service sends and takes them, and no log holds a query or an address', async () => {
    const { front, process, settings, reader } = await both(before);
    const someone = reader('127.0.0.9');
    const own = `https://localhost:${front.port}`;

    const page = await someone.ask(`${ARTICLE.address}?q=zebra-query`);
    expect(page.status).toBe(200);
    const packed = await someone.ask(ARTICLE.address, { headers: { 'accept-encoding': 'gzip, br' } });
    expect([packed.headers['content-encoding'], packed.headers['vary'], brotliDecompressSync(packed.body).equals(page.body)]).toEqual(['br', 'accept-encoding', true]);
    // The bytes of each form have their own name, and are known again by it.
    expect(packed.headers['etag']).toBe(page.headers['etag']?.replace(/"$/, '-br"'));
    const again = async (etag: string | undefined, accepts: Record<string, string>) => (await someone.ask(ARTICLE.address, { headers: { ...accepts, 'if-none-match': etag ?? '' } })).status;
    expect([await again(page.headers.etag, {}), await again(packed.headers.etag, { 'accept-encoding': 'gzip, br' }), await again('"another"', {})]).toEqual([304, 304, 200]);
    expect((await someone.ask(ARTICLE.address, { headers: { range: 'bytes=0-9' } })).text).toBe(page.text.slice(0, 10));
    for (const answer of [page, packed, await someone.ask('/nothing/'), await someone.ask('/intake/nothing')]) {
      const once = SECURITY_HEADERS.filter((_, at) => at % 2 === 0);
      expect(answer.names.filter((name) => once.includes(name)).sort()).toEqual([...once].sort());
    }
    for (const hidden of ['/metrics', '/readyz', '/.bedside/site.json']) expect((await someone.ask(hidden)).status, hidden).toBe(404);

    const form = new URLSearchParams({ article: ARTICLE.id, revision: ARTICLE.revision, answer: 'yes' }).toString();
    const voted = await someone.ask('/intake/feedback', { method: 'POST', headers: { ...FORM, origin: own }, body: form });
    expect(voted.status).toBe(303);
    const thanks = new URL(voted.headers.location ?? '', own);
    expect([thanks.origin, (await someone.ask(thanks.pathname + thanks.search)).status]).toEqual([own, 200]);
    expect((await someone.ask('/intake/feedback', { method: 'POST', headers: { ...FORM, origin: 'https://evil.example' }, body: form })).status).toBe(403);

    const message = await prepared(createEnvelope([SECRET]));
    const withFiles = async (sizes: readonly number[], key: string) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(JSON.parse(message.body) as Record<string, string>)) body.set(name, value);
      for (const [at, size] of sizes.entries()) body.append('pictures', new File(['zebra-file\n'.repeat(size / 11)], `${at}.txt`));
      const sent = new Response(body);
      return someone.ask('/intake/tickets', { method: 'POST', headers: { 'content-type': sent.headers.get('content-type') ?? '', 'idempotency-key': key, origin: own }, body: Buffer.from(await sent.arrayBuffer()) });
    };
    const large = await withFiles([7.5 * MEBIBYTE, 7.5 * MEBIBYTE], message.key);
    expect(large.status, large.text).toBe(201);
    expect((await storedTickets(settings))[0]?.events[0]).toMatchObject({ facts: { attachments: 2 } });
    // What only the service can explain comes from the service; what nobody sends ends at the front.
    expect(await withFiles([7 * MEBIBYTE, 7 * MEBIBYTE, 7.2 * MEBIBYTE], 'another-key-1')).toMatchObject({ status: 413, text: expect.stringContaining('"error"') as string });
    // It may hang up while the rest still comes.
    expect(await withFiles([26 * MEBIBYTE], 'another-key-2').then(({ status }) => status, (error: NodeJS.ErrnoException) => error.code)).toBeOneOf([413, 'ECONNRESET', 'EPIPE']);

    if (front.plain !== undefined) {
      const moved = await fetch(`http://127.0.0.1:${front.plain}/search/?q=zebra-query`, { redirect: 'manual' });
      expect([moved.status, moved.headers.get('location')]).toEqual([301, 'https://127.0.0.1/search/?q=zebra-query']);
    }
    await stopProcess(process);
    await someone.ask('/search/?q=zebra-query');
    expect(front.written()).not.toMatch(/zebra|127\.0\.0\.9/);
  });

  testWith(program, 'limits count the address that a reader has, whatever they claim, and nobody else’s', async () => {
    const { reader } = await both(before);
    const [greedy, other] = [reader('127.0.0.2'), reader('127.0.0.3')];
    const statuses: number[] = [];
    // Twice as many as are taken, so that the end of a window changes nothing.
    for (let sent = 0; sent < FEEDBACK_LIMITS.client.most * 2 + 10 && !statuses.includes(429); sent += 1) {
      statuses.push((await vote(greedy, { 'x-forwarded-for': `198.51.100.${sent % 250}`, 'x-real-ip': `198.51.100.${sent % 250}`, forwarded: `for=198.51.100.${sent % 250}` })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([201, 429]));
    expect(statuses.length).toBeGreaterThan(FEEDBACK_LIMITS.client.most);
    expect([(await vote(other)).status, (await vote(other, { 'x-forwarded-for': '127.0.0.2' })).status]).toEqual([201, 201]);
  });

  testWith(program, waits ? 'a new build shows at once, and a restart is a pause' : 'a new build shows at once, and a restart is a page that says so', async () => {
    const { process, start, build, reader } = await both(before);
    const addressed = (at: number) => `127.1.${Math.floor(at / 200)}.${1 + (at % 200)}`;
    const own = reader('127.0.0.1');
    let now = 'running';
    let ending = false;
    let answered = 0;
    const troubles: string[] = [];
    const readers = Array.from({ length: 8 }, async (_, at) => {
      const one = reader(addressed(at));
      for (let turn = 0; !ending; turn += 1) {
        const answer = await (turn % 3 === 0 ? vote(one) : one.ask(ARTICLE.address)).catch((error: unknown) => ({ status: 0, headers: {} as Answer['headers'], text: String(error) }));
        if (answer.status === 200 || answer.status === 201) answered += 1;
        else troubles.push(`${now}: ${answer.status} ${answer.headers['retry-after']} ${/in a moment/.test(answer.text)}`);
        await pause(80);
      }
    });
    const more = async (count: number) => {
      const until = answered + count;
      await expect.poll(() => answered, { timeout: 60_000 }).toBeGreaterThan(until);
    };
    await more(40);
    expect((await own.ask('/only/dist-b/')).status).toBe(404);
    build('.dist-b');
    await expect.poll(async () => (await own.ask('/only/dist-b/')).status, { timeout: 10_000 }).toBe(200);
    await more(40);
    now = 'restarting';
    const { code } = await stopProcess(process);
    expect(code).toBe(0);
    await pause(1_000);
    await start();
    await more(40);
    ending = true;
    await Promise.all(readers);
    expect([...new Set(troubles)]).toEqual(waits ? [] : ['restarting: 503 10 true']);
  });
});
