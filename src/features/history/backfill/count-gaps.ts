import type { Sql } from "postgres";

/** How many buckets are missing, and how many of those nobody asks for any more. */
export async function countGaps(deps: { sql: Sql }): Promise<{ missing: number; unfillable: number }> {
  const [row] = await deps.sql<{ missing: number; unfillable: number }[]>`
    select count(*)::int as missing, (count(*) filter (where unfillable))::int as unfillable from price_gaps`;
  return row ?? { missing: 0, unfillable: 0 };
}
