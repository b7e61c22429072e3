/**
 * Which addresses a stranger's webhook may reach: public ones. Whoever could make this server call into its own
 * network would read or change what only that network may.
 */
import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries: everything that is not a host anywhere on the public internet. */
const NOT_PUBLIC_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const;

/** Public unicast is 2000::/3; within it, what tunnels to IPv4, documents, or is not routed. */
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const;

const PUBLIC_V6 = new BlockList();
PUBLIC_V6.addSubnet('2000::', 3, 'ipv6');

const NOT_PUBLIC = new BlockList();
for (const [net, bits] of NOT_PUBLIC_V4) NOT_PUBLIC.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of NOT_PUBLIC_V6) NOT_PUBLIC.addSubnet(net, bits, 'ipv6');

/** Whether an address, as a number, belongs to the public internet. Mapped and translated IPv4 does not: nobody needs it. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !NOT_PUBLIC.check(address, 'ipv4');
  return family === 6 && !address.includes('%') && PUBLIC_V6.check(address, 'ipv6') && !NOT_PUBLIC.check(address, 'ipv6');
}

/** Names that never lead to the public internet (RFC 6761, 6762, 7686, 8375, and what networks at home use). */
const OWN_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|private|onion|home\.arpa|invalid|test)\.?$/i;

export type WhyNotThere = 'not-https' | 'credentials' | 'private' | 'not-an-address';

/**
 * Whether a webhook may be sent to an address, as far as it can be told without asking for its name. Numbers are
 * looked at in the form that a connection would use, so that `0x7f.1` is the loopback that it is.
 *
 * @param privateToo the operator allows its own network, and http in it
 */
export function webhookAddress(text: string, privateToo: boolean): { readonly url: URL } | { readonly wrong: WhyNotThere } {
  const url = URL.canParse(text) && text.length <= 2_000 ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) return { wrong: 'not-an-address' };
  if (url.protocol === 'http:' && !privateToo) return { wrong: 'not-https' };
  if (url.username !== '' || url.password !== '') return { wrong: 'credentials' };
  url.hash = '';
  const host = hostOf(url);
  const numbered = isIP(host) !== 0;
  if (!privateToo && (numbered ? !isPublic(host) : OWN_NAMES.test(host) || !host.includes('.'))) return { wrong: 'private' };
  return { url };
}

/** A URL's host as the network knows it: IPv6 without brackets. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
