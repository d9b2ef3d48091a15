import { ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const SWEEP_MS = 50;

/** Makes a response class whose answers close their connection during a drain, and the function that drains a server. */
export function createDrainable() {
  const state = { draining: false };

  class DrainableResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(statusCode: number, ...rest: never[]): this {
      if (state.draining) this.shouldKeepAlive = false;
      return super.writeHead(statusCode, ...rest);
    }
  }

  /**
   * Accepts connections for `noticeMs` more, so that balancers see that this server is not ready, then stops. Resolves
   * when the last answer is sent. Closes connections as soon as they are idle.
   */
  const drain = async (server: Server, noticeMs: number): Promise<void> => {
    state.draining = true;
    await sleep(noticeMs);
    const closed = new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()));
    });
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    await closed.finally(() => clearInterval(sweep));
  };

  return { DrainableResponse, drain };
}
