import { and, eq, inArray, lt, notExists, sql } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { KEPT_OPEN_DAYS } from "#features/imports/rules/sizes.ts";
import { importChunks, imports } from "#features/imports/schema.ts";

const DAY_MS = 86_400_000;
const UNFINISHED = ["uploading", "asking", "ready"] as const;

/**
 * Forgets imports that nobody finished, and the rows of those that were committed long ago. Bytes and tables without an
 * import go too: what is left when a user cancels while a worker is at it.
 */
export async function sweepImports({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_OPEN_DAYS * DAY_MS);
  await db.delete(imports).where(and(inArray(imports.state, [...UNFINISHED]), lt(imports.changedAt, before)));
  await db.delete(importChunks).where(
    notExists(
      db
        .select({ one: sql`1` })
        .from(imports)
        .where(eq(imports.id, importChunks.importId)),
    ),
  );
  const client = clientOf(db);
  const left = await client<{ name: string }[]>`
    select c.relname as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace and n.nspname = current_schema()
    where c.relkind = 'r' and c.relname ~ '^import_rows_[0-9a-f]{32}$' and not exists (
      select from imports where replace(id::text, '-', '') = substring(c.relname from 13)
        and (changed_at >= ${before.toISOString()} or state in ('committing', 'reading')))`;
  for (const { name } of left) await client`drop table if exists ${client(name)}`;
}
