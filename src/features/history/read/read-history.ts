import { AppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import { MAX_POINTS } from "#features/history/contract.ts";
import type { GetPriceHistoryInput, PriceHistory, Timestep } from "#features/history/contract.ts";
import { mergePoints } from "#features/history/codec/points.ts";
import { readDueInterval, readGaps, readOldest } from "./read-gaps.ts";
import { readPoints } from "./read-points.ts";
import { rollUp } from "#features/history/rules/rollup.ts";
import { samplingOf } from "#features/history/rules/sampling.ts";
import { DEFAULT_SPAN_S } from "#features/history/rules/step.ts";
import { wholeBuckets } from "#features/history/rules/time-interval.ts";

export type HistoryDeps = { dbRead: Db; cache: Cache; clock: Clock };
/** A history without the check of the user's plan. */
export type RecordedHistory = Omit<PriceHistory, "gate">;
type Range = { itemId: number; timestep: Timestep; widthMs: number; from: number; to: number };

/**
 * Reads the buckets of one item that start in [from, to), epoch ms, oldest first, sealed and open alike; none before
 * `sinceMs`. With `maxPoints` the buckets are lengthened until the range fits; without it a range of more than
 * MAX_POINTS buckets throws `invalid_input`. An item without trades has no buckets.
 */
export async function readHistory(
  deps: HistoryDeps,
  input: GetPriceHistoryInput,
  sinceMs = 0,
): Promise<RecordedHistory> {
  const range = await rangeOf(deps, input, sinceMs);
  if (range.from >= range.to) return emptyHistory(range);
  const { itemId, timestep, widthMs, from, to } = range;
  return deps.cache({
    key: `history:${itemId}:${timestep}:${widthMs}:${from}:${to}`,
    // The range is the caller's to choose: in Redis, which also holds the rate limits, it could fill the memory.
    local: true,
    freshMs: 10_000,
    staleMs: 60_000,
    load: () => read(deps, range),
  });
}

/** Aligns both ends to bucket starts, so that all requests within one bucket share a cache entry. */
async function rangeOf(deps: HistoryDeps, input: GetPriceHistoryInput, sinceMs: number): Promise<Range> {
  const { itemId, timestep, maxPoints } = input;
  const toMs = input.to ?? deps.clock.now().getTime() + 1;
  const fromMs = Math.max(sinceMs, startOf(input, toMs));
  if (maxPoints !== undefined) {
    const oldest = await oldestOf(deps, timestep);
    const start = Math.min(Math.max(fromMs, oldest ?? 0), toMs - 1);
    const { source, widthMs } = samplingOf(timestep, { fromMs: start, toMs, maxPoints });
    return { itemId, timestep: source, ...alignToBuckets(start, toMs, widthMs, sinceMs) };
  }
  const end = Math.ceil(toMs / stepMs(timestep)) * stepMs(timestep);
  const start = Math.max(sinceMs, startOf(input, end));
  const range = alignToBuckets(start, end, stepMs(timestep), sinceMs);
  const points = (range.to - range.from) / range.widthMs;
  if (points > MAX_POINTS) {
    const message = `That range holds ${points} buckets of ${timestep}; ask for at most ${MAX_POINTS} or a longer timestep`;
    throw new AppError("invalid_input", message, { maxPoints: MAX_POINTS });
  }
  return { itemId, timestep, ...range };
}

/** The start (epoch ms) of the requested range, which ends at `toMs`. */
export const startOf = ({ from, timestep }: GetPriceHistoryInput, toMs: number): number =>
  from ?? Math.max(0, toMs - DEFAULT_SPAN_S[timestep] * 1_000);

const alignToBuckets = (fromMs: number, toMs: number, widthMs: number, sinceMs: number) => {
  const from = Math.floor(fromMs / widthMs) * widthMs;
  return {
    // A long bucket that starts before `sinceMs` would reveal older prices.
    from: from < sinceMs ? Math.ceil(sinceMs / widthMs) * widthMs : from,
    to: Math.ceil(toMs / widthMs) * widthMs,
    widthMs,
  };
};

/** The answer for a range that lies completely before `sinceMs`. */
const emptyHistory = ({ itemId, timestep, widthMs, from }: Range): RecordedHistory => ({
  itemId,
  timestep,
  stepS: widthMs / 1_000,
  from,
  to: from,
  gaps: [],
  columns: { at: [], avgHigh: [], avgLow: [], highVolume: [], lowVolume: [] },
});

/** The start of the oldest stored bucket (epoch ms), of this step or of 24h, which usually reaches back further; null without any. */
export const oldestOf = (deps: HistoryDeps, timestep: Timestep): Promise<number | null> =>
  deps.cache({
    key: `history:oldest:${timestep}`,
    local: true,
    freshMs: 60_000,
    staleMs: 600_000,
    load: async () => {
      const known = await Promise.all([readOldest(deps, timestep), readOldest(deps, "24h")]);
      const starts = known.filter((at) => at !== null);
      return starts.length === 0 ? null : Math.min(...starts);
    },
  });

async function read(
  deps: HistoryDeps,
  { itemId, timestep, widthMs, from, to }: Range,
): Promise<RecordedHistory> {
  const query = { itemId, step: timestep, fromMs: from, toMs: to };
  const nowMs = deps.clock.now().getTime();
  const [stored, gaps] = await Promise.all([
    timestep === "6h" ? readSixHours(deps, query) : readPoints(deps, query),
    readGaps(deps, { ...query, nowMs }),
  ]);
  return {
    itemId,
    timestep,
    stepS: widthMs / 1_000,
    from,
    to,
    gaps: wholeBuckets(gaps, widthMs),
    columns: widthMs === stepMs(timestep) ? stored : rollUp(stored, widthMs),
  };
}

/**
 * Reads 6h buckets. One is stored when all its 1h buckets are stored, or after two days; until then it is due, and
 * computed here from the 1h buckets that exist.
 */
async function readSixHours(
  deps: HistoryDeps,
  query: { itemId: number; step: Timestep; fromMs: number; toMs: number },
): Promise<Points> {
  // Read before the points: a bucket that is stored in between is then found twice, and `mergePoints` prefers the stored.
  const due = await readDueInterval(deps, query);
  const stored = await readPoints(deps, query);
  if (due === null) return stored;
  const hours = await readPoints(deps, { ...query, step: "1h", fromMs: due[0], toMs: due[1] });
  return mergePoints(rollUp(hours, stepMs("6h")), stored).points;
}
