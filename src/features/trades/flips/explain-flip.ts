import type { UserActor } from "#platform/actor.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { toTrade } from "#features/trades/entry/to-trade.ts";
import { readSettings } from "#features/trades/characters/read-settings.ts";
import { chainParts } from "#features/trades/rules/ledger/ledger-event.ts";
import { takingsOf } from "#features/trades/store/derive.ts";
import { readRows } from "#features/trades/store/rows-sql.ts";
import type { Flip, FlipExplanation, FlipIdInput } from "./contract.ts";
import { findFlip } from "./find-flip.ts";

/** As many trades as a person reads; the lots of a flip are all there. */
const MAX_LEGS = 200;

/** Where the numbers of a trader's flip come from. Throws `not_found`. */
export async function explainFlip(
  { db, clock }: { db: Db; clock: Clock },
  { userId }: UserActor,
  { id }: FlipIdInput,
): Promise<FlipExplanation> {
  const { method } = await readSettings(db, userId);
  return clientOf(db).begin("isolation level repeatable read read only", async (tx) => {
    const { flip, lot } = await findFlip(tx, userId, id, clock.now().getTime());
    const own = lot === null ? await readRows(tx, userId, [flip.id]) : [];
    const lots = lot === null ? await lotsOf(tx, userId, method, own) : [toLot(flip, lot.lotId)];
    const ids = [
      ...new Set((lots ?? []).flatMap(({ lotId }) => (lotId === null ? [] : [lotId.slice(0, 36)]))),
    ];
    const opened = ids.length === 0 ? [] : await readRows(tx, userId, ids.slice(0, MAX_LEGS));
    return { flip, lots, legs: [...opened, ...own].map(toTrade) };
  });
}

type Lots = NonNullable<FlipExplanation["lots"]>;

const toLot = ({ itemId, boughtAt, quantity, cost }: Flip, lotId: string | null): Lots[number] => ({
  lotId,
  itemId,
  boughtAt,
  units: quantity,
  cost,
});

const lotsOf = async (...args: Parameters<typeof takingsOf>): Promise<Lots | null> =>
  (await takingsOf(...args))?.map(({ lotId, chain, boughtAtMs, units, cost }) => ({
    lotId,
    itemId: chainParts(chain).itemId,
    boughtAt: boughtAtMs,
    units,
    cost,
  })) ?? null;
