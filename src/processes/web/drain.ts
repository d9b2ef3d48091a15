import { ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { Server as NetServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const SWEEP_MS = 50;
/** After the listener is closed, connections that were idle may still send a request, which is answered. */
const IDLE_GRACE_MS = 1_000;

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
   * when the last answer is sent. Answers say `Connection: close`; a second after the listener, connections that are still
   * idle are closed.
   */
  const drain = async (server: Server, noticeMs: number): Promise<void> => {
    state.draining = true;
    await sleep(noticeMs);
    const closed = new Promise<void>((resolve, reject) => {
      // The server's own `close` also closes idle connections at once, and a request that is on its way on one is reset.
      NetServer.prototype.close.call(server, (error) => (error ? reject(error) : resolve()));
    });
    await Promise.race([closed, sleep(IDLE_GRACE_MS)]);
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    await closed.finally(() => clearInterval(sweep));
  };

  return { DrainableResponse, drain };
}
