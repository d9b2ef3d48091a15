import { isUtf8 } from "node:buffer";
import { MAX_RECORD_LENGTH } from "#features/imports/rules/sizes.ts";
import { refusedFile } from "./budget.ts";

type Encoding = "utf-8" | "utf-16le" | "utf-16be";

const NEWLINE = 10;
const HEAD_BYTES = 4_096;
const windows1252 = new TextDecoder("windows-1252");

/** By the byte order mark; without one, by the zeros of every second byte, which Latin letters have in UTF-16. */
function detect(head: Buffer): { encoding: Encoding; markBytes: number } {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  const zeros = [0, 0];
  for (const [index, byte] of head.subarray(0, HEAD_BYTES).entries())
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  const many = Math.min(head.length, HEAD_BYTES) / 4;
  if (odd > many && even < many / 4) return { encoding: "utf-16le", markBytes: 0 };
  if (even > many && odd < many / 4) return { encoding: "utf-16be", markBytes: 0 };
  if (even + odd > many / 4) throw refusedFile("It is no text, so it is no log of trades");
  return { encoding: "utf-8", markBytes: 0 };
}

/** A line that is not UTF-8 is of an older program; such lines may stand among others. */
function decodeLines(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  let text = "";
  for (let from = 0; from < bytes.length;) {
    const end = bytes.indexOf(NEWLINE, from);
    const line = bytes.subarray(from, end < 0 ? bytes.length : end + 1);
    text += isUtf8(line) ? line.toString("utf8") : windows1252.decode(line);
    from += line.length;
  }
  return text;
}

/** Holds back what follows the last newline, so that no letter is cut; a longer line is let through in parts. */
async function* decodeUtf8(bytes: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const each of bytes) {
    const all = rest.length === 0 ? each : Buffer.concat([rest, each]);
    let end = all.lastIndexOf(NEWLINE) + 1;
    if (end === 0 && all.length > MAX_RECORD_LENGTH) end = letterEnd(all);
    if (end > 0) yield decodeLines(all.subarray(0, end));
    rest = all.subarray(end);
  }
  if (rest.length > 0) yield decodeLines(rest);
}

/** The end of the last whole letter: of UTF-8 at most three bytes follow its first. */
function letterEnd(bytes: Buffer): number {
  for (let end = bytes.length; end > bytes.length - 4; end--) {
    const first = bytes[end - 1] ?? 0;
    if (first < 0x80) return end;
    if (first >= 0xc0) return end - 1;
  }
  return bytes.length;
}

async function* decodeUtf16(bytes: AsyncIterable<Buffer>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const each of bytes) yield decoder.decode(each, { stream: true });
  yield decoder.decode();
}

async function* withoutFirst(bytes: AsyncIterator<Buffer>, first: Buffer): AsyncGenerator<Buffer> {
  if (first.length > 0) yield first;
  for (let next = await bytes.next(); next.done !== true; next = await bytes.next()) yield next.value;
}

/**
 * The text of a file, some KB at a time: UTF-8, UTF-16 with or without a byte order mark, and Windows-1252 in lines that
 * are not UTF-8. Throws `invalid_input` for what is no text.
 */
export async function* decodeText(bytes: AsyncGenerator<Buffer>): AsyncGenerator<string> {
  let head = Buffer.alloc(0);
  while (head.length < HEAD_BYTES) {
    const next = await bytes.next();
    if (next.done === true) break;
    head = Buffer.concat([head, next.value]);
  }
  const { encoding, markBytes } = detect(head);
  const all = withoutFirst(bytes, head.subarray(markBytes));
  try {
    yield* encoding === "utf-8" ? decodeUtf8(all) : decodeUtf16(all, encoding);
  } finally {
    await bytes.return(undefined);
  }
}
