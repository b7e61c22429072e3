/** How many pixels a picture says it has, from its first bytes: a small file can stand for more than any memory holds. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { extname } from 'node:path';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** More than one in a moving picture. */
  readonly frames: number;
}

/** Reads some bytes of a file; fewer, when it ends before. */
type Bytes = (from: number, length: number) => Buffer;

const READERS: Readonly<Record<string, (bytes: Bytes, size: number) => Pixels | undefined>> = { '.png': ofPng, '.jpg': ofJpeg, '.jpeg': ofJpeg, '.gif': ofGif, '.webp': ofWebp, '.avif': ofAvif };

/** @returns `undefined` when the file does not say it, or is a drawing */
export function pixelsOf(path: string): Pixels | undefined {
  const read = READERS[extname(path).toLowerCase()];
  if (read === undefined) return undefined;
  const file = openSync(path, 'r');
  try {
    return read((from, length) => {
      const bytes = Buffer.alloc(length);
      return bytes.subarray(0, readSync(file, bytes, 0, length, from));
    }, fstatSync(file).size);
  } catch (error) {
    // A file that ends in the middle of its head: what it is, another check says.
    if (error instanceof RangeError) return undefined;
    throw error;
  } finally {
    closeSync(file);
  }
}

function ofPng(bytes: Bytes): Pixels {
  const head = bytes(16, 8);
  return { width: head.readUInt32BE(0), height: head.readUInt32BE(4), frames: 1 };
}

/** Segments of a length each, until the one that tells the size. */
function ofJpeg(bytes: Bytes, size: number): Pixels | undefined {
  for (let at = 2; at < size; ) {
    const head = bytes(at, 9);
    const kind = head.readUInt8(1);
    if (kind === 0xff) at += 1;
    else if (kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind)) return { width: head.readUInt16BE(7), height: head.readUInt16BE(5), frames: 1 };
    else if (head.readUInt8(0) !== 0xff || kind === 0xda) return undefined;
    else at += 2 + head.readUInt16BE(2);
  }
  return undefined;
}

/** Blocks one after another; each picture among them is a frame. */
function ofGif(bytes: Bytes, size: number): Pixels {
  const head = bytes(0, 13);
  const palette = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  const afterParts = (from: number) => {
    let at = from;
    for (let length = bytes(at, 1).readUInt8(0); length > 0; length = bytes(at, 1).readUInt8(0)) at += length + 1;
    return at + 1;
  };
  let frames = 0;
  for (let at = 13 + palette(head.readUInt8(10)); at < size; ) {
    const kind = bytes(at, 1).readUInt8(0);
    if (kind === 0x21) at = afterParts(at + 2);
    else if (kind === 0x2c) {
      frames += 1;
      at = afterParts(at + 11 + palette(bytes(at + 9, 1).readUInt8(0)));
    } else break;
  }
  return { width: head.readUInt16LE(6), height: head.readUInt16LE(8), frames: Math.max(frames, 1) };
}

function ofWebp(bytes: Bytes, size: number): Pixels | undefined {
  const head = bytes(0, 30);
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff, frames: 1 };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, frames: 1 };
    }
    case 'VP8X': {
      let frames = 0;
      for (let at = 12; at + 8 <= size; ) {
        const part = bytes(at, 8);
        if (part.toString('latin1', 0, 4) === 'ANMF') frames += 1;
        const length = part.readUInt32LE(4);
        at += 8 + length + (length % 2);
      }
      return { width: head.readUIntLE(24, 3) + 1, height: head.readUIntLE(27, 3) + 1, frames: Math.max(frames, 1) };
    }
    default:
      return undefined;
  }
}

/** The box `ispe` near the beginning; of several (tiles, a thumbnail) the largest is the picture. */
function ofAvif(bytes: Bytes): Pixels | undefined {
  const head = bytes(0, 65_536);
  let found: Pixels | undefined;
  for (let at = head.indexOf('ispe'); at !== -1; at = head.indexOf('ispe', at + 4)) {
    const pixels = { width: head.readUInt32BE(at + 8), height: head.readUInt32BE(at + 12), frames: 1 };
    if (found === undefined || pixels.width * pixels.height > found.width * found.height) found = pixels;
  }
  return found;
}
