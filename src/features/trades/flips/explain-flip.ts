import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { toTrade } from "#features/trades/entry/to-trade.ts";
import { readRows } from "#features/trades/store/rows-sql.ts";
import type { FlipExplanation, FlipIdInput } from "./contract.ts";
import { findFlip } from "./find-flip.ts";

/** As many trades as a person reads; the lots of a flip are all there. */
const MAX_LEGS = 200;

/** Where the numbers of a trader's flip come from. Throws `not_found`. */
export async function explainFlip(
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { id }: FlipIdInput,
): Promise<FlipExplanation> {
  const sql = clientOf(db);
  const { flip, takings } = await findFlip(sql, userId, id, clock.now().getTime());
  const opened = takings.flatMap(([lotId]) => (lotId === null ? [] : [lotId.slice(0, 36)]));
  const own = flip.state === "closed" ? [flip.id] : [];
  const ids = [...new Set([...own, ...opened])].slice(0, MAX_LEGS);
  const rows = ids.length === 0 ? [] : await readRows(sql, userId, ids);
  return {
    flip,
    lots: takings.map(([lotId, itemId, boughtAt, units, cost]) => ({ lotId, itemId, boughtAt, units, cost })),
    legs: rows.map(toTrade),
  };
}
