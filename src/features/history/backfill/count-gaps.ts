import type { Sql } from "postgres";

/** Counts the missing buckets, and those among them that are no longer requested. */
export async function countGaps(deps: { sql: Sql }): Promise<{ missing: number; unfillable: number }> {
  const [row] = await deps.sql<{ missing: number; unfillable: number }[]>`
    select count(*)::int as missing, (count(*) filter (where unfillable))::int as unfillable from price_gaps`;
  return row ?? { missing: 0, unfillable: 0 };
}
