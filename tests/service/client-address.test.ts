import fc from '../chance.ts';
import { describe, expect, test } from 'vitest';
import { clientAddressFrom, clientHash } from '../../src/service/client-address.ts';

describe('the address of a client', () => {
  test('is the peer when no proxy is trusted', () => {
    expect(clientAddressFrom('')('203.0.113.1', '198.51.100.1')).toBe('203.0.113.1');
  });

  test('is the last one that a trusted hop vouches for', () => {
    const client = clientAddressFrom('10.0.0.0/8, ::1');
    expect(client('10.0.0.1', '198.51.100.1, 203.0.113.1')).toBe('203.0.113.1');
    expect(client('10.0.0.1', '198.51.100.1, 203.0.113.1, 10.9.9.9')).toBe('203.0.113.1');
    expect(client('203.0.113.5', '198.51.100.1')).toBe('203.0.113.5');
    expect(client('::1', '2001:db8::7')).toBe('2001:db8::7');
    expect(client('::ffff:10.0.0.1', '[2001:db8::7]:443')).toBe('2001:db8::7');
    expect(client('10.0.0.1', '203.0.113.1:5555')).toBe('203.0.113.1');
  });

  test('stays the peer when the header is not an address', () => {
    expect(clientAddressFrom('loopback')('127.0.0.1', 'unknown')).toBe('127.0.0.1');
    expect(clientAddressFrom('loopback')('127.0.0.1', '')).toBe('127.0.0.1');
  });

  test('is refused as a setting when it is none', () => {
    for (const setting of ['10.0.0.0/33', 'example.org', '10.0.0', '::1/129']) expect(() => clientAddressFrom(setting), setting).toThrow('BEDSIDE_TRUSTED_PROXIES');
  });

  test('without a trusted proxy is never what a header says', () => {
    fc.assert(fc.property(fc.ipV4(), fc.string(), (peer, header) => clientAddressFrom('')(peer, header) === peer));
  });
});

describe('the name of a client', () => {
  test('is the same for one address and salt, another for another', () => {
    expect(clientHash('203.0.113.1', 'a')).toBe(clientHash('203.0.113.1', 'a'));
    expect(clientHash('203.0.113.1', 'a')).not.toBe(clientHash('203.0.113.2', 'a'));
    expect(clientHash('203.0.113.1', 'a')).not.toBe(clientHash('203.0.113.1', 'b'));
  });

  test('is one for a whole IPv6 network of 64 bits, however it is written', () => {
    const name = clientHash('2001:db8:0:1::5', 's');
    expect(clientHash('2001:0DB8:0000:0001:aaaa:bbbb:cccc:dddd', 's')).toBe(name);
    expect(clientHash('2001:db8:0:2::5', 's')).not.toBe(name);
    expect(clientHash('::1', 's')).toBe(clientHash('0:0:0:0:0:0:0:1', 's'));
  });
});
