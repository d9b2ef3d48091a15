import type { Db } from "#platform/db/db.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { readPoints } from "#features/history/read/read-points.ts";

/** Complete lines of the export and their counts. `untilMs`: everything before this time (epoch ms) is included. */
export type ExportChunk = { text: string; answers: number; points: number; untilMs: number };

type Range = { step: StoredStep; fromMs: number; toMs: number };

const DAY_MS = 86_400_000;
/** Range of one read, ms: about 500,000 points of all items. */
const CHUNK_MS = { "5m": DAY_MS, "1h": 8 * DAY_MS, "24h": 92 * DAY_MS } as const satisfies Record<
  StoredStep,
  number
>;
/** The most points of one item in a line, as in an answer of the API. */
const ITEM_POINTS = 10_000;

const rowText = (row: BucketRow): string =>
  `"${row.itemId}":{"avgHighPrice":${row.avgHigh},"highPriceVolume":${row.highVolume},"avgLowPrice":${row.avgLow},"lowPriceVolume":${row.lowVolume}}`;
const bucketLine = ({ bucketAtMs, rows }: Bucket): string =>
  `{"data":{${rows.map(rowText).join(",")}},"timestamp":${bucketAtMs / 1_000}}\n`;

/** Splits a range at multiples of the chunk length: an unaligned chunk of 5m would decode two sealed days. */
function* chunksOf({ step, fromMs, toMs }: Range): Generator<{ fromMs: number; toMs: number }> {
  for (let at = fromMs; at < toMs;) {
    const edge = (Math.floor(at / CHUNK_MS[step]) + 1) * CHUNK_MS[step];
    yield { fromMs: at, toMs: Math.min(edge, toMs) };
    at = edge;
  }
}

/** Exports the buckets that start in [fromMs, toMs) in the feed's format, one per line, oldest first, without empty ones. */
export async function* exportBuckets(deps: { dbRead: Db }, range: Range): AsyncGenerator<ExportChunk> {
  for (const chunk of chunksOf(range)) {
    const buckets = await readBuckets(deps, { step: range.step, ...chunk });
    yield {
      text: buckets.map(bucketLine).join(""),
      answers: buckets.length,
      points: buckets.reduce((sum, { rows }) => sum + rows.length, 0),
      untilMs: chunk.toMs,
    };
  }
}

/** Exports one item's points in the range in the format of `/timeseries`, at most 10,000 per line; no empty lines. */
export async function* exportItem(
  deps: { dbRead: Db },
  { itemId, step, fromMs, toMs }: Range & { itemId: number },
): AsyncGenerator<ExportChunk> {
  const points = await readPoints(deps, { itemId, step, fromMs, toMs });
  for (let start = 0; start < points.at.length; start += ITEM_POINTS) {
    const end = Math.min(start + ITEM_POINTS, points.at.length);
    const rows: string[] = [];
    for (let index = start; index < end; index += 1) rows.push(pointText(points, index));
    const text = `{"data":[${rows.join(",")}],"itemId":${itemId}}\n`;
    yield { text, answers: 1, points: rows.length, untilMs: points.at[end] ?? toMs };
  }
}

const pointText = (points: Points, index: number): string =>
  `{"timestamp":${(points.at[index] ?? 0) / 1_000},"avgHighPrice":${points.avgHigh[index] ?? null},"avgLowPrice":${points.avgLow[index] ?? null},` +
  `"highPriceVolume":${points.highVolume[index] ?? 0},"lowPriceVolume":${points.lowVolume[index] ?? 0}}`;
