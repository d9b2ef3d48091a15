import type { Sql, TransactionSql } from "postgres";
import { fromEpochMs } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { closesMs, stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

export type LongStep = Exclude<Timestep, "5m">;
export const longSteps = ["1h", "6h", "24h"] as const satisfies readonly LongStep[];
export type ShortStep = "5m" | "1h";

/** The steps that a longer bucket can be made from, best first: from 5m each average is rounded only once. */
const SOURCES = { "1h": ["5m"], "6h": ["5m", "1h"], "24h": ["5m", "1h"] } as const satisfies Record<
  LongStep,
  readonly ShortStep[]
>;

/** How long (ms) a bucket waits for missing shorter buckets. After that it is made from those that exist. */
const COMPLETE_WITHIN_MS = 2 * 86_400_000;

/** `wait`: shorter buckets may still come. `none`: there are none to make it from. */
export type Source = ShortStep | "wait" | "none";

/** Decides for each bucket (its start, epoch ms) which step to make it from as of `nowMs`. */
export async function findSources(
  sql: Sql | TransactionSql,
  step: LongStep,
  bucketsAtMs: readonly number[],
  nowMs: number,
): Promise<Map<number, Source>> {
  const candidates: { source: ShortStep; stored: Map<number, number> }[] = [];
  for (const source of SOURCES[step]) {
    candidates.push({ source, stored: await countStored(sql, { step, source }, bucketsAtMs) });
  }
  const shareOf = ({ source, stored }: (typeof candidates)[number], at: number): number =>
    ((stored.get(at) ?? 0) * stepMs(source)) / stepMs(step);

  return new Map(
    bucketsAtMs.map((at): [number, Source] => {
      const [best] = candidates.toSorted((a, b) => shareOf(b, at) - shareOf(a, at));
      const share = best === undefined ? 0 : shareOf(best, at);
      if (best !== undefined && share >= 1) return [at, best.source];
      if (nowMs - closesMs(step, at) < COMPLETE_WITHIN_MS) return [at, "wait"];
      return [at, best === undefined || share === 0 ? "none" : best.source];
    }),
  );
}

async function countStored(
  sql: Sql | TransactionSql,
  { step, source }: { step: LongStep; source: ShortStep },
  bucketsAtMs: readonly number[],
): Promise<Map<number, number>> {
  const rows = await sql<{ atMs: number; stored: number }[]>`
    select input.at as "atMs", count(*)::int as stored
    from unnest(${pgArray(bucketsAtMs)}::float8[]) as input (at)
    join price_buckets on step_s = ${STEP_S[source]} and status = 'stored'
      and bucket_at >= ${fromEpochMs(sql, "input.at")}
      and bucket_at < ${fromEpochMs(sql, `(input.at + ${stepMs(step)})`)}
    group by 1`;
  return new Map(rows.map(({ atMs, stored }) => [atMs, stored]));
}
