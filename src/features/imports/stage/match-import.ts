import type { TransactionSql } from "postgres";
import { epochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { tradesBetween } from "#features/trades/store/bulk-trades.ts";
import { SAME_WITHIN_MS, matchCluster } from "./match-cluster.ts";
import type { Candidate, Matched } from "./match-cluster.ts";

const BATCH = 5_000;
/** A cluster is cut here: as many equal trades within two minutes of each other no trader makes. */
const MAX_CLUSTER = 2_000;

type MatchRow = Candidate & { chain: string };

/**
 * Compares the rows of a staging table with the ledger and with one another, and writes what each is. One pass over both
 * in the same order, so memory holds the trades of two minutes. The transaction may take as long as it needs.
 */
export async function matchImport(tx: TransactionSql, table: string, userId: string): Promise<void> {
  await tx`update ${tx(table)} set status = 'new', match_id = null where status in ('known', 'repeated')`;
  const [range] = await tx<{ fromMs: number | null; toMs: number | null }[]>`
    select ${epochMs(tx, "min(at)")} as "fromMs", ${epochMs(tx, "max(at)")} as "toMs" from ${tx(table)}`;
  if (range === undefined || range.fromMs === null || range.toMs === null) return;
  const around = { fromMs: range.fromMs - SAME_WITHIN_MS, toMs: range.toMs + SAME_WITHIN_MS };
  await tx`
    declare import_matches no scroll cursor for
      select seq::float8 as seq, id, concat_ws(' ', coalesce(character_id::text, '*' || made), item_id, side, quantity) as chain,
        item_id as "itemId", side, quantity::float8 as quantity, gross::float8 as gross, ${epochMs(tx, "at")} as "atMs",
        source, origin, is_exact as "isExact"
      from (
        select *, at - lag(at) over chain as since, lead(at) over chain - at as until
        from (
          select seq, null::uuid as id, character_id, case when character_id is null then lower(character) end as made,
            item_id, side, quantity, gross, at, source, origin, is_exact
          from ${tx(table)} where status = 'new'
          union all
          select -1, id, character_id, null, item_id, kind, quantity, gross, at, source, origin, true
          from ${tradesBetween(tx, userId, around)} as held
        ) as candidates
        window chain as (partition by character_id, made, item_id, side, quantity order by at, seq)
      ) as neighbours
      -- Most trades have no other one near them, and stay in the database.
      where least(since, until) <= ${SAME_WITHIN_MS}::float8 * interval '1 ms'
      order by character_id, made, item_id, side, quantity, at, seq`;
  let cluster: MatchRow[] = [];
  let found: Matched[] = [];
  for (;;) {
    const rows = await tx<MatchRow[]>`fetch ${tx.unsafe(String(BATCH))} from import_matches`;
    for (const row of rows) {
      const last = cluster.at(-1);
      const goesOn =
        last !== undefined &&
        last.chain === row.chain &&
        row.atMs - last.atMs <= SAME_WITHIN_MS &&
        cluster.length < MAX_CLUSTER;
      if (!goesOn && cluster.length > 1) found.push(...matchCluster(cluster));
      if (goesOn) cluster.push(row);
      else cluster = [row];
    }
    if (rows.length < BATCH && cluster.length > 1) found.push(...matchCluster(cluster));
    if (found.length >= BATCH || rows.length < BATCH) {
      await writeMatches(tx, table, found);
      found = [];
    }
    if (rows.length < BATCH) break;
  }
  await tx`close import_matches`;
}

async function writeMatches(tx: TransactionSql, table: string, found: readonly Matched[]): Promise<void> {
  if (found.length === 0) return;
  await tx`
    update ${tx(table)} as staged set status = matched.status, match_id = matched.match_id
    from unnest(${pgArray(found.map(({ seq }) => seq))}::bigint[], ${pgArray(found.map(({ status }) => status))}::text[],
      ${pgArray(found.map(({ matchId }) => matchId))}::uuid[]) as matched (seq, status, match_id)
    where staged.seq = matched.seq`;
}
