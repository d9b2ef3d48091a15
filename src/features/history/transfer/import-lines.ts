import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip, constants } from "node:zlib";
import { AppError } from "#platform/app-error.ts";
import { HEAD_BYTES, foreignFormat } from "./foreign-format.ts";

/** Longer lines are refused to bound memory; one captured answer is far smaller. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** Some programs write a byte order mark before UTF-8, which is no part of JSON. */
const withoutMark = (text: string): string => (text.startsWith("\uFEFF") ? text.slice(1) : text);

/** `text` is null for a line that is too long. `ended`: the line ends with a newline. */
export type Line = { number: number; text: string | null; ended: boolean };

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await file.close();
  }
}

/**
 * Streams the lines of a file, plain or gzip, in chunks, so that memory does not depend on its size. A truncated gzip
 * yields the lines it contains; a damaged one throws, and so does a file that is no text in UTF-8.
 */
export async function* readLines(path: string, onBytes: (read: number) => void): AsyncGenerator<Line[]> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // With Z_SYNC_FLUSH the end of a truncated file is no error, so the lines before it are kept.
  const unzip = (await isGzip(path))
    ? createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
    : null;
  if (unzip !== null) file.on("error", (error) => unzip.destroy(error)).pipe(unzip);

  let parts: Buffer[] = [];
  let pendingBytes = 0;
  let number = 0;
  let isFirst = true;
  const lineOf = (tail: Buffer, ended: boolean): Line => {
    const tooLong = pendingBytes + tail.length > MAX_LINE_BYTES;
    const whole = parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
    parts = [];
    pendingBytes = 0;
    number += 1;
    return { number, text: tooLong ? null : withoutMark(whole.toString("utf8")), ended };
  };
  const keepTail = (tail: Buffer) => {
    pendingBytes += tail.length;
    if (pendingBytes > MAX_LINE_BYTES) parts = [];
    else if (tail.length > 0) parts.push(tail);
  };

  try {
    for await (const data of unzip ?? file) {
      const chunk = data as Buffer;
      const foreign = isFirst ? foreignFormat(chunk.subarray(0, HEAD_BYTES)) : null;
      if (foreign !== null) throw new AppError("invalid_input", foreign);
      isFirst = false;
      const lines: Line[] = [];
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        lines.push(lineOf(chunk.subarray(from, at), true));
        from = at + 1;
      }
      keepTail(chunk.subarray(from));
      onBytes(file.bytesRead);
      if (lines.length > 0) yield lines;
    }
    if (pendingBytes > 0) yield [lineOf(Buffer.alloc(0), false)];
  } finally {
    unzip?.destroy();
    file.destroy();
  }
}
