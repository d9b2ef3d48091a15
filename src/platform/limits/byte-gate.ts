import { AppError } from "#platform/app-error.ts";

export type ByteGate = {
  /** Reserves memory for `bytes`; the returned function gives it back. Throws `unavailable` if there is no room. */
  reserve(bytes: number): () => void;
};

const RETRY_AFTER_S = 2;

/** Bounds the bytes of answers that are in memory for one request each. A single one larger than the bound may pass alone. */
export function createByteGate(opts: { maxBytes: number; message: string }): ByteGate {
  let held = 0;
  return {
    reserve: (bytes) => {
      if (held > 0 && held + bytes > opts.maxBytes)
        throw new AppError("unavailable", opts.message, { retryAfterS: RETRY_AFTER_S });
      held += bytes;
      let isHeld = true;
      return () => {
        if (isHeld) held -= bytes;
        isHeld = false;
      };
    },
  };
}
