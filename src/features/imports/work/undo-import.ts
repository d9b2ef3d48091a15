import type { TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { deleteImported } from "#features/trades/store/bulk-trades.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import { claimImport, dropStagingTable } from "#features/imports/stage/staging-table.ts";
import { ImportTaken, createProgress } from "./progress.ts";
import type { ImportRow } from "./read-import.ts";

type Deps = { db: Db; clock: Clock; signal: AbortSignal };

/** Removes all trades that an import brought, also those that were edited since, and computes the ledger anew. */
export async function undoImport(deps: Deps, { id, userId }: ImportRow): Promise<void> {
  const progress = createProgress({ sql: clientOf(deps.db), ...deps }, { id, state: "undoing" });
  let gone = 0;
  const change = async (tx: TransactionSql): Promise<boolean> => {
    await claimImport(tx, id);
    gone = await deleteImported(tx, { userId, importId: id });
    return gone > 0;
  };
  const finish = async (tx: TransactionSql): Promise<void> => {
    const { count } = await tx`
      update imports set state = 'undone', rows = ${gone}, problem = null, changed_at = ${deps.clock.now().toISOString()}
      where id = ${id} and state = 'undoing'`;
    if (count === 0) throw new ImportTaken();
    await dropStagingTable(tx, id);
  };
  await rebuildLedger(deps, userId, change, { onProgress: (rows) => progress.report(null, rows), finish });
}
