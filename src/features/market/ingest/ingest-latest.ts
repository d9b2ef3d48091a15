import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { bumpVersion } from "./bump-version.ts";
import { coverageProblem } from "#features/feed/rules/coverage.ts";
import { NOTHING_USABLE } from "#features/feed/rules/values.ts";
import type { PollResult } from "#features/feed/poll-endpoint.ts";
import { parseLatest } from "./parse-latest.ts";
import type { LatestRow } from "./parse-latest.ts";
import { storeRecentTrades } from "./store-recent-trades.ts";
import { recordPoll } from "#features/feed/record-poll.ts";

/** Items without a trade for this long do not count towards the usual number of items. */
const USUAL_WITHIN = "30 days";

/**
 * Stores one response of `/latest` in one transaction. A newer side replaces the stored one; a side that the response
 * leaves out, or has an older time for, is unchanged. A response with under 70% of the known items changes no price, and
 * its problem is stored for the pages.
 */
export async function ingestLatest(
  deps: { sql: Sql; clock: Clock },
  input: { body: unknown; etag: string | null },
): Promise<PollResult> {
  const now = deps.clock.now();
  const parsed = parseLatest(input.body, now.getTime());
  if (!parsed.ok) {
    await recordPoll(deps.sql, "latest", now, parsed);
    return { used: false, rows: 0, changed: 0, refused: {}, version: null, problem: parsed.problem };
  }
  const { value: rows, refused } = parsed;

  const result = await deps.sql.begin<PollResult>(async (tx) => {
    const usual = await usualRows(tx, now);
    const problem = rows.length === 0 ? NOTHING_USABLE : coverageProblem(rows.length, usual);
    if (problem !== null) {
      await recordPoll(tx, "latest", now, { ok: false, problem, refused });
      return { used: false, rows: rows.length, changed: 0, refused, version: null, problem };
    }
    const changed = await storeLatest(tx, rows, now);
    await recordPoll(tx, "latest", now, { ok: true, etag: input.etag, refused });
    const version = changed > 0 ? await bumpVersion(tx, now) : null;
    return { used: true, rows: rows.length, changed, refused, version, problem: null };
  });
  if (result.changed > 0) await storeRecentTrades(deps.sql, rows);
  return result;
}

async function usualRows(tx: TransactionSql, now: Date): Promise<number | null> {
  const [known] = await tx<{ rows: number }[]>`
    select count(*)::int as rows from latest_prices where seen_at > ${now}::timestamptz - ${USUAL_WITHIN}::interval`;
  return known?.rows ? known.rows : null;
}

/** Replaces older sides by newer ones and returns the number of changed items. */
export async function storeLatest(
  tx: TransactionSql,
  rows: readonly LatestRow[],
  now: Date,
): Promise<number> {
  // The same second with another price is a correction, so only older sides are ignored.
  const [counted] = await tx<{ changed: number }[]>`
    with given as (
      select item_id, high, to_timestamp(high_s) as high_at, low, to_timestamp(low_s) as low_at
      from unnest(
        ${pgArray(rows.map((row) => row.itemId))}::int[],
        ${pgArray(rows.map((row) => row.high))}::bigint[], ${pgArray(rows.map((row) => row.highS))}::bigint[],
        ${pgArray(rows.map((row) => row.low))}::bigint[], ${pgArray(rows.map((row) => row.lowS))}::bigint[]
      ) as given (item_id, high, high_s, low, low_s)
    ), stored as (
      insert into latest_prices as kept (item_id, high, high_at, low, low_at, seen_at)
      select item_id, high, high_at, low, low_at, ${now}::timestamptz from given
      on conflict (item_id) do update set
        high = case when excluded.high_at >= coalesce(kept.high_at, '-infinity') then excluded.high else kept.high end,
        high_at = greatest(excluded.high_at, kept.high_at),
        low = case when excluded.low_at >= coalesce(kept.low_at, '-infinity') then excluded.low else kept.low end,
        low_at = greatest(excluded.low_at, kept.low_at),
        seen_at = excluded.seen_at
      where excluded.high_at > coalesce(kept.high_at, '-infinity')
        or excluded.low_at > coalesce(kept.low_at, '-infinity')
        or (excluded.high_at = kept.high_at and excluded.high <> kept.high)
        or (excluded.low_at = kept.low_at and excluded.low <> kept.low)
      returning 1
    )
    select count(*)::int as changed from stored`;
  return counted?.changed ?? 0;
}
