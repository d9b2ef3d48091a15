import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";

type Line = { last: IncomingMessage; ended: boolean };

/** What must be remembered of a connection from one request on it to the next. */
export type Lines = {
  /** False on a line that was ended: the parser goes on through what came in one piece, and nobody may act on it. */
  begin: (req: IncomingMessage) => boolean;
  /** Acts on nothing more that comes on this line; the answer that ends it is on its way. */
  end: (line: Duplex) => void;
  /** The request that was read last, perhaps not to its end. */
  last: (line: Duplex) => IncomingMessage | undefined;
};

export function createLines(): Lines {
  const lines = new WeakMap<Duplex, Line>();
  return {
    begin: (req) => {
      const line = lines.get(req.socket);
      if (line === undefined) lines.set(req.socket, { last: req, ended: false });
      else if (!line.ended) line.last = req;
      return line?.ended !== true;
    },
    end: (socket) => {
      const line = lines.get(socket);
      if (line !== undefined) line.ended = true;
    },
    last: (socket) => lines.get(socket)?.last,
  };
}
