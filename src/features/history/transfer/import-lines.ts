import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip, constants } from "node:zlib";

/** One captured answer is far smaller: what is longer is not worth the memory. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** `text` is null where the line is too long to be read. `ended`: its newline was there. */
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
 * The lines of a file, plain or gzip, a chunk of it at a time, so that its size does not matter. A gzip that was cut
 * short gives what it holds; a damaged one throws.
 */
export async function* readLines(path: string, onBytes: (read: number) => void): AsyncGenerator<Line[]> {
  const file = createReadStream(path, { highWaterMark: CHUNK_BYTES });
  // SYNC_FLUSH: without it the end of a cut file is an error that takes the lines before it along.
  const unzip = (await isGzip(path))
    ? createGunzip({ chunkSize: CHUNK_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
    : null;
  if (unzip !== null) file.on("error", (error) => unzip.destroy(error)).pipe(unzip);

  let parts: Buffer[] = [];
  let held = 0;
  let number = 0;
  const lineOf = (tail: Buffer, ended: boolean): Line => {
    const tooLong = held + tail.length > MAX_LINE_BYTES;
    const whole = parts.length === 0 ? tail : Buffer.concat([...parts, tail]);
    parts = [];
    held = 0;
    number += 1;
    return { number, text: tooLong ? null : whole.toString("utf8"), ended };
  };
  const hold = (tail: Buffer) => {
    held += tail.length;
    if (held > MAX_LINE_BYTES) parts = [];
    else if (tail.length > 0) parts.push(tail);
  };

  try {
    for await (const data of unzip ?? file) {
      const chunk = data as Buffer;
      const lines: Line[] = [];
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
        lines.push(lineOf(chunk.subarray(from, at), true));
        from = at + 1;
      }
      hold(chunk.subarray(from));
      onBytes(file.bytesRead);
      if (lines.length > 0) yield lines;
    }
    if (held > 0) yield [lineOf(Buffer.alloc(0), false)];
  } finally {
    unzip?.destroy();
    file.destroy();
  }
}
