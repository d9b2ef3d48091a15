import type { Sql, TransactionSql } from "postgres";
import { pgArray } from "#platform/db/pg-array.ts";

/** The units that an hour of the week usually sees. */
export type UsualVolumes = {
  /** The start of the hour, epoch ms. */
  hourAtMs: number;
  /** How many of the weeks before it have this hour stored. */
  weeks: number;
  /** Units by item and side; an absent item trades in fewer than half of the weeks. Null: too few weeks are stored. */
  byItem: ReadonlyMap<number, { high: number; low: number }> | null;
};

/** The hour and weeks of the stored figures. */
export async function readUsualHour(sql: Sql): Promise<{ hourAtMs: number | null; weeks: number }> {
  const [state] = await sql<{ at: Date | null; weeks: number }[]>`
    select usual_hour_at as at, usual_weeks as weeks from market_state`;
  return { hourAtMs: state?.at?.getTime() ?? null, weeks: state?.weeks ?? 0 };
}

/** Replaces the stored figures, unless `usual` is null. Returns the number of changed items. */
export async function storeUsualVolumes(tx: TransactionSql, usual: UsualVolumes | null): Promise<number> {
  if (usual === null) return 0;
  const rows = [...(usual.byItem ?? [])].toSorted(([a], [b]) => a - b);
  const ids = pgArray(rows.map(([id]) => id));
  const gone = await tx`delete from usual_volumes where item_id <> all(${ids}::int[])`;
  const written = await tx`
    insert into usual_volumes as kept (item_id, high, low)
    select * from unnest(${ids}::int[], ${pgArray(rows.map(([, { high }]) => high))}::bigint[],
      ${pgArray(rows.map(([, { low }]) => low))}::bigint[])
    on conflict (item_id) do update set high = excluded.high, low = excluded.low
    where (kept.high, kept.low) is distinct from (excluded.high, excluded.low)`;
  await tx`
    update market_state set usual_hour_at = ${new Date(usual.hourAtMs)}, usual_weeks = ${usual.weeks}`;
  return gone.count + written.count;
}
