import { and, desc, eq, notInArray } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { columnsProblem, headerKey } from "#features/imports/rules/columns.ts";
import type { ColumnMapping } from "#features/imports/rules/columns.ts";
import { importMappings } from "#features/imports/schema.ts";

/** As many kinds of tables as a trader keeps. */
const MAX_MAPPINGS = 100;

type Mapped = { header: readonly string[]; mapping: ColumnMapping };

/** Keeps how a trader maps headers. Throws `invalid_input` for a mapping with which no row can be read. */
export async function rememberMappings(
  { db, clock }: { db: Db; clock: Clock },
  userId: string,
  mappings: readonly Mapped[],
): Promise<void> {
  if (mappings.length === 0) return;
  for (const { header, mapping } of mappings) {
    const problem =
      columnsProblem(mapping.columns) ??
      (Object.values(mapping.columns).some((index) => index >= header.length)
        ? "That column is not there"
        : null);
    if (problem !== null) throw new AppError("invalid_input", problem, { field: "mappings" });
    const values = { mapping, changedAt: clock.now() };
    await db
      .insert(importMappings)
      .values({ userId, header: headerKey(header), ...values })
      .onConflictDoUpdate({ target: [importMappings.userId, importMappings.header], set: values });
  }
  const own = eq(importMappings.userId, userId);
  const kept = db
    .select({ header: importMappings.header })
    .from(importMappings)
    .where(own)
    .orderBy(desc(importMappings.changedAt), importMappings.header)
    .limit(MAX_MAPPINGS);
  await db.delete(importMappings).where(and(own, notInArray(importMappings.header, kept)));
}
