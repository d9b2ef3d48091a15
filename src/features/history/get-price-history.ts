import { and, asc, eq, gte, lt, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Cache } from "#platform/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db.ts";
import { MAX_POINTS } from "./contract.ts";
import type { GetPriceHistoryInput, PriceHistory } from "./contract.ts";
import { itemPriceHistory } from "./schema.ts";
import { DEFAULT_SPAN_S, STEP_S } from "./step.ts";

type Deps = { dbRead: Db; cache: Cache; clock: Clock };
type Range = { itemId: number; timestep: GetPriceHistoryInput["timestep"]; from: number; to: number };

/**
 * Buckets of one item that start in [from, to), epoch ms, oldest first. 6h buckets are made from 1h ones, each side
 * averaged by its volume. Throws `invalid_input` for a range of more than MAX_POINTS buckets. An item nobody ever
 * traded answers with no buckets.
 */
export function getPriceHistory(deps: Deps, input: GetPriceHistoryInput): Promise<PriceHistory> {
  const range = rangeOf(input, deps.clock.now().getTime());
  return deps.cache({
    key: `history:${range.itemId}:${range.timestep}:${range.from}:${range.to}`,
    freshMs: 10_000,
    staleMs: 60_000,
    load: async () => ({ ...range, columns: toColumns(await readBuckets(deps.dbRead, range)) }),
  });
}

/** Both ends on bucket borders, so that everybody who asks within one bucket shares an answer. */
function rangeOf({ itemId, timestep, from, to }: GetPriceHistoryInput, nowMs: number): Range {
  const stepMs = STEP_S[timestep] * 1000;
  const end = Math.ceil((to ?? nowMs + 1) / stepMs) * stepMs;
  const start = Math.floor((from ?? end - DEFAULT_SPAN_S[timestep] * 1000) / stepMs) * stepMs;
  const points = (end - start) / stepMs;
  if (points > MAX_POINTS) {
    const message = `That range holds ${points} buckets of ${timestep}; ask for at most ${MAX_POINTS} or a longer timestep`;
    throw new AppError("invalid_input", message, { maxPoints: MAX_POINTS });
  }
  return { itemId, timestep, from: Math.max(0, start), to: end };
}

type Bucket = {
  at: number;
  avgHigh: number | null;
  avgLow: number | null;
  highVolume: number;
  lowVolume: number;
};

const table = itemPriceHistory;

/** Each side's average weighted by its volume; null when nothing was traded on it. */
const weighted = (price: typeof table.avgHigh | typeof table.avgLow, volume: typeof table.highVolume) =>
  sql<number | null>`round(sum(${price}::numeric * ${volume}) / nullif(sum(${volume}), 0))::bigint`.mapWith(
    (value) => (value === null ? null : Number(value)),
  );

async function readBuckets(db: Db, range: Range): Promise<Bucket[]> {
  const stored = range.timestep === "6h" ? "1h" : range.timestep;
  const wanted = and(
    eq(table.itemId, range.itemId),
    eq(table.stepS, STEP_S[stored]),
    gte(table.bucketAt, new Date(range.from)),
    lt(table.bucketAt, new Date(range.to)),
  );
  if (stored === range.timestep) {
    const rows = await db.select().from(table).where(wanted).orderBy(asc(table.bucketAt));
    return rows.map((row) => ({ ...row, at: row.bucketAt.getTime() }));
  }
  const at = sql<number>`(extract(epoch from ${table.bucketAt})::bigint / ${STEP_S[range.timestep]} * ${STEP_S[range.timestep]})`;
  const rolled = await db
    .select({
      at: at.mapWith(Number).as("at"),
      avgHigh: weighted(table.avgHigh, table.highVolume),
      avgLow: weighted(table.avgLow, table.lowVolume),
      highVolume: sql<number>`sum(${table.highVolume})`.mapWith(Number),
      lowVolume: sql<number>`sum(${table.lowVolume})`.mapWith(Number),
    })
    .from(table)
    .where(wanted)
    .groupBy(sql`1`)
    .orderBy(sql`1`);
  return rolled.map((row) => ({ ...row, at: row.at * 1000 }));
}

const toColumns = (buckets: readonly Bucket[]): PriceHistory["columns"] => ({
  at: buckets.map((bucket) => bucket.at),
  avgHigh: buckets.map((bucket) => bucket.avgHigh),
  avgLow: buckets.map((bucket) => bucket.avgLow),
  highVolume: buckets.map((bucket) => bucket.highVolume),
  lowVolume: buckets.map((bucket) => bucket.lowVolume),
});
