import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { inspect, MOST_PIXELS, type Upload } from '../../src/attachments/inspect.ts';
import { cleanName } from '../../src/attachments/names.ts';

const file = (name: string, bytes: Uint8Array | string): Upload => ({ name, bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : new Uint8Array(bytes) });

/** A picture with everything a phone writes beside the pixels. */
async function photo(format: 'jpeg' | 'png' | 'webp'): Promise<Uint8Array> {
  const canvas = sharp({ create: { width: 40, height: 20, channels: 3, background: '#336699' } });
  const exif = { IFD0: { ImageDescription: 'Patient zebra-patient', Make: 'Phone' }, IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLongitude: '0/1 7/1 0/1' } };
  return new Uint8Array(await canvas.withMetadata({ orientation: 6 }).withExifMerge(exif).toFormat(format).toBuffer());
}

async function problemsOf(...uploads: Upload[]): Promise<string[]> {
  const looked = await inspect(uploads);
  return looked.ok ? [] : looked.problems.map(({ kind }) => kind);
}

describe('a picture', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('in %s is drawn anew, upright, with nothing left of place, camera or words', async (format) => {
    const before = await photo(format);
    expect(Buffer.from(before).includes('zebra-patient')).toBe(true);
    const looked = await inspect([file(`photo.${format}`, before)]);
    if (!looked.ok) throw new Error('The picture was refused.');
    const [one] = looked.files;
    const after = await sharp(one!.content).metadata();
    expect(after).toMatchObject({ format, width: 20, height: 40 });
    expect([after.exif, after.xmp, after.iptc, after.orientation]).toEqual([undefined, undefined, undefined, undefined]);
    expect(Buffer.from(one!.content).includes('zebra-patient')).toBe(false);
    expect(one!.type).toBe(`image/${format}`);
  });

  test('that claims more pixels than any camera has is refused before it is drawn', async () => {
    const side = Math.ceil(Math.sqrt(MOST_PIXELS)) + 1;
    const bomb = await sharp({ create: { width: side, height: side, channels: 3, background: '#000' }, limitInputPixels: false }).png({ compressionLevel: 9 }).toBuffer();
    // The processor's time: to draw it takes seconds, and other work on the machine is not ours.
    const before = process.cpuUsage();
    expect(await problemsOf(file('bomb.png', bomb))).toEqual(['pixels']);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(1_000);
  });

  test('that is cut off is refused', async () => {
    const whole = await photo('png');
    expect(await problemsOf(file('half.png', whole.subarray(0, whole.length - 30)))).toEqual(['damaged']);
  });
});

describe('what a file is', () => {
  test('is told by its content, and its name gets the ending that fits', async () => {
    const looked = await inspect([file('invoice.exe', await photo('png')), file('scan.png', '%PDF-1.7\n%âãÏÓ\n1 0 obj\n')]);
    expect(looked.ok && looked.files.map(({ name, type }) => [name, type])).toEqual([
      ['invoice_exe.png', 'image/png'],
      ['scan_png.pdf', 'application/pdf'],
    ]);
  });

  test.each<[string, string, Uint8Array | string]>([
    ['a program', 'setup.txt', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 1)])],
    ['a page', 'page.html', '<html><script>alert(1)</script></html>'],
    ['a drawing with a script', 'drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page that calls itself a picture', 'page.png', '<html><script>alert(1)</script></html>'],
    ['an archive', 'log.txt', Buffer.from('PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'latin1')],
    ['bytes that are no text', 'log.txt', new Uint8Array([0x61, 0xff, 0xfe, 0x00, 0x61])],
    ['text with a zero in it', 'log.txt', 'a\0b'],
  ])('%s is refused', async (_what, name, bytes) => {
    expect(await problemsOf(file(name, bytes))).toEqual(['type']);
  });

  test('text with colors and letters of any script is text', async () => {
    const looked = await inspect([file('app.LOG', '\u001b[31mFehler\u001b[0m\tпациент 病人\r\n')]);
    expect(looked.ok && looked.files[0]).toMatchObject({ name: 'app.log', type: 'text/plain' });
  });
});

test('empty, too large, too many and together too large are told apart', async () => {
  const text = (size: number) => file('a.txt', 'a'.repeat(size));
  const megabyte = 1_024 * 1_024;
  expect(await problemsOf(text(0))).toEqual(['empty']);
  expect(await problemsOf(text(8 * megabyte + 1))).toEqual(['each']);
  expect(await problemsOf(...Array.from({ length: 6 }, () => text(1)))).toEqual(['count']);
  expect(await problemsOf(...Array.from({ length: 3 }, () => text(7 * megabyte)))).toEqual(['all']);
  expect(await problemsOf(text(1), file('b.exe', 'MZ'), text(0))).toEqual(['type', 'empty']);
});

test.each([
  ['../../etc/passwd', 'passwd.txt'],
  ['C:\\Users\\me\\x-ray.txt', 'x-ray.txt'],
  ['report\u202etxt.exe', 'reporttxt_exe.txt'],
  ['a\r\nContent-Type: text/html\r\n.txt', 'html.txt'],
  ['zero\u200bwidth.txt', 'zerowidth.txt'],
  ['....', 'file.txt'],
  ['', 'file.txt'],
  ['-rf.txt', 'rf.txt'],
  ['Röntgen 右.TXT', 'Röntgen 右.txt'],
  [`${'long'.repeat(100)}.txt`, `${'long'.repeat(25)}.txt`],
])('the name %j becomes %j', (given, expected) => {
  expect(cleanName(given, '.txt')).toBe(expected);
});
