/** Requests with a token, a solved proof and a key each, made before they are sent. */
import { createWriteStream, existsSync, readFileSync, renameSync } from 'node:fs';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import { createEnvelope } from '../../src/store/envelope.ts';
import { FORM_TOKEN_LIFE_MS, issueFormToken } from '../../src/tickets/intake/form-token.ts';
import { makeChallenge } from '../../src/tickets/intake/proof.ts';
import { BENCH_SECRET } from './secret.ts';

/** The proof is checked by its signature, whatever work it took, so the work is made small. */
const LITTLE_WORK = { cost: 1, least: 1, most: 2 };

/** Our own test messages, as people write them. */
export function messages(): { readonly subject: string; readonly body: string }[] {
  const file = join(import.meta.dirname, '..', '..', 'tests', 'tickets', 'triage.tsv');
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split('\t'))
    .map((cells) => ({ subject: (cells.at(-2) ?? '').slice(0, 140), body: cells.at(-1) ?? '' }))
    .filter(({ subject, body }) => subject.trim() !== '' && body.trim() !== '');
}

/** Writes `key<tab>body` lines; those of an earlier run are used again while their tokens last. */
export async function prepareRequests(file: string, count: number): Promise<void> {
  if (stillGood(file, count)) return;
  console.error(`Making ${count.toLocaleString('en')} requests…`);
  await mkdir(dirname(file), { recursive: true });
  const envelope = createEnvelope([BENCH_SECRET]);
  const texts = messages();
  const draft = `${file}.draft`;
  const out = createWriteStream(draft);
  const now = Date.now();
  out.write(`${now}\t${count}\n`);
  for (let n = 0; n < count; n += 1) {
    const { token, nonce } = issueFormToken(envelope, 'technical', 'script', undefined, now - 60_000);
    const challenge = await makeChallenge(envelope, nonce, now + FORM_TOKEN_LIFE_MS, LITTLE_WORK);
    const solution = await solveChallenge({ challenge, deriveKey });
    const proof = Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
    const { subject, body } = texts[n % texts.length]!;
    const request = { form: 'technical', topic: 'other', subject, message: body, name: 'A. Reader', email: `reader-${n}@example.org`, timeZone: 'America/New_York', step: 'send', token, proof };
    if (!out.write(`${randomUUID()}\t${JSON.stringify(request)}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
  renameSync(draft, file);
}

function stillGood(file: string, count: number): boolean {
  if (!existsSync(file)) return false;
  const [made = 0, lines = 0] = (readFileSync(file, 'utf8').split('\n', 1)[0] ?? '').split('\t').map(Number);
  return lines >= count && Date.now() - made < FORM_TOKEN_LIFE_MS / 2;
}
