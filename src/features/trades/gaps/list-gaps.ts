import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { BEFORE_MS } from "#features/trades/rules/gaps.ts";
import type { Gap, GapList, ListGapsInput } from "./contract.ts";
import { findMissingBuys, findMissingSales } from "./find-gaps.ts";
import { marketPriceAt } from "./price-at.ts";

type Deps = { db: Db; dbRead: Db; clock: Clock };

/** What seems to be missing in a trader's ledger, each with a trade that would fill the gap. */
export async function listGaps(
  deps: Deps,
  { userId }: UserActor,
  { limit }: ListGapsInput,
): Promise<GapList> {
  const sql = clientOf(deps.db);
  const nowMs = deps.clock.now().getTime();
  const [buys, sales] = await Promise.all([
    findMissingBuys(sql, userId, limit),
    findMissingSales(sql, userId, { limit, nowMs }),
  ]);
  const shown = [...buys.gaps, ...sales.gaps].slice(0, limit);
  const gaps = await Promise.all(
    shown.map(async (gap): Promise<Gap> => {
      const at =
        gap.kind === "buy"
          ? gap.leftAt - BEFORE_MS
          : Math.max(gap.boughtAt + 1_000, gap.tradedAt - BEFORE_MS);
      const price = await marketPriceAt(deps, { itemId: gap.itemId, atMs: at, side: gap.kind });
      return { ...gap, proposal: { at, price } };
    }),
  );
  return { gaps, total: buys.total + sales.total };
}
