import { and, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import { IMPORT_QUEUE } from "#features/imports/queues.ts";
import { importChunks, imports } from "#features/imports/schema.ts";

type Chunk = { id: string; offset: number; bytes: Buffer };

/**
 * Stores the next bytes of a file and returns how many have arrived in all. Bytes that had arrived already are ignored,
 * so an interrupted sender asks or guesses where to go on. The last ones start the reading. Throws `not_found` for an
 * import of another user, `conflict` for bytes behind a gap, `invalid_input` for more bytes than were announced.
 */
export const receiveChunk = (
  { db, clock }: { db: Db; clock: Clock },
  userId: string,
  { id, offset, bytes }: Chunk,
): Promise<{ receivedBytes: number }> =>
  db.transaction(async (tx) => {
    const [held] = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.id, id), eq(imports.userId, userId)))
      .for("update");
    if (held === undefined) throw new AppError("not_found", "That import is gone");
    const { receivedBytes, sizeBytes } = held;
    if (held.state !== "uploading" || offset < receivedBytes || bytes.length === 0) return { receivedBytes };
    if (offset > receivedBytes)
      throw new AppError("conflict", `The bytes from ${receivedBytes} on are missing`, { receivedBytes });
    const after = receivedBytes + bytes.length;
    if (after > sizeBytes)
      throw new AppError("invalid_input", `The file was announced with ${sizeBytes} bytes`);
    await tx.insert(importChunks).values({ importId: id, offset, bytes });
    const isWhole = after === sizeBytes;
    await tx
      .update(imports)
      .set({ receivedBytes: after, changedAt: clock.now(), ...(isWhole && { state: "reading" }) })
      .where(eq(imports.id, id));
    if (isWhole) await requestJob(tx, IMPORT_QUEUE, id);
    return { receivedBytes: after };
  });
