import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { bumpVersion } from "./bump-version.ts";
import { coverageProblem } from "#features/feed/rules/coverage.ts";
import { NOTHING_USABLE, countRefused } from "#features/feed/rules/values.ts";
import type { PollResult } from "#features/feed/poll-endpoint.ts";
import { parseMapping } from "./parse-mapping.ts";
import type { MappingRow } from "./parse-mapping.ts";
import { recordPoll } from "#features/feed/record-poll.ts";

/**
 * Stores the catalogue. Writes new and changed items. Marks items that the feed no longer lists and keeps them, because
 * their history is kept too. A response with under 70% of the listed items changes nothing.
 */
export async function ingestMapping(
  deps: { sql: Sql; clock: Clock },
  input: { body: unknown; etag: string | null },
): Promise<PollResult> {
  const now = deps.clock.now();
  const parsed = parseMapping(input.body);
  if (!parsed.ok) {
    await recordPoll(deps.sql, "mapping", now, parsed);
    return { used: false, rows: 0, changed: 0, refused: {}, version: null, problem: parsed.problem };
  }
  const { value: rows, refused } = parsed;

  return deps.sql.begin(async (tx) => {
    const [known] = await tx<
      { rows: number }[]
    >`select count(*)::int as rows from items where unlisted_at is null`;
    const usual = known?.rows ? known.rows : null;
    const problem = rows.length === 0 ? NOTHING_USABLE : coverageProblem(rows.length, usual);
    if (problem !== null) {
      await recordPoll(tx, "mapping", now, { ok: false, problem, refused });
      return { used: false, rows: rows.length, changed: 0, refused, version: null, problem };
    }
    const stored = await storeMapping(tx, rows, { now });
    const changed = stored + (await markListing(tx, rows, { now, isWhole: countRefused(refused) === 0 }));
    await recordPoll(tx, "mapping", now, { ok: true, etag: input.etag, refused });
    const version = changed > 0 ? await bumpVersion(tx, now) : null;
    return { used: true, rows: rows.length, changed, refused, version, problem: null };
  });
}

/**
 * Marks items that came back as listed and, if the answer is whole, those that are gone; returns the number of both. An item
 * whose row was refused is in the feed, so with refused rows nothing is known to be gone.
 */
async function markListing(
  tx: TransactionSql,
  rows: readonly MappingRow[],
  { now, isWhole }: { now: Date; isWhole: boolean },
): Promise<number> {
  const ids = pgArray(rows.map((row) => row.id));
  const back = await tx`
    update items set unlisted_at = null where unlisted_at is not null and id = any(${ids}::int[])`;
  if (!isWhole) return back.count;
  const gone = await tx`
    update items set unlisted_at = ${now}::timestamptz
    where unlisted_at is null and id <> all(${ids}::int[])`;
  return back.count + gone.count;
}

/** Writes new items, and changed ones unless `keepsKnown`. Returns the number of written items. */
export async function storeMapping(
  tx: TransactionSql,
  rows: readonly MappingRow[],
  { now, keepsKnown = false }: { now: Date; keepsKnown?: boolean },
): Promise<number> {
  const onKnown = keepsKnown
    ? tx`do nothing`
    : tx`do update set
        name = excluded.name, examine = excluded.examine, members = excluded.members, icon = excluded.icon,
        buy_limit = excluded.buy_limit, value = excluded.value, low_alch = excluded.low_alch,
        high_alch = excluded.high_alch, updated_at = excluded.updated_at
      where (kept.name, kept.examine, kept.members, kept.icon, kept.buy_limit, kept.value, kept.low_alch, kept.high_alch)
        is distinct from (excluded.name, excluded.examine, excluded.members, excluded.icon, excluded.buy_limit,
          excluded.value, excluded.low_alch, excluded.high_alch)`;
  const [counted] = await tx<{ changed: number }[]>`
    with stored as (
      insert into items as kept
        (id, name, examine, members, icon, buy_limit, value, low_alch, high_alch, updated_at)
      select *, ${now}::timestamptz from unnest(
        ${pgArray(rows.map((row) => row.id))}::int[], ${pgArray(rows.map((row) => row.name))}::text[],
        ${pgArray(rows.map((row) => row.examine))}::text[], ${pgArray(rows.map((row) => row.members))}::boolean[],
        ${pgArray(rows.map((row) => row.icon))}::text[], ${pgArray(rows.map((row) => row.limit))}::bigint[],
        ${pgArray(rows.map((row) => row.value))}::bigint[], ${pgArray(rows.map((row) => row.lowalch))}::bigint[],
        ${pgArray(rows.map((row) => row.highalch))}::bigint[]
      )
      on conflict (id) ${onKnown}
      returning 1
    )
    select count(*)::int as changed from stored`;
  return counted?.changed ?? 0;
}
