import pino from "pino";
import type { DestinationStream, Logger } from "pino";
import { serializeError } from "./log-error.ts";

export type Log = Logger;
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** More than this is kept for nobody: a reader that stalls costs lines, not the process its memory. */
const MAX_UNREAD_BYTES = 4 * 1024 * 1024;

/**
 * Standard output, whoever reads it or has stopped to. Not pino's own destination: with a line still unwritten it
 * takes a broken pipe for a busy one and waits for it in `process.exit` forever (sonic-boom's `flushSync`).
 */
function openStandardOutput(): DestinationStream {
  const ignore = () => undefined;
  let broken = false;
  process.stdout.on("error", () => {
    broken = true;
  });
  // Warnings of Node.js itself go there; losing their reader is no reason to end either.
  process.stderr.on("error", ignore);
  return {
    write: (line) => {
      if (!broken && process.stdout.writableLength < MAX_UNREAD_BYTES) process.stdout.write(line);
    },
  };
}

/** JSON lines on standard output; `process` names the role, requests add their `requestId`. */
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
