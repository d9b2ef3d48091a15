import { isDeepStrictEqual } from "node:util";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import type { Clock } from "#platform/clock.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import { readRows } from "#features/trades/store/rows-sql.ts";
import { toChange } from "./change-trades.ts";
import type { LedgerChange, UndoInput } from "./contract.ts";

const byId = (rows: readonly LedgerRow[]) => rows.toSorted((a, b) => (a.id < b.id ? -1 : 1));
const idsOf = (rows: readonly LedgerRow[]) => rows.map(({ id }) => id);

/**
 * Takes a change back; the answer's `changeId` takes back the undo. Throws `not_found` for a change that is older than 30
 * days or another trader's, and `conflict` if its trades were changed since.
 */
export async function undoChange(
  deps: { db: Db; clock: Clock },
  { userId }: UserActor,
  { changeId }: UndoInput,
): Promise<LedgerChange> {
  const [change] = await clientOf(deps.db)<{ removed: LedgerRow[]; added: LedgerRow[] }[]>`
    select removed, added from ledger_changes where id = ${changeId} and user_id = ${userId}`;
  if (change === undefined) throw new AppError("not_found", "This can no longer be undone");
  const { removed, added } = change;
  const times = removed.map(({ atMs }) => atMs);
  const done = await changeLedger(deps, userId, times, async (tx) => {
    const now = await readRows(tx, userId, [...new Set([...idsOf(added), ...idsOf(removed)])]);
    if (!isDeepStrictEqual(byId(now.map((row) => ({ ...row }))), byId(added)))
      throw new AppError("conflict", "These trades were changed since, so this can no longer be undone");
    return { remove: added, add: removed };
  });
  return toChange(done);
}
