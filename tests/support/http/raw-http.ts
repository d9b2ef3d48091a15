import { once } from "node:events";
import { connect } from "node:net";
import type { Socket } from "node:net";

export type RawConnection = {
  readonly socket: Socket;
  readonly write: (text: string | Buffer) => void;
  /** All that came so far. */
  readonly text: () => string;
  /** Resolves when `part` has come, and fails when the connection is closed before. */
  readonly until: (part: string) => Promise<void>;
  /** Resolves with all that came once the other side has closed the connection. */
  readonly closed: Promise<string>;
};

/** A connection that says just what a test wants it to say, byte for byte. */
export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let came = "";
  let isClosed = false;
  let notify = () => {};
  // Whoever is cut off may find its last bytes refused.
  socket.on("error", () => undefined);
  socket.setEncoding("latin1").on("data", (chunk: string) => {
    came += chunk;
    notify();
  });
  const closed = new Promise<string>((resolve) => {
    socket.once("close", () => {
      isClosed = true;
      resolve(came);
      notify();
    });
  });
  await once(socket, "connect");
  return {
    socket,
    write: (text) => void socket.write(text),
    text: () => came,
    until: async (part) => {
      while (!came.includes(part)) {
        if (isClosed) throw new Error(`closed after ${JSON.stringify(came)}`);
        await new Promise<void>((resolve) => (notify = resolve));
      }
    },
    closed,
  };
}

/** The status of each answer that came on a connection. */
export const statusesOf = (came: string): number[] =>
  [...came.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** Writes one byte at a time until the connection is closed, and answers with all that came. */
export async function dribble(connection: RawConnection, byte: string, everyMs: number): Promise<string> {
  const timer = setInterval(() => connection.write(byte), everyMs);
  return connection.closed.finally(() => clearInterval(timer));
}
