import { Socket } from "node:net";

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

/** The driver's `socket` option. The driver may write while the socket is still connecting, and adds TLS itself. */
export const openDatabaseSocket = ({ host, port, path }: SocketTarget): Socket => {
  const socket = new DatabaseSocket();
  return path ? socket.connect(path) : socket.connect(port[0] ?? 5432, host[0] ?? "localhost");
};
