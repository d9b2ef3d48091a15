import { AppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Points } from "#features/history/codec/series-codec.ts";
import { MAX_POINTS } from "#features/history/contract.ts";
import type { GetPriceHistoryInput, PriceHistory, Timestep } from "#features/history/contract.ts";
import { mergePoints } from "#features/history/codec/points.ts";
import { readGaps, readOldest, readMissingInterval } from "./read-gaps.ts";
import { readPoints } from "./read-points.ts";
import { rollUp } from "#features/history/rules/rollup.ts";
import { samplingOf } from "#features/history/rules/sampling.ts";
import { DEFAULT_SPAN_S } from "#features/history/rules/step.ts";
import { wholeBuckets } from "#features/history/rules/time-interval.ts";

export type HistoryDeps = { dbRead: Db; cache: Cache; clock: Clock };
/** What is on record, whoever asks. */
export type RecordedHistory = Omit<PriceHistory, "gate">;
type Range = { itemId: number; timestep: Timestep; widthMs: number; from: number; to: number };

/**
 * Buckets of one item that start in [from, to), epoch ms, oldest first, sealed and open alike; none before `sinceMs`,
 * whatever `from` says. With `maxPoints` they are made as long as it takes; without it a range of more than MAX_POINTS
 * buckets throws `invalid_input`. An item nobody ever traded answers with no buckets.
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
    freshMs: 10_000,
    staleMs: 60_000,
    load: () => read(deps, range),
  });
}

/** Both ends on bucket borders, so that everybody who asks within one bucket shares an answer. */
async function rangeOf(deps: HistoryDeps, input: GetPriceHistoryInput, sinceMs: number): Promise<Range> {
  const { itemId, timestep, maxPoints } = input;
  const toMs = input.to ?? deps.clock.now().getTime() + 1;
  const fromMs = Math.max(sinceMs, startOf(input, toMs));
  if (maxPoints !== undefined) {
    const oldest = await oldestOf(deps, timestep);
    const start = Math.min(Math.max(fromMs, oldest ?? 0), toMs - 1);
    const { source, widthMs } = samplingOf(timestep, { fromMs: start, toMs, maxPoints });
    return { itemId, timestep: source, ...widen(start, toMs, widthMs, sinceMs) };
  }
  const end = Math.ceil(toMs / stepMs(timestep)) * stepMs(timestep);
  const start = Math.max(sinceMs, startOf(input, end));
  const range = widen(start, end, stepMs(timestep), sinceMs);
  const points = (range.to - range.from) / range.widthMs;
  if (points > MAX_POINTS) {
    const message = `That range holds ${points} buckets of ${timestep}; ask for at most ${MAX_POINTS} or a longer timestep`;
    throw new AppError("invalid_input", message, { maxPoints: MAX_POINTS });
  }
  return { itemId, timestep, ...range };
}

/** Where a range that ends at `toMs` begins. */
export const startOf = ({ from, timestep }: GetPriceHistoryInput, toMs: number): number =>
  from ?? Math.max(0, toMs - DEFAULT_SPAN_S[timestep] * 1_000);

const widen = (fromMs: number, toMs: number, widthMs: number, sinceMs: number) => {
  const from = Math.floor(fromMs / widthMs) * widthMs;
  return {
    // A long bucket that began before would tell what happened before.
    from: from < sinceMs ? Math.ceil(sinceMs / widthMs) * widthMs : from,
    to: Math.ceil(toMs / widthMs) * widthMs,
    widthMs,
  };
};

/** Of a range that lies wholly before what may be shown. */
const emptyHistory = ({ itemId, timestep, widthMs, from }: Range): RecordedHistory => ({
  itemId,
  timestep,
  stepS: widthMs / 1_000,
  from,
  to: from,
  gaps: [],
  columns: { at: [], avgHigh: [], avgLow: [], highVolume: [], lowVolume: [] },
});

/** Where the record begins: of the step itself, or of the days, which reach back furthest. */
const oldestOf = (deps: HistoryDeps, timestep: Timestep): Promise<number | null> =>
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
 * A 6h bucket is stored when all its hours are there, or after two days: until then it is made here from the hours
 * there are so far.
 */
async function readSixHours(
  deps: HistoryDeps,
  query: { itemId: number; step: Timestep; fromMs: number; toMs: number },
): Promise<Points> {
  // Before the points: one that is made in between is then there twice, and the stored one counts.
  const unmade = await readMissingInterval(deps, query);
  const stored = await readPoints(deps, query);
  if (unmade === null) return stored;
  const hours = await readPoints(deps, { ...query, step: "1h", fromMs: unmade[0], toMs: unmade[1] });
  return mergePoints(rollUp(hours, stepMs("6h")), stored).points;
}
