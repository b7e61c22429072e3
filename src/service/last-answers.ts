/**
 * What a stopping process answers last, on each connection: whoever keeps it open is told that it ends. Without that
 * the next request is sent into a connection that closes, and a proxy sends no POST twice: its reader gets an error.
 */
import { ServerResponse } from 'node:http';

export interface LastAnswers {
  /** For `createServer`. */
  readonly ServerResponse: typeof ServerResponse;
  /** From now on every answer is its connection's last, also to what came before. */
  begin(): void;
}

export function lastAnswers(): LastAnswers {
  let begun = false;
  class Answer extends ServerResponse {
    override writeHead(...head: unknown[]): this {
      if (begun) this.shouldKeepAlive = false;
      return super.writeHead(...(head as Parameters<ServerResponse['writeHead']>));
    }
  }
  return {
    ServerResponse: Answer as typeof ServerResponse,
    begin() {
      begun = true;
    },
  };
}
