import type { Sql } from "postgres";
import { coverageProblem, usualCount } from "#features/feed/rules/coverage.ts";
import type { Clock } from "#platform/clock.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { stepMs, storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { importSeries } from "#features/history/transfer/import-series.ts";
import { markRollupsDue, recordBuckets } from "#features/history/store/record-buckets.ts";
import { parseSeries } from "#features/history/ingest/parse-series.ts";
import { seriesReachMs } from "#features/history/rules/wanted-buckets.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { pointsByItem } from "#features/history/read/read-buckets.ts";

type Deps = { sql: Sql; clock: Clock; upstream: Upstream };

/** After this many answers without the bucket, it is searched in the items' series. */
const MIN_ATTEMPTS = 2;
/** Items that traded within this many buckets of a gap may have traded in it, so their series are requested. */
const REACH_BUCKETS = 24;

/**
 * `idle`: there are no gaps to fill from series. `asked`: one item's series was requested. `finished`: all items were
 * requested, and the gaps are filled or unfillable. `waitMs`: the pause that the feed demands.
 */
export type FillStep = { state: "idle" } | { state: "asked" | "finished" | "failed"; waitMs: number };

/** `cursor`: the last item id whose series was requested for this gap, -1 before the first. `foundMs`: epoch ms. */
type Gap = { bucketAtMs: number; cursor: number; foundMs: number };
type Round = { step: StoredStep; gaps: readonly Gap[] };

/**
 * Fills gaps that no bucket answer filled from the items' `/timeseries`, one request per call. The progress is stored in
 * price_gaps, so a restart continues it. When all items were requested, a bucket with enough items is recorded as
 * stored, any other as unfillable. Gaps that are found meanwhile wait for the next round, so each round ends. The list
 * of items is computed once per set of gaps, for thousands of requests.
 */
export function createSeriesFill(deps: Deps): (signal: AbortSignal) => Promise<FillStep> {
  let run: { gaps: string; itemIds: readonly number[] } | null = null;
  const findItems = async (step: StoredStep, gaps: readonly Gap[]) => {
    const key = `${step}:${gaps.map((gap) => gap.bucketAtMs).join()}`;
    if (run?.gaps !== key) run = { gaps: key, itemIds: await findItemsAround(deps.sql, step, gaps) };
    return run.itemIds;
  };
  return async (signal) => {
    const round = await findRound(deps);
    if (round === null) {
      run = null;
      return { state: "idle" };
    }
    const { step, gaps } = round;
    const cursor = Math.min(...gaps.map((gap) => gap.cursor));
    const itemId = (await findItems(step, gaps)).find((id) => id > cursor);
    if (itemId !== undefined) return requestSeries(deps, { step, itemId, gaps }, signal);
    for (const gap of gaps) await closeGap(deps, step, gap.bucketAtMs);
    return { state: "finished", waitMs: 0 };
  };
}

/**
 * Returns the gaps of one step that are filled together: those of a round that has begun, which none joins. Otherwise
 * a round begins with all gaps of the step whose gap was found first, so that no step waits for another's new gaps.
 */
async function findRound(deps: Deps): Promise<Round | null> {
  const rounds: (Round & { order: number })[] = [];
  for (const step of storedSteps) {
    const gaps = await gapsToFill(deps, step);
    const begun = gaps.filter(({ cursor }) => cursor >= 0);
    if (begun.length > 0) rounds.push({ step, gaps: begun, order: -1 });
    else if (gaps.length > 0) {
      rounds.push({ step, gaps, order: Math.min(...gaps.map(({ foundMs }) => foundMs)) });
    }
  }
  return rounds.toSorted((a, b) => a.order - b.order)[0] ?? null;
}

async function gapsToFill({ sql, clock }: Deps, step: StoredStep): Promise<Gap[]> {
  const oldest = new Date(seriesReachMs(step, clock.now().getTime()));
  return sql<Gap[]>`
    select ${epochMs(sql, "bucket_at")} as "bucketAtMs", coalesce(series_item_id, -1) as cursor,
      ${epochMs(sql, "found_at")} as "foundMs"
    from price_gaps where step_s = ${STEP_S[step]} and not unfillable
      and attempts >= ${MIN_ATTEMPTS} and bucket_at >= ${oldest} order by bucket_at`;
}

async function findItemsAround(sql: Sql, step: StoredStep, gaps: readonly Gap[]): Promise<number[]> {
  const times = gaps.map((gap) => gap.bucketAtMs);
  const reach = REACH_BUCKETS * stepMs(step);
  const around = await pointsByItem(sql, {
    step,
    fromMs: Math.min(...times) - reach,
    toMs: Math.max(...times) + reach,
  });
  return [...around.keys()].toSorted((a, b) => a - b);
}

async function requestSeries(
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

/** Records a gap as stored if the requested series gave it enough items, otherwise as unfillable. */
async function closeGap(deps: Deps, step: StoredStep, bucketAtMs: number): Promise<void> {
  const { sql, clock } = deps;
  const now = clock.now();
  const found = await pointsByItem(sql, { step, fromMs: bucketAtMs, toMs: bucketAtMs + stepMs(step) });
  const reach = REACH_BUCKETS * stepMs(step);
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
    const record = { bucketAtMs, status: "stored" as const, itemCount: found.size, refusedCount: 0 };
    await recordBuckets(tx, { step, origin: "feed", now }, [record]);
    await markRollupsDue(tx, { step, now }, [bucketAtMs]);
  });
}
