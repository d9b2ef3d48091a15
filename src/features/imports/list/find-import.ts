import { and, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import { imports } from "#features/imports/schema.ts";

type Row = typeof imports.$inferSelect;

const gone = () => new AppError("not_found", "That import is gone");

/** Throws `not_found` for an import of another user. */
export async function findImport(db: Db, userId: string, id: string): Promise<Row> {
  const [row] = await db
    .select()
    .from(imports)
    .where(and(eq(imports.id, id), eq(imports.userId, userId)));
  if (row === undefined) throw gone();
  return row;
}

/** The same, locked for the transaction, so that a worker does not change it meanwhile. */
export async function lockImport(tx: Db, userId: string, id: string): Promise<Row> {
  const [row] = await tx
    .select()
    .from(imports)
    .where(and(eq(imports.id, id), eq(imports.userId, userId)))
    .for("update");
  if (row === undefined) throw gone();
  return row;
}
