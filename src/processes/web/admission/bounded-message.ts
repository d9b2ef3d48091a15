import { IncomingMessage } from "node:http";
import { MAX_ANY_BODY_BYTES } from "./unsafe-request.ts";

/** Destroys the connection of a request whose body exceeds the bound, even if no handler reads the body. */
export class BoundedMessage extends IncomingMessage {
  #bytes = 0;

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (chunk instanceof Uint8Array) this.#bytes += chunk.length;
    if (this.#bytes <= MAX_ANY_BODY_BYTES) return super.push(chunk, encoding);
    this.socket.destroy();
    return false;
  }
}
