/** Three processes on one PostgreSQL behind nginx, by the files that operators are given. */
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, inject, onTestFinished, test } from 'vitest';
import { checkBalancer, startBalancer } from '../../bench/balancer.ts';
import { exists, freePort } from '../../bench/servers.ts';
import { createEnvelope } from '../../src/store/envelope.ts';
import { TICKETS_LIMITS } from '../../src/service/tickets-limits.ts';
import { mailServer } from '../mail/server.ts';
import { storedTickets } from '../service/sending.ts';
import { prepared } from '../service/tickets-crash.ts';
import { writeTicketSite } from '../service/ticket-site.ts';
import { freshFolder, freshPostgres, SECRET } from '../store/databases.ts';
import { crowd, send, startProcess, stopProcess, type Process } from './three.ts';

const postgres = inject('postgresUrl');
const missing = !exists('nginx', '-v') ? 'nginx is not installed: apt-get install nginx-light' : postgres === undefined ? `PostgreSQL: ${inject('postgresMissing') ?? ''}` : undefined;

/** Three of them on one database, behind nginx. */
async function three() {
  const folder = freshFolder();
  writeTicketSite(join(folder, 'dist'));
  const settings = await freshPostgres(postgres!);
  const smtp = await mailServer();
  const env = { DATABASE_URL: settings.databaseUrl, BEDSIDE_SECRET: SECRET, SMTP_URL: smtp.url.href, BEDSIDE_MAIL_FROM: 'support@example.org' };
  const ports = [await freePort(), await freePort(), await freePort()];
  const start = (port: number) => startProcess(folder, port, env);
  const processes: Process[] = await Promise.all(ports.map(start));
  const front = await freePort();
  const home = join(folder, 'nginx');
  expect(checkBalancer(home, front, ports)).toMatchObject({ ok: true });
  const balancer = await startBalancer(home, front, ports);
  onTestFinished(() => balancer.stop());
  return { settings, smtp, start, processes, url: balancer.url, complaints: () => readFileSync(join(home, 'bedside-error.log'), 'utf8') };
}

test.skipIf(missing !== undefined)('one is killed and each is restarted while readers write: nobody is told of it, every ticket is there once, and its letter comes', async () => {
  const { settings, smtp, start, processes, url, complaints } = await three();
  const readers = crowd(url, createEnvelope([SECRET]));
  await readers.more(60);

  readers.now = 'one was killed';
  const [killed] = processes;
  killed!.child.kill('SIGKILL');
  await readers.more(150);
  readers.now = 'the killed one comes back';
  processes[0] = await start(killed!.port);
  await readers.more(60);

  for (const [at, process] of processes.entries()) {
    readers.now = `process ${at + 1} of 3 is restarted`;
    const { code, ms } = await stopProcess(process);
    expect(code).toBe(0);
    expect(ms).toBeLessThan(20_000);
    await readers.more(30);
    processes[at] = await start(process.port);
    await readers.more(60);
  }
  await readers.end();

  // The balancer asked another process whenever one was away, so readers saw nothing of it.
  expect(readers.troubles).toEqual([]);
  // It would name who asked for what.
  expect(complaints()).toBe('');
  const told = [...readers.told.values()].flatMap((references) => [...references]);
  const stored = await storedTickets(settings);
  expect(stored.map(({ reference }) => reference).sort()).toEqual(told.sort());
  expect(told.length).toBeGreaterThan(450);

  // What the killed process had taken from the outbox is free again when its lease of a minute ends.
  const letters = () => new Map(smtp.received.map(({ mail }) => [mail.messageId, mail.subject ?? '']));
  await expect.poll(() => letters().size, { timeout: 150_000, interval: 500 }).toBe(stored.length);
  const subjects = [...letters().values()].join('\n');
  expect(told.filter((reference) => !subjects.includes(reference))).toEqual([]);
  // Accepted before the kill and not yet recorded: sent again under the same Message-ID, at most what one process does at a time.
  const repeated = smtp.received.length - letters().size;
  expect(repeated).toBeLessThanOrEqual(10);
  console.log(`${stored.length} tickets, ${repeated} letters sent again under their Message-ID`);
}, 600_000);

test.skipIf(missing !== undefined)('a limit counts what all three take together', async () => {
  const { url } = await three();
  const envelope = createEnvelope([SECRET]);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  const { most, windowMs } = TICKETS_LIMITS.client;
  // Not over the end of a window, where counting begins again.
  const left = windowMs - (Date.now() % windowMs);
  if (left < 60_000) await pause(left + 1_000);
  const messages = await Promise.all(Array.from({ length: most + 30 }, () => prepared(envelope)));
  const statuses: number[] = [];
  for (let from = 0; from < messages.length; from += 6) statuses.push(...(await Promise.all(messages.slice(from, from + 6).map(async (message) => (await send(url, message, agent, '127.9.9.9')).status))));
  expect(statuses.filter((status) => status === 201)).toHaveLength(most);
  expect(statuses.filter((status) => status === 429)).toHaveLength(30);
}, 300_000);

test('NOT RUN: three processes behind nginx', ({ skip }) => {
  if (missing === undefined) return;
  console.error(`NOT RUN: ${missing}`);
  skip(missing);
});
