import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { SealBroken, SecretUnknown } from './errors.ts';
import { pooledBytes, type RandomBytes } from './uuid.ts';

/** The cell a text is sealed for. Moved to another row or column it does not open. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly row: string;
}

/** Seals texts for the database, and finds sealed ones by what they hold. */
export interface Envelope {
  /** The key that seals now. */
  readonly keyId: string;
  /** All keys that open, the current one first. */
  readonly keyIds: readonly string[];
  /** `v1.<key id>.<nonce>.<ciphertext and tag>`, base64url. The same text sealed twice looks different. */
  seal(text: string, place: Place): string;
  /**
   * @throws {SecretUnknown} when it was sealed under a key that no secret makes
   * @throws {SealBroken} when it was changed or stands in another place
   */
  open(sealed: string, place: Place): string;
  /**
   * What to store beside a sealed value to find it by: the same value gives the same index, and only the secret can
   * make one. The caller writes values in one form first (an address in lower case).
   *
   * @param purpose keeps equal values of different columns apart
   */
  blindIndex(value: string, purpose: string): string;
  /** The indexes that the value may be stored under while secrets rotate, for `where … in`. */
  blindIndexes(value: string, purpose: string): string[];
}

interface Key {
  readonly id: string;
  readonly sealing: KeyObject;
  readonly indexing: KeyObject;
}

const CIPHER = 'aes-256-gcm';
/** Random nonces of this size are safe for 2³² seals under one key (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^v1\.([\w-]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/**
 * @param secrets each random and long; the first seals, the others only open what they once sealed
 */
export function createEnvelope(secrets: readonly [string, ...string[]], random: RandomBytes = pooledBytes): Envelope {
  const current = deriveKey(secrets[0]);
  const keys = new Map([current, ...secrets.slice(1).map(deriveKey)].map((key) => [key.id, key]));

  return {
    keyId: current.id,
    keyIds: [...keys.keys()],

    seal(text, place) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, current.sealing, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(boundTo(current.id, place));
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `v1.${current.id}.${Buffer.from(nonce).toString('base64url')}.${sealed.toString('base64url')}`;
    },

    open(sealed, place) {
      const [, keyId = '', nonce = '', body = ''] = FORM.exec(sealed) ?? [];
      if (!keyId) throw new SealBroken(nameOf(place));
      const key = keys.get(keyId);
      if (!key) throw new SecretUnknown([keyId]);
      const bytes = Buffer.from(body, 'base64url');
      try {
        const decipher = createDecipheriv(CIPHER, key.sealing, Buffer.from(nonce, 'base64url'), { authTagLength: TAG_BYTES });
        decipher.setAAD(boundTo(keyId, place));
        decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
        return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch (error) {
        throw new SealBroken(nameOf(place), error);
      }
    },

    blindIndex: (value, purpose) => indexUnder(current, value, purpose),
    blindIndexes: (value, purpose) => [...keys.values()].map((key) => indexUnder(key, value, purpose)),
  };
}

/** Three keys of one secret, so that none can be turned against another's use. The id is public and tells nothing. */
function deriveKey(secret: string): Key {
  const derive = (use: string, bytes: number) => Buffer.from(hkdfSync('sha256', secret, 'bedside', use, bytes));
  // Handed over as objects once: as bytes they are made into objects with each use, which costs more than the use.
  return { id: derive('key id', 6).toString('base64url'), sealing: createSecretKey(derive('seal', 32)), indexing: createSecretKey(derive('index', 32)) };
}

function boundTo(keyId: string, { table, column, row }: Place): Buffer {
  return Buffer.from(JSON.stringify(['v1', keyId, table, column, row]));
}

function indexUnder({ id, indexing }: Key, value: string, purpose: string): string {
  const mac = createHmac('sha256', indexing).update(JSON.stringify([purpose, value])).digest('base64url');
  return `${id}.${mac}`;
}

/** For messages: the row's key and no content. */
function nameOf({ table, column, row }: Place): string {
  return `${table}.${column} of ${row}`;
}
