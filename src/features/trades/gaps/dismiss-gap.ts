import type { Sql } from "postgres";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { parseGapId } from "#features/trades/rules/gaps.ts";
import type { GapIdInput } from "./contract.ts";

const gone = () => new AppError("not_found", "That gap is gone: load the page again");

async function exists(sql: Sql, userId: string, id: string): Promise<boolean> {
  const gap = parseGapId(id);
  if (gap === null) return false;
  const [found] =
    gap.kind === "buy"
      ? await sql`select 1 from flips where user_id = ${userId} and id = ${gap.of} and missing > 0`
      : await sql`select 1 from open_lots where user_id = ${userId} and lot_id = ${gap.of}`;
  return found !== undefined;
}

/** Proposes to fill a gap no more. Throws `not_found`. */
export async function dismissGap(
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { id }: GapIdInput,
): Promise<Done> {
  const sql = clientOf(db);
  if (!(await exists(sql, userId, id))) throw gone();
  await sql`
    insert into dismissed_gaps (user_id, gap, at)
    values (${userId}, ${id}, to_timestamp(${clock.now().getTime()}::float8 / 1000)) on conflict do nothing`;
  return DONE;
}

/** Takes a dismissal back. Throws `not_found` for a gap that is not dismissed. */
export async function restoreGap(
  { db }: { db: Db },
  { userId }: UserActor,
  { id }: GapIdInput,
): Promise<Done> {
  const { count } = await clientOf(db)`delete from dismissed_gaps where user_id = ${userId} and gap = ${id}`;
  if (count === 0) throw gone();
  return DONE;
}
