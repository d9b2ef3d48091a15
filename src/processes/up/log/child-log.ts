import { createWriteStream, mkdirSync, openSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { causeOf, createTroubleLines } from "./trouble-lines.ts";
import type { LineSink } from "#processes/up/children/tied-process.ts";

const MAX_BYTES = 10 * 1024 * 1024;
const KEPT_LINES = 30;

export type ChildLog = {
  readonly path: string;
  readonly sink: LineSink;
  /** The newest lines, for an error message. */
  readonly recent: () => string;
  readonly close: () => Promise<void>;
};

/**
 * Appends a child's output to `<dir>/<name>.log` and keeps one older file, each at most 10 MB. Passes warnings and
 * errors to `warn` in short form; what repeats, once a minute with a count.
 */
export function openChildLog(dir: string, name: string, warn: (text: string) => void): ChildLog {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `${name}.log`);
  let size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  let file = openFile(path);
  const kept: string[] = [];
  const troubles = createTroubleLines((text) => warn(`! ${name}: ${text}`));

  return {
    path,
    recent: () => kept.join("\n"),
    sink: (line) => {
      if (kept.push(line.slice(0, 500)) > KEPT_LINES) kept.shift();
      size += Buffer.byteLength(line) + 1;
      if (size > MAX_BYTES) {
        file.end();
        renameSync(path, `${path}.1`);
        file = openFile(path);
        size = 0;
      }
      file.write(`${line}\n`);

      const trouble = describeTrouble(line);
      if (trouble !== undefined) troubles.add(causeOf(line) ?? trouble);
    },
    close: () => {
      troubles.close();
      return new Promise((done) => file.end(() => done()));
    },
  };
}

function openFile(path: string) {
  // The file is opened synchronously: a stream that opens it later might open it after the rename.
  const file = createWriteStream(path, { fd: openSync(path, "a") });
  // A full disk loses log lines but must not stop the service.
  file.on("error", () => undefined);
  return file;
}

const level = z.enum(["trace", "debug", "info", "warn", "error", "fatal"]);
const cause = z.union([z.string(), z.object({ message: z.string() }).transform((value) => value.message)]);
const entry = z.object({ level, msg: z.string(), error: cause.optional().catch(undefined) });

/** How PostgreSQL and Redis say it in their own logs, which are no JSON. */
const DISK_FULL = /No space left on device/;

/** A short form of a log line at level warn or above, or about a full disk; undefined for other lines. */
function describeTrouble(line: string): string | undefined {
  if (!line.startsWith("{")) return DISK_FULL.test(line) ? line.slice(0, 300) : undefined;
  try {
    const found = entry.safeParse(JSON.parse(line));
    if (!found.success || !["warn", "error", "fatal"].includes(found.data.level)) return undefined;
    const { msg, error } = found.data;
    return (error === undefined ? msg : `${msg}: ${error.split("\n")[0] ?? ""}`).slice(0, 300);
  } catch {
    return undefined;
  }
}
