import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

type ConnectionState = { lastRequest: IncomingMessage; closing: boolean };

/** The state of each open TCP connection, kept from one request to the next. */
export type Connections = {
  /**
   * Records a request. False if the connection is closing: the parser still emits requests that arrived in the same
   * chunk, and the server must ignore them.
   */
  begin: (req: IncomingMessage) => boolean;
  /** Marks the connection as closing: the server acts on no later request of it. */
  markClosing: (connection: Duplex) => void;
  /** The latest request, whose body may be incomplete. */
  lastRequest: (connection: Duplex) => IncomingMessage | undefined;
};

export function createConnections(): Connections {
  const states = new WeakMap<Duplex, ConnectionState>();
  return {
    begin: (req) => {
      const state = states.get(req.socket);
      if (state === undefined) states.set(req.socket, { lastRequest: req, closing: false });
      else if (!state.closing) state.lastRequest = req;
      return state?.closing !== true;
    },
    markClosing: (connection) => {
      const state = states.get(connection);
      if (state !== undefined) state.closing = true;
    },
    lastRequest: (connection) => states.get(connection)?.lastRequest,
  };
}
