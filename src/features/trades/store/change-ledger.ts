import { randomUUID } from "node:crypto";
import type { TransactionSql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { Clock } from "#platform/clock.ts";
import { deriveAppended, deriveChanged, isAppend } from "./derive.ts";
import { ensureTradeMonths } from "./ensure-months.ts";
import type { LedgerRow } from "./ledger-row.ts";
import { countTrades, lockLedger } from "./lock-ledger.ts";
import { takeTurn } from "./take-turn.ts";
import { deleteRows, insertRows } from "./rows-sql.ts";

type Deps = { db: Db; clock: Clock };

/** Whole conversions: a leg is never removed or added alone. */
export type Plan = { remove: readonly LedgerRow[]; add: readonly LedgerRow[] };

/**
 * Changes a trader's ledger, and derives what follows from it, in one transaction. `plan` is called with the ledger
 * locked, reads what it needs and says which rows go and which come; `timesMs` are the times of those that may come.
 * Returns the id by which the change can be taken back.
 */
export async function changeLedger(
  { db, clock }: Deps,
  userId: string,
  timesMs: readonly number[],
  plan: (tx: TransactionSql) => Promise<Plan>,
): Promise<{ changeId: string } & Plan> {
  const sql = clientOf(db);
  await ensureTradeMonths(sql, timesMs);
  const change = async (tx: TransactionSql) => {
    const method = await lockLedger(tx, userId);
    const { remove, add } = await plan(tx);
    const changeId = randomUUID();
    if (remove.length + add.length === 0) return { changeId, remove, add };
    const isSimple = remove.length === 0 && (await isAppend(tx, userId, add));
    await countTrades(tx, userId, add.length - remove.length);
    await deleteRows(tx, userId, remove);
    await insertRows(tx, userId, add);
    if (isSimple) await deriveAppended(tx, userId, method, add);
    else await deriveChanged(tx, userId, method, [...remove, ...add]);
    await recordChange(tx, { id: changeId, userId, atMs: clock.now().getTime(), remove, add });
    return { changeId, remove, add };
  };
  return takeTurn(userId, () => sql.begin(change));
}

type Recorded = { id: string; userId: string; atMs: number } & Plan;

async function recordChange(tx: TransactionSql, { id, userId, atMs, remove, add }: Recorded): Promise<void> {
  await tx`
    insert into ledger_changes (id, user_id, at, removed, added)
    values (${id}, ${userId}, to_timestamp(${atMs}::float8 / 1000), ${JSON.stringify(remove)}::text::jsonb,
      ${JSON.stringify(add)}::text::jsonb)`;
}
