import { once } from "node:events";
import { createGzip } from "node:zlib";
import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { MAX_CHUNK_BYTES } from "#features/imports/rules/sizes.ts";
import { createImport } from "#features/imports/upload/create-import.ts";
import { receiveChunk } from "#features/imports/upload/receive-chunk.ts";
import { tradeOf } from "./ledger-trades.ts";

/** Uploads a RuneLite log of a simulated trader, gzipped, because it would be too large plain. Returns the import's id. */
export async function uploadLog(
  deps: { db: Db; clock: Clock },
  { userId, trader, lines }: { userId: string; trader: number; lines: number },
): Promise<string> {
  const bytes = await makeLog(trader, lines);
  const actor = { userId } as UserActor;
  const { id } = await createImport(deps, actor, { name: "log.gz", sizeBytes: bytes.length });
  for (let offset = 0; offset < bytes.length; offset += MAX_CHUNK_BYTES)
    await receiveChunk(deps, userId, { id, offset, bytes: bytes.subarray(offset, offset + MAX_CHUNK_BYTES) });
  return id;
}

async function makeLog(trader: number, lines: number): Promise<Buffer> {
  const gzip = createGzip({ level: 1 });
  const parts: Buffer[] = [];
  gzip.on("data", (part: Buffer) => parts.push(part));
  let text = "";
  for (let turn = 0; turn < lines; turn += 1) {
    const { kind, itemId, quantity, unitPrice, atMs } = tradeOf(trader, turn, lines);
    text += `{"b":${kind === "buy"},"i":${itemId},"q":${quantity},"p":${unitPrice},"t":${atMs}}\n`;
    if (text.length < 1_000_000) continue;
    if (!gzip.write(text)) await once(gzip, "drain");
    text = "";
  }
  gzip.end(text);
  await once(gzip, "end");
  return Buffer.concat(parts);
}
