import pino from "pino";
import type { DestinationStream, Logger } from "pino";
import { serializeError } from "./log-error.ts";

export type Log = Logger;
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** Log lines beyond this are dropped, so that a stalled reader costs log lines instead of memory. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/**
 * Writes to standard output and survives a reader that is gone or stalled. Does not use pino's own destination:
 * with an unwritten line, it takes a broken pipe for a busy one and waits for it in `process.exit` forever
 * (sonic-boom's `flushSync`).
 */
function openStandardOutput(): DestinationStream {
  const ignore = () => undefined;
  let broken = false;
  process.stdout.on("error", () => {
    broken = true;
  });
  // Node.js writes its own warnings to standard error; a broken pipe there must not end the process either.
  process.stderr.on("error", ignore);
  return {
    write: (line) => {
      if (!broken && process.stdout.writableLength < MAX_UNREAD_BYTES) process.stdout.write(line);
    },
  };
}

/** Logs JSON lines to standard output. `process` names the role; requests add their `requestId`. */
export const openLog = (opts: { level: LogLevel; process: string }): Log =>
  pino(
    {
      level: opts.level,
      base: { process: opts.process, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        error: (error: unknown) => serializeError(error),
        err: (error: unknown) => serializeError(error),
      },
      redact: ["req.headers.cookie", "req.headers.authorization"],
    },
    openStandardOutput(),
  );
