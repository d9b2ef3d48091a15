import { IncomingMessage } from "node:http";
import { MAX_ANY_BODY_BYTES } from "./unsafe-request.ts";

/** A request whose body ends somewhere, read or not: past the bound its line is cut. */
export class BoundedMessage extends IncomingMessage {
  #bytes = 0;

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk instanceof Uint8Array) this.#bytes += chunk.length;
    if (this.#bytes <= MAX_ANY_BODY_BYTES) return super.push(chunk, encoding);
    this.socket.destroy();
    return false;
  }
}
