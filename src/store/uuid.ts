import { randomBytes } from 'node:crypto';

/** `size` bytes nobody can guess. Passed in, so that tests can repeat a run. */
export type RandomBytes = (size: number) => Uint8Array;

let drawn = Buffer.alloc(0);
let used = 0;

/** Random bytes from a pool: asking the system for a few at a time costs more than what they are needed for. */
export const pooledBytes: RandomBytes = (size) => {
  if (used + size > drawn.length) {
    drawn = randomBytes(Math.max(size, 4_096));
    used = 0;
  }
  used += size;
  return drawn.subarray(used - size, used);
};

/**
 * A UUIDv7 (RFC 9562): 48 bits of milliseconds, then randomness. Keys sort by time, so new rows land side by side
 * at the end of the index instead of all over it. Two of the same millisecond sort by chance.
 */
export function uuidv7(now: number, random: RandomBytes = pooledBytes): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes.set(random(10), 6);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x70, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
