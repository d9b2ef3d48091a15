import { Socket } from "node:net";

/** Longer than what the driver has put off till the next turn of the loop needs to come and to fail. */
const CLOSE_AFTER_MS = 50;

type Written = (error?: Error | null) => void;

class ConnectionClosed extends Error {
  readonly code = "CONNECTION_CLOSED";
}

/**
 * A socket that reports its loss in two steps: at once as an error, a moment later as closed. postgres 3.4.9 forgets
 * its socket on "close", with bytes that it was about to write, which then lead the connection's next life astray. Here
 * they meet an error first. What comes later still is kept from the driver by `guardTransactions`.
 */
class DatabaseSocket extends Socket {
  #goodbye = false;
  #wasOpen = false;

  #fail(): void {
    if (this.listenerCount("error") > 0)
      super.emit("error", new ConnectionClosed("the connection was closed"));
  }

  override emit(event: string | symbol, ...args: unknown[]): boolean {
    if (event === "connect") this.#wasOpen = true;
    // What never opened has no transaction to wait for, and holds up the queries behind it.
    if (event !== "close" || this.#goodbye || !this.#wasOpen)
      return super.emit(event as "close", ...(args as [boolean]));
    this.#fail();
    setTimeout(() => super.emit("close", ...(args as [boolean])), CLOSE_AFTER_MS).unref();
    return true;
  }

  override write(bytes: Uint8Array | string, second?: BufferEncoding | Written, third?: Written): boolean {
    if (this.destroyed) {
      setImmediate(() => this.#fail());
      return true;
    }
    return typeof second === "string" ? super.write(bytes, second, third) : super.write(bytes, second);
  }

  /** With bytes it is the driver that says goodbye; without, Node closes our side after the server closed its own. */
  override end(bytes?: unknown, ...rest: unknown[]): this {
    this.#goodbye ||= bytes instanceof Uint8Array;
    return super.end(bytes as Uint8Array, ...(rest as []));
  }
}

type Address = { host: string[]; port: number[]; path?: string | false };

/** The driver's `socket` option. It connects while the driver already writes; the driver lays TLS over it. */
export const openDatabaseSocket = ({ host, port, path }: Address): Socket => {
  const socket = new DatabaseSocket();
  return path ? socket.connect(path) : socket.connect(port[0] ?? 5432, host[0] ?? "localhost");
};
