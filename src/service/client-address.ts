/** Who is asking, for limits only: an address is hashed at once and never kept. */
import { createHmac } from 'node:crypto';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** The address of the client, given the peer of the connection and what proxies wrote. */
export type ClientAddress = (peer: string | undefined, forwardedFor: string | undefined) => string;

/**
 * Believes `X-Forwarded-For` only from proxies that were named; anybody else could write any address into it.
 *
 * @param trusted addresses and ranges after commas, `127.0.0.1, 10.0.0.0/8`, or `loopback`
 * @throws when one is not an address or range
 */
export function clientAddressFrom(trusted: string): ClientAddress {
  const list = parseTrusted(trusted);
  const isTrusted = (address: string) => isIP(address) !== 0 && list.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
  return (peer, forwardedFor) => {
    let client = plain(peer ?? '');
    if (forwardedFor === undefined) return client;
    // From the right: each trusted hop vouches for the one before it.
    for (const hop of forwardedFor.split(',').reverse()) {
      if (!isTrusted(client)) return client;
      const address = plain(hop.trim());
      if (isIP(address) === 0) return client;
      client = address;
    }
    return client;
  };
}

/**
 * A name for a client that leads back to nobody once the day's salt is gone.
 * IPv6 is cut to its /64, which is what one household or hospital has.
 */
export function clientHash(address: string, salt: string): string {
  return createHmac('sha256', salt).update(isIPv6(address) ? network64(address) : address).digest('base64url').slice(0, 22);
}

function parseTrusted(trusted: string): BlockList {
  const list = new BlockList();
  for (const entry of trusted.split(',').map((one) => one.trim()).filter(Boolean)) {
    if (entry === 'loopback') {
      list.addSubnet('127.0.0.0', 8, 'ipv4');
      list.addAddress('::1', 'ipv6');
      continue;
    }
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    const longest = family === 'ipv6' ? 128 : 32;
    const length = prefix === undefined ? longest : Number(prefix);
    if (isIP(address) === 0 || !Number.isInteger(length) || length < 0 || length > longest) {
      throw new Error(`"${entry}" in BEDSIDE_TRUSTED_PROXIES is not an address or range, for example 127.0.0.1 or 10.0.0.0/8.`);
    }
    list.addSubnet(address, length, family);
  }
  return list;
}

/** IPv4 inside IPv6 is that IPv4; a port or brackets are dropped. */
function plain(address: string): string {
  const bare = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  return bare.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '').replace(/%.*$/, '');
}

function network64(address: string): string {
  const [head = '', tail] = address.toLowerCase().split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const groups = tail === undefined ? left : [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return groups.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
