import type { ServerResponse } from "node:http";
import { createByteGate } from "#platform/limits/byte-gate.ts";
import type { ByteGate } from "#platform/limits/byte-gate.ts";
import { createWorkQueue } from "#platform/limits/work-queue.ts";
import type { WorkQueue } from "#platform/limits/work-queue.ts";
import type { Answer } from "./byte-cache.ts";

const BUSY = "The site is busy. Try again in a few seconds";
/** As many loads as the pool has connections. Together with the time of a query no request waits above 3 s. */
const MAKING = { slots: 10, maxWaiting: 200, maxWaitMs: 500 };
const MAX_HELD_BYTES = 64 * 1024 * 1024;
/** Smaller answers fit into the buffers of a connection. */
const HELD_FROM_BYTES = 256 * 1024;

/** What the answers of one process may take together; beyond it a request gets `unavailable`. */
export type AnswerBounds = {
  /** Loads of answers that are not cached. */
  making: WorkQueue;
  /** Bytes that are being compressed, or that one request alone holds until they are sent. */
  gate: ByteGate;
};

export const createAnswerBounds = (): AnswerBounds => ({
  making: createWorkQueue({ ...MAKING, message: BUSY }),
  gate: createByteGate({ maxBytes: MAX_HELD_BYTES, message: BUSY }),
});

/** Reserves memory for an answer that only this request holds, until it is sent or the connection closes. */
export function holdUntilSent({ gate }: AnswerBounds, res: ServerResponse, answer: Answer): void {
  const { length } = answer.bodies.identity;
  if (answer.isKept || length < HELD_FROM_BYTES) return;
  res.once("close", gate.reserve(length));
}
