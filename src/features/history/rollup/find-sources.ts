import type { Sql, TransactionSql } from "postgres";
import { fromEpochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { closesMs, stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

export type LongStep = Exclude<Timestep, "5m">;
export const longSteps = ["1h", "6h", "24h"] as const satisfies readonly LongStep[];
export type ShortStep = "5m" | "1h";

/** What a longer bucket is made of, the best first: five minutes give each side's average with one rounding. */
const SOURCES = { "1h": ["5m"], "6h": ["5m", "1h"], "24h": ["5m", "1h"] } as const satisfies Record<
  LongStep,
  readonly ShortStep[]
>;

/** A bucket whose shorter ones are not all there after so long is made of those there are. */
const COMPLETE_WITHIN_MS = 2 * 86_400_000;

/** `wait`: more may come. `none`: there is nothing to make it of. */
export type Source = ShortStep | "wait" | "none";

/** For each bucket (its start, epoch ms) the step to make it of as of `nowMs`. */
export async function findSources(
  sql: Sql | TransactionSql,
  step: LongStep,
  bucketsAtMs: readonly number[],
  nowMs: number,
): Promise<Map<number, Source>> {
  const shares: { source: ShortStep; known: Map<number, number> }[] = [];
  for (const source of SOURCES[step]) {
    shares.push({ source, known: await countKnown(sql, { step, source }, bucketsAtMs) });
  }
  const shareOf = ({ source, known }: (typeof shares)[number], at: number): number =>
    ((known.get(at) ?? 0) * stepMs(source)) / stepMs(step);

  return new Map(
    bucketsAtMs.map((at): [number, Source] => {
      const [most] = shares.toSorted((a, b) => shareOf(b, at) - shareOf(a, at));
      const share = most === undefined ? 0 : shareOf(most, at);
      if (most !== undefined && share >= 1) return [at, most.source];
      if (nowMs - closesMs(step, at) < COMPLETE_WITHIN_MS) return [at, "wait"];
      return [at, most === undefined || share === 0 ? "none" : most.source];
    }),
  );
}

async function countKnown(
  sql: Sql | TransactionSql,
  { step, source }: { step: LongStep; source: ShortStep },
  bucketsAtMs: readonly number[],
): Promise<Map<number, number>> {
  const rows = await sql<{ atMs: number; known: number }[]>`
    select given.at as "atMs", count(*)::int as known
    from unnest(${pgArray([...bucketsAtMs])}::float8[]) as given (at)
    join price_buckets on step_s = ${STEP_S[source]} and status = 'stored'
      and bucket_at >= ${fromEpochMs(sql, "given.at")}
      and bucket_at < ${fromEpochMs(sql, `(given.at + ${stepMs(step)})`)}
    group by 1`;
  return new Map(rows.map(({ atMs, known }) => [atMs, known]));
}
