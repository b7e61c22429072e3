/** Who hears of what, which update is news, and where a webhook may go. */
import { expect, test } from 'vitest';
import { checkSubscriptions } from '../../src/catalog/check-subscriptions.ts';
import type { Diagnostic } from '../../src/catalog/diagnostic.ts';
import { newsOf, OLDEST_NEWS_MS } from '../../src/subscriptions/announce.ts';
import { isPublic, webhookAddress } from '../../src/subscriptions/networks.ts';
import { digestOf, linkOf, newSecret, signingKey } from '../../src/subscriptions/secret.ts';
import { chosen, wants } from '../../src/subscriptions/wants.ts';
import { statusRecords } from '../../src/status/records.ts';
import { placeInHelpCenter } from '../../src/status/place.ts';
import { at, contentOf, incident, maintenance, type StatusTreeFiles } from '../status/trees.ts';
import { LETTERS } from './status.ts';

const NOW = at('2026-11-23 12:00');

function recordsOf(files: StatusTreeFiles, now = NOW) {
  const { site, tree } = contentOf(files, now);
  return statusRecords(site, tree, placeInHelpCenter(site));
}

const told = (files: StatusTreeFiles, now = NOW) => newsOf(recordsOf(files, Math.max(now, NOW)), now).map(({ record, state }) => `${record} ${state}`);

test('an update of the last 24 hours is news, one of a second more is history', () => {
  const files = { 'one.md': incident('oneone', 'minor', [{ at: '2026-11-22 12:00', state: 'investigating', more: 'components: { search: major outage }' }, { at: '2026-11-23 09:00', state: 'resolved' }]) };
  expect(told(files)).toEqual(['oneone resolved']);
  expect(told(files, at('2026-11-23 12:00') - 1)).toEqual(['oneone investigating', 'oneone resolved']);
  expect(OLDEST_NEWS_MS).toBe(24 * 3_600_000);
});

test('an example that never happened is no news', () => {
  expect(told({ 'one.md': incident('oneone', 'minor', [{ at: '2026-11-23 11:00', state: 'investigating', more: 'components: { search: major outage }' }], 'sample: true\n') })).toEqual([]);
});

test('maintenance is news when it is announced, when the clock begins it and when the clock ends it, and not before', () => {
  const files = { 'maintenance/one.md': maintenance('workone', '2026-11-23 11:00', '2026-11-23 11:30') };
  expect(told(files, at('2026-11-23 10:59'))).toEqual([]);
  expect(told(files, at('2026-11-23 11:00'))).toEqual(['workone in progress']);
  expect(told(files, at('2026-11-23 11:31'))).toEqual(['workone in progress', 'workone completed']);
});

test('each update names every part that its incident has named until then, and says whether it is the first', () => {
  const files = {
    'one.md': incident('oneone', 'minor', [
      { at: '2026-11-23 10:00', state: 'investigating', more: 'components: { search: partial outage }' },
      { at: '2026-11-23 11:00', state: 'identified', more: 'components: { email: major outage }' },
    ]),
  };
  expect(newsOf(recordsOf(files), NOW).map(({ components, first }) => ({ components, first }))).toEqual([
    { components: ['search'], first: true },
    { components: ['search', 'email'], first: false },
  ]);
});

test('a subscription hears of its parts, of everything when it chose none, and of what names no part', () => {
  expect(wants(['search'], { components: ['email', 'search'] })).toBe(true);
  expect(wants(['search'], { components: ['email'] })).toBe(false);
  expect(wants(undefined, { components: ['email'] })).toBe(true);
  expect(wants(['search'], { components: [] })).toBe(true);
});

test('choosing all parts, or none, is everything, and parts that there are not are left out', () => {
  expect(chosen(['search', 'email'], ['search', 'email'])).toBeUndefined();
  expect(chosen([], ['search', 'email'])).toBeUndefined();
  expect(chosen(['email', 'nothing'], ['search', 'email'])).toEqual(['email']);
});

test('a link for one use tells nothing of the others, and what is kept of it does not open it', () => {
  const secret = newSecret();
  const links = new Set([linkOf(secret, 'confirm'), linkOf(secret, 'manage'), linkOf(secret, 'leave'), digestOf(linkOf(secret, 'leave')), secret]);
  expect(links.size).toBe(5);
  expect(Buffer.from(signingKey(secret).slice('whsec_'.length), 'base64')).toHaveLength(32);
});

test.each([
  ...['127.0.0.1', '10.1.2.3', '172.31.255.255', '192.168.0.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '224.0.0.1', '255.255.255.255', '198.18.0.1'],
  ...['::1', '::', 'fe80::1', 'fd00::1', 'ff02::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '2001:db8::1', 'fe80::1%eth0', 'nothing'],
])('%s is no public address', (address) => expect(isPublic(address)).toBe(false));

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450::1'])('%s is a public address', (address) => expect(isPublic(address)).toBe(true));

test.each([
  ['http://hooks.example.com/', 'not-https'],
  ['https://user:word@hooks.example.com/', 'credentials'],
  ['https://127.0.0.1/', 'private'],
  ['https://0x7f.1/', 'private'],
  ['https://2130706433/', 'private'],
  ['https://[::ffff:127.0.0.1]/', 'private'],
  ['https://localhost/', 'private'],
  ['https://intranet/', 'private'],
  ['https://db.corp.internal./', 'private'],
  ['ftp://hooks.example.com/', 'not-an-address'],
  ['javascript:alert(1)', 'not-an-address'],
  ['', 'not-an-address'],
])('a webhook to %s is refused: %s', (address, wrong) => expect(webhookAddress(address, false)).toEqual({ wrong }));

test('a webhook to a public name is taken, and to one’s own network only when that is set', () => {
  expect(webhookAddress('https://hooks.example.com/a?b=1#c', false)).toMatchObject({ url: { href: 'https://hooks.example.com/a?b=1' } });
  expect(webhookAddress('http://127.0.0.1:8080/a', true)).toMatchObject({ url: { href: 'http://127.0.0.1:8080/a' } });
});

test('a site whose readers can subscribe needs every letter, each of its kind', () => {
  const problems = (subscriptions: boolean, replies: typeof LETTERS | undefined) => {
    const found: Diagnostic[] = [];
    checkSubscriptions({ subscriptions }, replies, (one) => void found.push(one));
    return found.map(({ code, value }) => `${code} ${String(value)}`);
  };
  expect(problems(true, LETTERS)).toEqual([]);
  expect(problems(false, undefined)).toEqual([]);
  expect(problems(true, undefined)).toHaveLength(6);
  expect(problems(true, new Map([...LETTERS].filter(([name]) => name !== 'status-resolved')))).toEqual(['subscriptions/letter status-resolved']);
  expect(problems(true, new Map([...LETTERS, ['webhook-off', { ...LETTERS.get('status-update')!, name: 'webhook-off' }]]))).toEqual(['subscriptions/letter webhook-off']);
});
