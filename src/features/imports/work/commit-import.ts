import type { Sql, TransactionSql } from "postgres";
import type { StripeAccount } from "#platform/stripe.ts";
import type { Clock } from "#platform/clock.ts";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMs } from "#platform/db/epoch.ts";
import { findAllowed } from "#features/billing/records/find-plan.ts";
import { ensureCharacters } from "#features/trades/characters/ensure-characters.ts";
import { characterFinder } from "#features/trades/characters/find-character.ts";
import { insertImported } from "#features/trades/store/bulk-trades.ts";
import { ensureTradeMonths } from "#features/trades/store/ensure-months.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import { usedAllowance } from "#features/imports/list/used-allowance.ts";
import { importedTradesPerMonth } from "#features/imports/rules/allowances.ts";
import { refuseOverAllowance } from "#features/imports/list/refuse-over-allowance.ts";
import { matchImport } from "#features/imports/stage/match-import.ts";
import { claimImport, stagingTable } from "#features/imports/stage/staging-table.ts";
import { summarise } from "#features/imports/stage/summarise.ts";
import { ImportTaken, createProgress } from "./progress.ts";
import type { ImportRow } from "./read-import.ts";

type Deps = { db: Db; clock: Clock; billing: StripeAccount | null; signal: AbortSignal };

/**
 * Adds the new trades of an import to the ledger and computes it anew, all in one transaction; what is new is decided
 * again with the ledger locked. Throws `plan_required` above the month's allowance.
 */
export async function commitImport(deps: Deps, row: ImportRow): Promise<void> {
  const { db, clock } = deps;
  const sql = clientOf(db);
  const table = stagingTable(row.id);
  await nameCharacters(deps, row, table);
  await ensureTradeMonths(sql, await monthsOf(sql, table));
  const allowed = await findAllowed(deps, row.userId, importedTradesPerMonth);
  const progress = createProgress({ sql, ...deps }, { id: row.id, state: "committing" });
  let made = 0;
  let summary = row.summary;
  const change = async (tx: TransactionSql): Promise<boolean> => {
    await claimImport(tx, row.id);
    await matchImport(tx, table, row.userId);
    await progress.report(null, 0);
    const counted = await summarise(tx, table);
    if (summary !== null) summary = { ...summary, ...counted };
    refuseOverAllowance({ allowed, used: await usedAllowance(tx, row.userId, clock.now()) }, counted.new);
    made = await insertImported(
      tx,
      { userId: row.userId, importId: row.id },
      // Ids follow from the import and the row, so that a commit that is done again is the same.
      tx`(select md5(${row.id} || ' ' || seq)::uuid as id, at, character_id, item_id, side as kind, quantity, gross,
        unit_price, tax, is_exact, source, origin from ${tx(table)} where status = 'new')`,
    );
    return made > 0;
  };
  // The import's row is locked only now: until then others read it, cancel it, and see how far it is.
  const finish = async (tx: TransactionSql): Promise<void> => {
    const now = clock.now().toISOString();
    const { count } = await tx`
      update imports set state = 'committed', summary = ${JSON.stringify(summary)}::text::jsonb, rows = ${made},
        committed_trades = ${made}, committed_at = ${now}, changed_at = ${now}, problem = null
      where id = ${row.id} and state = 'committing'`;
    if (count === 0) throw new ImportTaken();
    await tx`delete from import_chunks where import_id = ${row.id}`;
  };
  const onProgress = (rows: number) => progress.report(null, rows);
  await rebuildLedger(deps, row.userId, change, { onProgress, finish });
}

/** The months of the rows, as a time in each, epoch ms. It looks at all rows, which may take long. */
async function monthsOf(sql: Sql, table: string): Promise<number[]> {
  const months = await sql.begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    return tx<{ atMs: number }[]>`
      select ${epochMs(tx, "month")} as "atMs"
      from (select distinct date_trunc('month', at, 'UTC') as month from ${tx(table)} where at is not null) as months`;
  });
  return months.map(({ atMs }) => atMs);
}

/** Gives rows the characters that the ledger lacked when the file was read. */
async function nameCharacters(deps: Deps, { userId, summary }: ImportRow, table: string): Promise<void> {
  const missing = (summary?.characters ?? []).filter(({ characterId }) => characterId === null);
  if (missing.length === 0) return;
  const names = missing.flatMap(({ name }) => (name === null ? [] : [name]));
  const ids = await ensureCharacters(deps, userId, names);
  const first = missing.some(({ name }) => name === null)
    ? (await characterFinder(deps, userId))(undefined)
    : null;
  await clientOf(deps.db).begin(async (tx) => {
    await tx`set local statement_timeout = 0`;
    for (const { name } of missing) {
      const id = name === null ? first : (ids.get(name.toLowerCase()) ?? null);
      await tx`
        update ${tx(table)} set character_id = ${id}
        where character_id is null and status <> 'unmatched' and character is not distinct from ${name}`;
    }
  });
}
