/** Encodes stills to a film that every browser plays: MP4 with H.264, its index first. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { FRAME } from './stage.ts';
import { RATE, type Still } from './play.ts';

const PROGRAM = process.env['BEDSIDE_FFMPEG'] ?? 'ffmpeg';

/** There is no ffmpeg, or it cannot encode H.264. */
export class NoEncoder extends Error {
  override readonly name = 'NoEncoder';
}

/** @throws {NoEncoder} with what to install */
export function ensureEncoder(): void {
  const { status, stdout } = spawnSync(PROGRAM, ['-hide_banner', '-encoders'], { encoding: 'utf8' });
  const install = 'Debian and Ubuntu: apt-get install ffmpeg. macOS: brew install ffmpeg. Elsewhere: set BEDSIDE_FFMPEG to its path.';
  if (status !== 0) throw new NoEncoder(`Films need ffmpeg, and "${PROGRAM}" does not run. ${install}`);
  if (!stdout.includes('libx264')) throw new NoEncoder(`Films need an ffmpeg with libx264, and "${PROGRAM}" has none. ${install}`);
}

export interface Encoder {
  readonly take: (still: Still) => Promise<void>;
  readonly finish: () => Promise<void>;
}

/** Stills stream into the encoder: a film's frames would fill a memory. */
export function startEncoder(file: string): Encoder {
  const size = `${FRAME.width * 2}:${FRAME.height * 2}`;
  const child = spawn(
    PROGRAM,
    [
      ...['-hide_banner', '-loglevel', 'error', '-y'],
      ...['-f', 'image2pipe', '-c:v', 'png', '-framerate', String(RATE), '-i', '-'],
      ...['-vf', `scale=${size}:out_color_matrix=bt709:out_range=tv,format=yuv420p`, '-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709'],
      // A key frame every four seconds, so that a chapter starts at once.
      ...['-c:v', 'libx264', '-preset', 'medium', '-crf', '25', '-tune', 'animation', '-g', String(RATE * 4)],
      ...['-movflags', '+faststart', '-map_metadata', '-1', '-fflags', '+bitexact', '-an', file],
    ],
    { stdio: ['pipe', 'inherit', 'inherit'] },
  );
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`${PROGRAM} ended with ${code} while it wrote ${file}.`))));
  });
  // Reported where the end is awaited.
  ended.catch(() => undefined);
  child.stdin.on('error', () => undefined);
  return {
    take: async ({ png, frames }) => {
      for (let frame = 0; frame < frames; frame += 1) {
        if (!child.stdin.write(png)) await Promise.race([once(child.stdin, 'drain'), ended]);
      }
    },
    finish: () => {
      child.stdin.end();
      return ended;
    },
  };
}
