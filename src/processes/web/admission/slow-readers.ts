import type { Server } from "node:http";
import type { Socket } from "node:net";

/** What a connection must have sent by a time, or it is closed. */
type Due = { bytes: number; at: number };

/**
 * Closes connections that read an answer too slowly: one that holds more than `fromBytes` unsent must pass them on at
 * `bytesPerS` on average. Smaller rests are left to the time-out of silent connections.
 */
export function closeSlowReaders(
  server: Server,
  opts: { fromBytes: number; bytesPerS: number; everyMs: number; now: () => number; onClosed: () => void },
): void {
  const open = new Set<Socket>();
  const due = new WeakMap<Socket, Due>();
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.once("close", () => open.delete(socket));
  });

  const check = (socket: Socket): void => {
    const unsent = socket.writableLength;
    if (unsent <= opts.fromBytes) {
      due.delete(socket);
      return;
    }
    const sent = socket.bytesWritten - unsent;
    const promise = due.get(socket);
    if (promise === undefined || sent >= promise.bytes) {
      const ms = (unsent / opts.bytesPerS) * 1_000;
      due.set(socket, { bytes: socket.bytesWritten, at: opts.now() + ms });
    } else if (opts.now() >= promise.at) {
      socket.destroy();
      opts.onClosed();
    }
  };
  const sweep = setInterval(() => {
    for (const socket of open) check(socket);
  }, opts.everyMs);
  sweep.unref();
  server.once("close", () => clearInterval(sweep));
}
