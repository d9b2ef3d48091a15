import { Readable, pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import type { StoredFile } from "#features/imports/upload/stored-file.ts";
import { UnpackBudget, refusedFile } from "./budget.ts";
import { openZip } from "./open-zip.ts";

/** A file of an upload. Its bytes can be read once. */
export type Entry = { name: string; open: () => AsyncGenerator<Buffer> };

const isGzip = (head: Buffer) => head[0] === 0x1f && head[1] === 0x8b;
const isZip = (head: Buffer) => head.readUInt32LE(0) === 0x04034b50 || head.readUInt32LE(0) === 0x06054b50;

async function readHead(file: StoredFile): Promise<Buffer> {
  const head = Buffer.alloc(4);
  let filled = 0;
  for await (const bytes of file.read(0, Math.min(4, file.size))) filled += bytes.copy(head, filled);
  return head;
}

/** Refuses a file in which another packed file begins: what was packed twice hides its size. */
async function* refuseNested(entry: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true;
  for await (const bytes of entry) {
    if (isFirst && bytes.length >= 4 && (isGzip(bytes) || isZip(bytes)))
      throw refusedFile("It is packed twice: unpack it once and import what is inside");
    isFirst = false;
    yield bytes;
  }
}

async function* bounded(bytes: AsyncIterable<Buffer>, budget: UnpackBudget): AsyncGenerator<Buffer> {
  for await (const each of bytes) {
    budget.spend(each.length);
    yield each;
  }
}

async function* gunzip(packed: AsyncGenerator<Buffer>, budget: UnpackBudget): AsyncGenerator<Buffer> {
  const unpacked = createGunzip();
  // The pipeline hands an error of either side to the other; the reader below gets it.
  pipeline(Readable.from(packed, { objectMode: true }), unpacked, () => undefined);
  try {
    yield* bounded(unpacked as AsyncIterable<Buffer>, budget);
  } catch (error) {
    if (error instanceof Error && "code" in error && /^Z_|^ERR_STREAM_PREMATURE/.test(String(error.code)))
      throw refusedFile("The gzip file is damaged or was cut off: pack it again");
    throw error;
  }
}

/**
 * The files of an upload, plain, gzip or zip, told by their first bytes. Throws `invalid_input` for a damaged or packed
 * file of a kind or size that is not taken, also while an entry is read.
 */
export async function unpack(file: StoredFile, name: string): Promise<Entry[]> {
  const budget = new UnpackBudget(file.size);
  const head = await readHead(file);
  if (isZip(head)) {
    const entries = await openZip(file);
    return entries.map((entry) => ({
      name: entry.name,
      open: () => refuseNested(bounded(entry.open(), budget)),
    }));
  }
  if (isGzip(head)) {
    const plainName = name.replace(/\.gz$/i, "");
    return [{ name: plainName, open: () => refuseNested(gunzip(file.read(0, file.size), budget)) }];
  }
  return [{ name, open: () => file.read(0, file.size) }];
}
