import type { Sql } from "postgres";
import { coverageProblem, usualCount } from "#features/feed/rules/coverage.ts";
import type { Clock } from "#platform/clock.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { stepMs, storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { importSeries } from "#features/history/transfer/import-series.ts";
import { markRollupsDue, recordBuckets } from "#features/history/store/record-buckets.ts";
import { parseSeries } from "./parse-series.ts";
import { seriesReachMs } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { pointsByItem } from "#features/history/read/read-buckets.ts";

type Deps = { sql: Sql; clock: Clock; upstream: Upstream };

/** A bucket that its own endpoint answered so often without is looked for in the items' series. */
const MIN_ATTEMPTS = 2;
/** Items that traded in so many buckets around a gap are those that may have traded in it. */
const AROUND = 24;

/** `waitMs`: the feed asks for it. `idle`: there is nothing to fill this way. */
export type FillStep = { state: "idle" } | { state: "asked" | "settled" | "failed"; waitMs: number };

type Gap = { bucketAtMs: number; cursor: number };

/**
 * Takes one item's `/timeseries` for the gaps that no bucket answer filled, one request a call; where it stands is in
 * price_gaps, so it goes on after a restart. When all items were asked, a bucket with enough of them is stored, and
 * any other is marked unfillable. Which items to ask is found once for a set of gaps: thousands of requests follow.
 */
export function createSeriesFill(deps: Deps): (signal: AbortSignal) => Promise<FillStep> {
  let run: { gaps: string; itemIds: readonly number[] } | null = null;
  const itemsOf = async (step: StoredStep, gaps: readonly Gap[]) => {
    const key = `${step}:${gaps.map((gap) => gap.bucketAtMs).join()}`;
    if (run?.gaps !== key) run = { gaps: key, itemIds: await itemsAround(deps.sql, step, gaps) };
    return run.itemIds;
  };
  return async (signal) => {
    for (const step of storedSteps) {
      const gaps = await gapsToFill(deps, step);
      if (gaps.length === 0) continue;
      const cursor = Math.min(...gaps.map((gap) => gap.cursor));
      const itemId = (await itemsOf(step, gaps)).find((id) => id > cursor);
      if (itemId !== undefined) return askFor(deps, { step, itemId, gaps }, signal);
      for (const gap of gaps) await settle(deps, step, gap.bucketAtMs);
      return { state: "settled", waitMs: 0 };
    }
    run = null;
    return { state: "idle" };
  };
}

async function gapsToFill({ sql, clock }: Deps, step: StoredStep): Promise<Gap[]> {
  const oldest = new Date(seriesReachMs(step, clock.now().getTime()));
  return sql<Gap[]>`
    select ${epochMs(sql, "bucket_at")} as "bucketAtMs", coalesce(series_item_id, -1) as cursor
    from price_gaps where step_s = ${STEP_S[step]} and not unfillable
      and attempts >= ${MIN_ATTEMPTS} and bucket_at >= ${oldest} order by bucket_at`;
}

async function itemsAround(sql: Sql, step: StoredStep, gaps: readonly Gap[]): Promise<number[]> {
  const times = gaps.map((gap) => gap.bucketAtMs);
  const reach = AROUND * stepMs(step);
  const around = await pointsByItem(sql, {
    step,
    fromMs: Math.min(...times) - reach,
    toMs: Math.max(...times) + reach,
  });
  return [...around.keys()].toSorted((a, b) => a - b);
}

async function askFor(
  deps: Deps,
  { step, itemId, gaps }: { step: StoredStep; itemId: number; gaps: readonly Gap[] },
  signal: AbortSignal,
): Promise<FillStep> {
  const answer = await deps.upstream.get(`/timeseries?id=${itemId}&timestep=${step}`, { signal });
  if (answer.kind === "failed" && answer.reason !== "refused") {
    return { state: "failed", waitMs: answer.waitMs };
  }
  if (answer.kind === "fresh") {
    const parsed = parseSeries(answer.body, step, deps.clock.now().getTime());
    const wanted = new Set(gaps.map((gap) => gap.bucketAtMs));
    if (parsed.ok && parsed.value.itemId === itemId) {
      const buckets = parsed.value.buckets.filter((bucket) => wanted.has(bucket.bucketAtMs));
      await importSeries(deps, step, { itemId, buckets });
    }
  }
  await deps.sql`
    update price_gaps set series_item_id = ${itemId}
    where step_s = ${STEP_S[step]} and coalesce(series_item_id, -1) < ${itemId}
      and bucket_at in ${timestampsOf(
        deps.sql,
        gaps.map((gap) => gap.bucketAtMs),
      )}`;
  return { state: "asked", waitMs: 0 };
}

/** All items were asked: is what came together a bucket? */
async function settle(deps: Deps, step: StoredStep, bucketAtMs: number): Promise<void> {
  const { sql, clock } = deps;
  const now = clock.now();
  const found = await pointsByItem(sql, { step, fromMs: bucketAtMs, toMs: bucketAtMs + stepMs(step) });
  const reach = AROUND * stepMs(step);
  const neighbours = await sql<{ items: number }[]>`
    select item_count as items from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored'
      and bucket_at between ${new Date(bucketAtMs - reach)} and ${new Date(bucketAtMs + reach)}`;
  const problem = coverageProblem(found.size, usualCount(neighbours.map(({ items }) => items)));
  if (problem !== null || found.size === 0) {
    await sql`update price_gaps set unfillable = true, problem = 'neither its bucket nor the items hold it'
      where step_s = ${STEP_S[step]} and bucket_at = ${new Date(bucketAtMs)}`;
    return;
  }
  await sql.begin(async (tx) => {
    const note = { bucketAtMs, status: "stored" as const, itemCount: found.size, refusedCount: 0 };
    await recordBuckets(tx, { step, origin: "feed", now }, [note]);
    await markRollupsDue(tx, { step, now }, [bucketAtMs]);
  });
}
