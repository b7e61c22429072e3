/** Where messages are handed in: a mail server, or a folder. */
import type { Outcome } from '../outbox/outcome.ts';
import type { Message } from './letter.ts';

export interface Post {
  /** For start-up: where mail goes. Names no password. */
  readonly says: string;
  send(message: Message, signal: AbortSignal): Promise<Outcome>;
  close(): Promise<void>;
}
