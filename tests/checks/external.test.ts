/** Asking other hosts: politely, rarely, and claiming only what they say themselves. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createProbe } from '../../src/checks/external.ts';

type Reply = number | Error | ((method: string) => number);

/** A network of addresses and what each answers; remembers who was asked, and how many at once of one host. */
function network(replies: Readonly<Record<string, Reply>>) {
  const folder = mkdtempSync(join(tmpdir(), 'bedside-probe-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const cacheFile = join(folder, 'var', 'links.json');
  const asked: string[] = [];
  const busy = new Map<string, number>();
  let most = 0;
  const state = { now: 0 };
  const fetchPage = (async (address: string, { method = 'GET' }: RequestInit) => {
    asked.push(`${method} ${address}`);
    const { host } = new URL(address);
    busy.set(host, (busy.get(host) ?? 0) + 1);
    most = Math.max(most, busy.get(host)!);
    await new Promise((resolve) => setTimeout(resolve, 1));
    busy.set(host, busy.get(host)! - 1);
    const reply = replies[address];
    const answer = typeof reply === 'function' ? reply(method) : reply;
    if (answer instanceof Error) throw answer;
    return new Response(null, { status: answer ?? 404 });
  }) as typeof fetch;
  const probe = () => createProbe({ cacheFile, now: () => state.now, fetch: fetchPage, rest: 0 });
  return { probe, asked, state, cacheFile, mostAtOnce: () => most };
}

const failure = (code: string) => Object.assign(new TypeError('fetch failed'), { cause: { code } });

test.each<[string, Reply, string]>([
  ['a page that is there', 200, 'there'],
  ['a page that says it is gone', 410, 'gone'],
  ['a page that is not found', 404, 'gone'],
  ['a host that does not exist', failure('ENOTFOUND'), 'gone'],
  ['a host that is busy', 429, 'unknown'],
  ['a page for members', 403, 'unknown'],
  ['a host with a fault', 503, 'unknown'],
  ['a host that does not answer', failure('UND_ERR_CONNECT_TIMEOUT'), 'unknown'],
  ['a host whose certificate is old', failure('CERT_HAS_EXPIRED'), 'unknown'],
  ['a host that refuses the short question only', (method) => (method === 'HEAD' ? 405 : 200), 'there'],
  ['a host that answers the short question wrongly', (method) => (method === 'HEAD' ? 404 : 200), 'there'],
])('%s', async (_name, reply, state) => {
  const address = 'https://a.example/x';
  expect((await network({ [address]: reply }).probe()([address])).get(address)?.state).toBe(state);
});

describe('manners', () => {
  const addresses = Array.from({ length: 6 }, (_, index) => `https://${index % 2 ? 'a' : 'b'}.example/${index}`);
  const all = Object.fromEntries(addresses.map((address) => [address, 200]));

  test('one question to a host at a time', async () => {
    const { probe, mostAtOnce } = network(all);
    expect((await probe()(addresses)).size).toBe(6);
    expect(mostAtOnce()).toBe(1);
  });

  test('what was there is not asked again for a week, what was gone is', async () => {
    const { probe, asked, state } = network({ ...all, 'https://c.example/': 404 });
    await probe()([...addresses, 'https://c.example/']);
    asked.length = 0;
    await probe()([...addresses, 'https://c.example/']);
    expect(asked).toEqual(['HEAD https://c.example/', 'GET https://c.example/']);
    state.now = 8 * 86_400_000;
    asked.length = 0;
    await probe()(addresses);
    expect(asked).toHaveLength(6);
  });

  test('a broken memory costs questions and nothing else', async () => {
    const { probe, cacheFile } = network(all);
    await probe()(addresses);
    writeFileSync(cacheFile, '{"https://a.exam');
    expect((await probe()(addresses)).size).toBe(6);
  });
});
