import { ServerResponse } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const SWEEP_MS = 50;

/** Answers that, once a server drains, tell their caller to come back on another connection. */
export function createDrainable() {
  const state = { draining: false };

  class DrainableResponse<Request extends IncomingMessage> extends ServerResponse<Request> {
    override writeHead(statusCode: number, ...rest: never[]): this {
      if (state.draining) this.shouldKeepAlive = false;
      return super.writeHead(statusCode, ...rest);
    }
  }

  /**
   * Goes on accepting for `noticeMs`, in which balancers see that this server is not ready; then accepts no more and
   * resolves when the last answer is out. Connections that a late answer left open are closed as they fall idle.
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
