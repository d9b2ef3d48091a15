import { Socket } from "node:net";

/** Longer than what the driver has put off till the next turn of the loop needs to come and to fail. */
const CLOSE_AFTER_MS = 50;
/** Turns of the loop in which a moment without anything put off is looked for. */
const QUIET_TURNS = 1_000;

/** Nothing of this process waits for the next turn of the loop; a write of the driver's may be what does. */
const isQuiet = (): boolean => !process.getActiveResourcesInfo().includes("Immediate");

type Written = (error?: Error | null) => void;

/** A query that the connection did not live to answer, in the driver's own code for it. */
export class ConnectionClosed extends Error {
  readonly code = "CONNECTION_CLOSED";
}

/**
 * A socket that reports its loss in two steps: at once as an error, a moment later as closed. postgres 3.4.9 forgets
 * its socket on "close", though it may be about to write to it. Here what it writes meets an error first. What comes later
 * still, from a transaction's body, is kept from the driver by `guardTransactions`.
 */
class DatabaseSocket extends Socket {
  #goodbye = false;
  #wasOpen = false;

  /**
   * Tells the driver when it has no write put off: at a close it drops that write's timer without forgetting it, and writes
   * nothing more in the connection's next life, which then hangs for good.
   */
  #close(args: [boolean], turns: number): void {
    if (turns === 0 || isQuiet()) super.emit("close", ...args);
    else setTimeout(() => this.#close(args, turns - 1), 0).unref();
  }

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
    setTimeout(() => this.#close(args as [boolean], QUIET_TURNS), CLOSE_AFTER_MS).unref();
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
