import { StoreUnavailable, type Unavailability } from './errors.ts';

/** SQLSTATE classes (first two letters) and codes that say the server, not the query, is at fault. */
const FAULTS: readonly (readonly [prefix: string, fault: Unavailability])[] = [
  ['25006', 'read-only'], // a standby, or a server switched to read-only
  ['25P03', 'slow'], // idle in transaction for too long: a write that awaits something else
  ['57014', 'slow'], // statement timeout
  ['55P03', 'busy'], // lock timeout
  ['40', 'busy'], // collisions that repeating did not resolve
  ['53100', 'full'],
  ['53', 'busy'], // out of memory or connections
  ['57P', 'unreachable'], // shutting down, starting up, session ended by an administrator
  ['08', 'unreachable'], // connection lost or refused
  ['28', 'unreachable'], // credentials refused: they rotate while we run
  ['3D000', 'unreachable'], // the database does not exist (any more)
  ['58', 'io'],
  ['XX001', 'damaged'],
  ['XX002', 'damaged'],
];

/** What the operating system and the driver say when there is no server to say anything. */
const CONNECTION_LOST = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT|EACCES)/;
const CONNECTION_LOST_MESSAGE = /connection terminated|connection error|connection timeout|timeout exceeded when trying to connect|query read timeout|client was closed|connection ended/i;

/** An error as the store's callers see it: `StoreUnavailable` for faults of the server, else the error itself. */
export function namedPostgresError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof StoreUnavailable) return error;
  const code = codeOf(error);
  const fault = FAULTS.find(([prefix]) => code.startsWith(prefix))?.[1];
  if (fault) return new StoreUnavailable(fault, error);
  if (CONNECTION_LOST.test(code) || (code === '' && CONNECTION_LOST_MESSAGE.test(error.message))) return new StoreUnavailable('unreachable', error);
  return error;
}

/** Serialization failure or deadlock: the server undid the transaction, and it may well succeed when repeated. */
export function collided(error: unknown): boolean {
  return error instanceof Error && ['40001', '40P01'].includes(codeOf(error));
}

function codeOf(error: Error): string {
  return 'code' in error && typeof error.code === 'string' ? error.code : '';
}
