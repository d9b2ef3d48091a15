import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { Flip, FlipStats, FlipStatsInput, GetFlipsInput } from "./contract.ts";
import { getFlips } from "./get-flips.ts";
import { closedTotals, openTotals } from "./totals.ts";

/** Sums, best and worst of a trader's closed flips that match, and what is held. */
export async function getStats(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  input: FlipStatsInput,
): Promise<FlipStats> {
  const sql = clientOf(deps.db);
  const first = async (sort: GetFlipsInput["sort"]): Promise<Flip | null> => {
    const { flips } = await getFlips(deps, actor, {
      ...input,
      state: "closed",
      sort,
      limit: 1,
      cursor: undefined,
    });
    return flips[0] ?? null;
  };
  const [totals, open, best, worst, gaps] = await Promise.all([
    closedTotals(sql, actor.userId, input),
    openTotals(sql, actor.userId, input),
    first("best"),
    first("worst"),
    sql<{ gaps: number }[]>`
      select count(*)::int as gaps from flips where user_id = ${actor.userId} and missing > 0`,
  ]);
  return {
    totals,
    best,
    worst,
    open: { lots: open.flips + open.withoutCost, cost: open.cost },
    gaps: gaps[0]?.gaps ?? 0,
  };
}
