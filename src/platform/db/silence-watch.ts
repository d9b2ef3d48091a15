import type { Socket } from "node:net";
import { monotonicMs } from "#platform/clock.ts";

const CHECK_MS = 100;
/** ReadyForQuery, the last message of an answer: its letter, its length (5), and the state of the transaction. */
const READY = { letter: 0x5a, bytes: 6 };

const endsAnswer = (tail: Buffer): boolean =>
  tail.length >= READY.bytes &&
  tail.at(-READY.bytes) === READY.letter &&
  tail.readUInt32BE(tail.length - READY.bytes + 1) === READY.bytes - 1;

/**
 * Calls `onSilent` once PostgreSQL owes an answer and has sent nothing for `silenceMs()`. A server that is frozen, or behind a
 * network that swallows packets, cannot enforce its own time-outs, and a pool would wait for it for ever. With TLS the
 * messages cannot be read here: then the server owes an answer while the last bytes were ours.
 */
export function watchSilence(
  socket: Socket,
  silenceMs: () => number,
  onSilent: () => void,
): { onData: (bytes: Buffer) => void; stop: () => void } {
  let tail = Buffer.alloc(0);
  let isPlain = false;
  let [read, written] = [0, 0];
  let activeAt = monotonicMs();
  let isOwed = false;

  const check = setInterval(() => {
    const hasRead = socket.bytesRead > read;
    const hasWritten = socket.bytesWritten > written;
    [read, written] = [socket.bytesRead, socket.bytesWritten];
    if (hasRead || hasWritten) activeAt = monotonicMs();
    if (hasWritten) isOwed = true;
    if (hasRead) isOwed = isPlain ? !endsAnswer(tail) : hasWritten;
    if (!isOwed || monotonicMs() - activeAt < silenceMs()) return;
    clearInterval(check);
    onSilent();
  }, CHECK_MS);
  check.unref();
  return {
    onData: (bytes) => {
      isPlain = true;
      tail = Buffer.concat([tail, bytes.subarray(-READY.bytes)]).subarray(-READY.bytes);
    },
    stop: () => clearInterval(check),
  };
}
