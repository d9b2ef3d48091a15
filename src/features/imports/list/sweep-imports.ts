import { and, eq, inArray, lt, notExists, sql } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { KEPT_OPEN_DAYS } from "#features/imports/rules/sizes.ts";
import { settle } from "#features/imports/work/settle.ts";
import { importChunks, imports } from "#features/imports/schema.ts";

const DAY_MS = 86_400_000;
/** A worker stores its progress once a second, so this long after the last change none is at it or will be. */
const STUCK_AFTER_MS = 2 * 3_600_000;
const WORKED_ON = ["reading", "committing", "undoing"] as const;
const UNFINISHED = ["uploading", "asking", "ready"] as const;

/**
 * Forgets imports that nobody finished, and the rows of those that were committed long ago. Ends what workers have tried in
 * vain. Bytes and tables without an
 * import go too: what is left when a user cancels while a worker is at it.
 */
export async function sweepImports({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_OPEN_DAYS * DAY_MS);
  await db.delete(imports).where(and(inArray(imports.state, [...UNFINISHED]), lt(imports.changedAt, before)));
  const stuckSince = new Date(clock.now().getTime() - STUCK_AFTER_MS);
  const stuck = await db
    .select({ id: imports.id, state: imports.state })
    .from(imports)
    .where(and(inArray(imports.state, [...WORKED_ON]), lt(imports.changedAt, stuckSince)));
  for (const { id, state } of stuck) await settle({ db, clock }, id, state, null);
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
