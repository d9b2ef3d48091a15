import pino from "pino";
import type { Logger } from "pino";

export type Log = Logger;
export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";

/** JSON lines on standard output; `process` names the role, requests add their `requestId`. */
export const openLog = (opts: { level: LogLevel; process: string }): Log =>
  pino({
    level: opts.level,
    base: { process: opts.process, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: pino.stdSerializers.err },
    redact: ["req.headers.cookie", "req.headers.authorization"],
  });
