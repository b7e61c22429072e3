/** Where messages are handed in: a mail server, or a folder. */
import type { Outcome } from '../outbox/outcome.ts';
import type { Message } from './letter.ts';

export interface Post {
  /** For start-up: where mail goes. Names no password. */
  readonly says: string;
  /**
   * @param begun awaited when the other side is ready to take the message, and before it gets a byte of it: from there
   *              on it may have it. When it throws, nothing is sent.
   */
  send(message: Message, signal: AbortSignal, begun?: () => Promise<void>): Promise<Outcome>;
  close(): Promise<void>;
}
