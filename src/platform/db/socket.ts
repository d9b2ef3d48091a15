import { Socket } from "node:net";
import { monotonicMs } from "#platform/clock.ts";
import { watchSilence } from "./silence-watch.ts";

/** Long enough for the writes that the driver has deferred to the next event loop turn to run and fail. */
const CLOSE_AFTER_MS = 50;
/** How many event loop turns to wait for one without a deferred write. */
const MAX_TURNS = 1_000;

/** Whether no `setImmediate` callback is pending in this process; a deferred write of the driver would be one. */
const hasNoDeferredWrite = (): boolean => !process.getActiveResourcesInfo().includes("Immediate");

type WriteCallback = (error?: Error | null) => void;

/** A query whose connection closed before the answer, with the driver's own error code. */
export class ConnectionClosed extends Error {
  readonly code = "CONNECTION_CLOSED";
}

/**
 * A socket that reports a lost connection in two steps: "error" at once, "close" a moment later. On "close"
 * postgres 3.4.9 drops its reference to the socket, although a deferred write may still use it; here that write
 * meets the error first. `guardTransactions` handles the later writes, from a transaction's body.
 */
class DatabaseSocket extends Socket {
  #endedByDriver = false;
  #wasOpen = false;
  #watch: ReturnType<typeof watchSilence> | undefined;
  #onGone: (() => void) | undefined;
  #isRefused = false;

  /** Ends the connection before it begins. The driver writes at once, and listens for the error one turn later. */
  refuse(): void {
    this.#isRefused = true;
    // The driver has deferred its first write, so "close" must wait as it does on an open connection.
    this.#wasOpen = true;
    setImmediate(() => this.destroy(new ConnectionClosed("the database does not answer")));
  }

  /** Calls `onGone` when the connection is closed. The driver removes all listeners before TLS, so `emit` calls it. */
  tellOfEnd(onGone: () => void): void {
    this.#onGone = onGone;
  }

  /** Calls `onSilent` when the server owes an answer for `silenceMs()`. `emit` tells the watch of what arrives. */
  watch(silenceMs: () => number, onSilent: () => void): void {
    this.#watch = watchSilence(this, silenceMs, onSilent);
  }

  /**
   * Emits "close" once the driver has no deferred write: on "close" the driver cancels that write's timer but keeps
   * its handle, and then never writes on the next connection, which hangs.
   */
  #emitClose(args: [boolean], turns: number): void {
    if (turns === 0 || hasNoDeferredWrite()) super.emit("close", ...args);
    else setTimeout(() => this.#emitClose(args, turns - 1), 0).unref();
  }

  #emitError(): void {
    if (this.listenerCount("error") > 0)
      super.emit("error", new ConnectionClosed("the connection was closed"));
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === "connect") this.#wasOpen = true;
    if (event === "data" && args[0] instanceof Buffer) this.#watch?.onData(args[0]);
    if (event === "close") {
      this.#watch?.stop();
      this.#onGone?.();
    }
    // A connection that never opened has no transaction, and delaying its "close" would delay the queued queries.
    if (event !== "close" || this.#endedByDriver || !this.#wasOpen)
      return super.emit(event as "close", ...(args as [boolean]));
    this.#emitError();
    setTimeout(() => this.#emitClose(args as [boolean], MAX_TURNS), CLOSE_AFTER_MS).unref();
    return true;
  }

  override write(
    bytes: Uint8Array | string,
    second?: BufferEncoding | WriteCallback,
    third?: WriteCallback,
  ): boolean {
    if (this.#isRefused) return true;
    if (this.destroyed) {
      setImmediate(() => this.#emitError());
      return true;
    }
    return typeof second === "string" ? super.write(bytes, second, third) : super.write(bytes, second);
  }

  /**
   * With bytes it is the driver that ends the connection. Without, Node closes our side after the server closed its
   * own.
   */
  override end(bytes?: unknown, ...rest: unknown[]): this {
    this.#endedByDriver ||= bytes instanceof Uint8Array;
    return super.end(bytes as Uint8Array, ...(rest as []));
  }
}

type SocketTarget = { host: string[]; port: number[]; path?: string | false };

/** How long a new connection may take until the server says something. */
const GREETING_MS = 1_000;
/** After a silent server, new connections are refused for this time, so that callers do not wait one after another. */
const PAUSE_MS = 2_000;

/**
 * The driver's `socket` option for the pools of one server. The driver may write while the socket is still connecting, and
 * adds TLS itself. If the server owes an answer for `silenceMs`, all connections are closed, because they are to the same
 * server, and new ones fail at once for two seconds. Null: it is waited for.
 */
export function createSocketFactory({
  silenceMs,
  mayConnect,
  onConnections,
}: {
  silenceMs: number | null;
  mayConnect: () => boolean;
  onConnections: (count: number) => void;
}): (target: SocketTarget) => Socket {
  const open = new Set<Socket>();
  let pausedUntil = 0;
  const onSilent = () => {
    pausedUntil = monotonicMs() + PAUSE_MS;
    for (const socket of open) socket.destroy();
  };
  return (target) => {
    const socket = new DatabaseSocket();
    // The end of a COPY is a small message after large ones: without this it waits 40 ms for their acknowledgement.
    socket.setNoDelay(true);
    if (monotonicMs() < pausedUntil || !mayConnect()) {
      socket.refuse();
      return socket;
    }
    open.add(socket);
    onConnections(open.size);
    socket.tellOfEnd(() => {
      open.delete(socket);
      onConnections(open.size);
    });
    // The watch looks ten times a second, which would be lost on a connection whose silence means nothing.
    if (silenceMs !== null) socket.watch(() => patienceOf(socket, silenceMs), onSilent);
    return connectTo(socket, target);
  };
}

/** How long a server may be silent that owes an answer, ms. */
const patienceOf = (socket: Socket, silenceMs: number): number =>
  socket.bytesRead > 0 ? silenceMs : GREETING_MS;

function connectTo(socket: Socket, { host, port, path }: SocketTarget): Socket {
  if (path) return socket.connect(path);
  const [name = "localhost"] = host;
  // With TLS the driver compares the certificate with this name.
  return Object.assign(socket, { host: name }).connect(port[0] ?? 5432, name);
}
