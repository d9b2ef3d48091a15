import { randomUUID } from "node:crypto";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { CreateImportInput, ImportView } from "#features/imports/contract.ts";
import { toView } from "#features/imports/list/to-view.ts";
import {
  MAX_IMPORTS,
  MAX_OPEN_IMPORTS,
  MAX_STORED_BYTES,
  MAX_USER_BYTES,
  sizeText,
} from "#features/imports/rules/sizes.ts";
import { imports } from "#features/imports/schema.ts";

/** The states in which the bytes of a file are kept. */
const HOLDS_BYTES = ["uploading", "reading", "asking", "ready", "committing"] as const;

const INVISIBLE = /[\p{C}\u2028\u2029]/gu;
/** A file's name is only shown, never used as a path. */
const shownName = (name: string): string => name.replaceAll(INVISIBLE, "") || "file";

/**
 * Announces a file, so that its bytes can be sent (http.ts). Throws `conflict` above the number of open imports or of all
 * imports, `payload_too_large` above what a user may have stored, `unavailable` if this copy stores too much already.
 */
export const createImport = (
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { name, sizeBytes }: CreateImportInput,
): Promise<ImportView> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`imports ${userId}`}, 1))`);
    const [own] = await tx
      .select({
        all: sql<number>`count(*)::int`,
        open: sql<number>`(count(*) filter (where ${inArray(imports.state, [...HOLDS_BYTES])}))::int`,
        bytes: sql<number>`(coalesce(sum(${imports.sizeBytes}) filter (where ${inArray(imports.state, [...HOLDS_BYTES])}), 0))::float8`,
      })
      .from(imports)
      .where(eq(imports.userId, userId));
    if ((own?.all ?? 0) >= MAX_IMPORTS)
      throw new AppError(
        "conflict",
        `An account keeps ${MAX_IMPORTS} imports: remove old ones from the list`,
      );
    if ((own?.open ?? 0) >= MAX_OPEN_IMPORTS)
      throw new AppError(
        "conflict",
        `${MAX_OPEN_IMPORTS} imports are open: commit or remove some of them first`,
      );
    if ((own?.bytes ?? 0) + sizeBytes > MAX_USER_BYTES)
      throw new AppError(
        "payload_too_large",
        `Open imports may hold ${sizeText(MAX_USER_BYTES)} together: commit or remove some of them first`,
      );
    const [all] = await tx
      .select({ bytes: sql<number>`coalesce(sum(${imports.sizeBytes}), 0)::float8` })
      .from(imports)
      .where(and(inArray(imports.state, [...HOLDS_BYTES])));
    if ((all?.bytes ?? 0) + sizeBytes > MAX_STORED_BYTES)
      throw new AppError(
        "unavailable",
        "Too many files are being imported at the moment: try again in an hour",
      );
    const now = clock.now();
    const [row] = await tx
      .insert(imports)
      .values({
        id: randomUUID(),
        userId,
        name: shownName(name),
        state: "uploading",
        createdAt: now,
        changedAt: now,
        sizeBytes,
        files: [],
        options: {},
      })
      .returning();
    if (row === undefined) throw new Error("an import was made and not stored");
    return toView(row);
  });
