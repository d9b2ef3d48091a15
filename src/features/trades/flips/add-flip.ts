import { randomUUID } from "node:crypto";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import { clientOf } from "#platform/db/db.ts";
import { characterFinder } from "#features/trades/characters/find-character.ts";
import { itemCheck, toChange } from "#features/trades/entry/change-trades.ts";
import type { EntryDeps } from "#features/trades/entry/change-trades.ts";
import { checkTime, newRows, totalOf } from "#features/trades/entry/new-rows.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import type { AddFlipInput, AddedFlip } from "./contract.ts";
import { findFlip } from "./find-flip.ts";

/** A sale that names no time is this much after its purchase, so that the ledger has them in order. */
const A_MOMENT_MS = 1_000;

/**
 * Stores a purchase and, where a sell price is given, its sale. Without times both happen now. Throws `invalid_input`
 * with the wrong `field`.
 */
export async function addFlip(
  deps: EntryDeps,
  { userId }: UserActor,
  input: AddFlipInput,
): Promise<AddedFlip> {
  const [characterOf, isItem] = await Promise.all([characterFinder(deps, userId), itemCheck(deps)]);
  const nowMs = deps.clock.now().getTime();
  const { itemId, quantity, buyPrice, sellPrice, character, note } = input;
  totalOf(quantity, buyPrice, "buyPrice");
  if (sellPrice !== undefined) totalOf(quantity, sellPrice, "sellPrice");
  else if (input.soldAt !== undefined)
    throw new AppError("invalid_input", "Say for how much it was sold", { field: "sellPrice" });
  const soldAt = input.soldAt ?? (input.boughtAt === undefined ? nowMs : Math.max(nowMs, input.boughtAt));
  const boughtAt = input.boughtAt ?? (sellPrice === undefined ? nowMs : soldAt - A_MOMENT_MS);
  checkTime(boughtAt, nowMs, "boughtAt");
  checkTime(soldAt, nowMs, "soldAt");
  if (soldAt < boughtAt)
    throw new AppError("invalid_input", "It was sold before it was bought", { field: "soldAt" });
  const shared = { itemId, quantity, character, note };
  const context = { nowMs, characterOf, isItem };
  const buy = newRows({ kind: "buy", ...shared, price: buyPrice, at: boughtAt }, context);
  const sell =
    sellPrice === undefined
      ? []
      : newRows({ kind: "sell", ...shared, price: sellPrice, at: soldAt }, context);
  const pairId = sell.length === 0 ? null : randomUUID();
  const add = [...buy, ...sell].map((row) => ({ ...row, pairId }));
  const done = await changeLedger(
    deps,
    userId,
    add.map(({ atMs }) => atMs),
    async () => ({ remove: [], add }),
  );
  const id = (sell[0] ?? buy[0])?.id ?? "";
  const { flip } = await findAdded(deps, userId, id, nowMs);
  return { flip, change: toChange(done) };
}

/** By average cost a purchase disappears in the pool: then the pool of its item is the flip. */
async function findAdded(deps: EntryDeps, userId: string, id: string, nowMs: number) {
  const sql = clientOf(deps.db);
  return sql.begin("isolation level repeatable read read only", async (tx) => {
    try {
      return await findFlip(tx, userId, id, nowMs);
    } catch (error) {
      const [pool] = await tx<{ name: string }[]>`
        select l.character_id || ':' || l.item_id || ':' || l.position as name
        from user_transactions t join open_lots l using (user_id, character_id, item_id)
        where t.id = ${id} and t.user_id = ${userId} and l.cost is not null order by l.position limit 1`;
      if (pool === undefined) throw error;
      return findFlip(tx, userId, pool.name, nowMs);
    }
  });
}
