import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";
import { loadCatalogue } from "#simulators/feed/catalogue.ts";
import { buildModel } from "#simulators/feed/model.ts";
import type { Pair } from "#simulators/feed/model.ts";
import { quoteSlot } from "#simulators/feed/quotes.ts";
import { slotVolume } from "#simulators/feed/volumes.ts";

/** One UTC day of 5m points of all items, in time order, as columns; a price of 0 means none. */
export type Day = {
  day: number;
  slots: Uint16Array;
  items: Int32Array;
  high: Float64Array;
  low: Float64Array;
  highVolume: Float64Array;
  lowVolume: Float64Array;
};

export const SLOTS = 288;
export const SLOT_MS = 300_000;
export const DAY_MS = SLOTS * SLOT_MS;
const THREADS = 2;

/** The 5m buckets the feed simulator would answer for a day (days since 1970), computed by its own functions. */
function simulateDay(model: ReturnType<typeof buildModel>, day: number): Day {
  const points: number[][] = Array.from({ length: SLOTS }, () => []);
  const units: Pair = [0, 0];
  const prices: Pair = [0, 0];
  for (let i = 0; i < model.count; i += 1) {
    for (let slot = 0; slot < SLOTS; slot += 1) {
      units[0] = slotVolume(model, i, 0, day * SLOTS + slot);
      units[1] = slotVolume(model, i, 1, day * SLOTS + slot);
      if (units[0] === 0 && units[1] === 0) continue;
      quoteSlot(model, i, day * SLOTS + slot, units, prices);
      points[slot]?.push(
        model.ids[i] ?? 0,
        units[0] > 0 ? prices[0] : 0,
        units[1] > 0 ? prices[1] : 0,
        units[0],
        units[1],
      );
    }
  }
  const count = points.reduce((sum, own) => sum + own.length / 5, 0);
  const made: Day = {
    day,
    slots: new Uint16Array(count),
    items: new Int32Array(count),
    high: new Float64Array(count),
    low: new Float64Array(count),
    highVolume: new Float64Array(count),
    lowVolume: new Float64Array(count),
  };
  let at = 0;
  for (const [slot, own] of points.entries()) {
    for (let i = 0; i < own.length; i += 5, at += 1) {
      made.slots[at] = slot;
      made.items[at] = own[i] ?? 0;
      made.high[at] = own[i + 1] ?? 0;
      made.low[at] = own[i + 2] ?? 0;
      made.highVolume[at] = own[i + 3] ?? 0;
      made.lowVolume[at] = own[i + 4] ?? 0;
    }
  }
  return made;
}

type Task = { days: readonly number[]; share: number };

if (!isMainThread && workerData !== null) {
  const { days, share } = workerData as Task;
  const catalogue = await loadCatalogue();
  const model = buildModel(
    catalogue.filter((_item, index) => index % share === 0),
    1,
  );
  for (const day of days) {
    const made = simulateDay(model, day);
    const columns = [made.slots, made.items, made.high, made.low, made.highVolume, made.lowVolume];
    parentPort?.postMessage(
      made,
      columns.map((column) => column.buffer as ArrayBuffer),
    );
  }
}

/** Simulates `count` days from `first` on (days since 1970), for one item in `share`, on two threads. */
export async function simulateDays(first: number, count: number, share = 1): Promise<Day[]> {
  const days: Day[] = [];
  const threads = Array.from({ length: THREADS }, (_, thread) => {
    const own = Array.from({ length: count }, (_none, index) => first + index).filter(
      (day) => day % THREADS === thread,
    );
    return new Promise<void>((done, fail) => {
      const task: Task = { days: own, share };
      const worker = new Worker(new URL(import.meta.url), { workerData: task });
      worker.on("message", (day: Day) => days.push(day));
      worker.once("error", fail);
      worker.once("exit", () => done());
    });
  });
  await Promise.all(threads);
  return days.toSorted((a, b) => a.day - b.day);
}

/** The day as the buckets an import parses from `/5m` answers. */
export function bucketsOfDay(day: Day): Bucket[] {
  const buckets = Array.from({ length: SLOTS }, (_, slot) => ({
    bucketAtMs: day.day * DAY_MS + slot * SLOT_MS,
    rows: [] as BucketRow[],
  }));
  for (let i = 0; i < day.slots.length; i += 1) {
    buckets[day.slots[i] ?? 0]?.rows.push({
      itemId: day.items[i] ?? 0,
      avgHigh: day.high[i] || null,
      avgLow: day.low[i] || null,
      highVolume: day.highVolume[i] ?? 0,
      lowVolume: day.lowVolume[i] ?? 0,
    });
  }
  return buckets.filter((bucket) => bucket.rows.length > 0);
}

/** The day as lines of COPY's text format, one string for each bucket, in the order a live feed delivers them. */
export function* copyLines(day: Day): Generator<string> {
  let lines = "";
  let slot = 0;
  for (let i = 0; i < day.slots.length; i += 1) {
    if (day.slots[i] !== slot) {
      yield lines;
      lines = "";
      slot = day.slots[i] ?? 0;
    }
    const at = new Date(day.day * DAY_MS + slot * SLOT_MS).toISOString();
    lines += `${day.items[i]}\t300\t${at}\t${day.high[i] || "\\N"}\t${day.low[i] || "\\N"}\t${day.highVolume[i]}\t${day.lowVolume[i]}\n`;
  }
  yield lines;
}
