import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exportBuckets, exportItem } from "#features/history/transfer/export-buckets.ts";
import type { ExportChunk } from "#features/history/transfer/export-buckets.ts";
import { importFile } from "#features/history/transfer/import-file.ts";
import type { ImportInput } from "#features/history/transfer/import-file.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
let dir: string;
const clock = createTestClock(new Date("2026-09-21T12:30:00Z"));
/** A time in a closed day, and one in the present day. */
const OLD_S = Date.parse("2026-08-03T00:00:00Z") / 1_000;
const TODAY_S = Date.parse("2026-09-21T06:00:00Z") / 1_000;

beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-import-"));
});
afterAll(async () => {
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(
  () =>
    database.db
      .sql`truncate price_buckets, item_price_history, item_price_series, sealed_periods, history_imports, items, latest_prices`,
);

const row = (price: number) => ({
  avgHighPrice: price,
  highPriceVolume: 3,
  avgLowPrice: null,
  lowPriceVolume: 0,
});
/** A bucket in which items 1 to `items` traded, at prices that depend on its time. */
const bucket = (atS: number, items = 20) => ({
  data: Object.fromEntries(Array.from({ length: items }, (_, id) => [id + 1, row(100 + (atS % 997) + id)])),
  timestamp: atS,
});
const buckets = (fromS: number, count: number, stepS = 300) =>
  Array.from({ length: count }, (_, index) => bucket(fromS + index * stepS));
const linesOf = (values: readonly unknown[]) => values.map((value) => JSON.stringify(value)).join("\n");

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, content);
  return path;
}
const run = (path: string, more: Partial<ImportInput> = {}) =>
  importFile(
    { sql: database.db.sql, clock },
    { path, signal: new AbortController().signal, onProgress: () => undefined, ...more },
  );
const storedBuckets = (fromS = OLD_S, toS = TODAY_S + 86_400) =>
  readBuckets({ dbRead: database.db.orm }, { step: "5m", fromMs: fromS * 1_000, toMs: toS * 1_000 });

describe("a file of answers", () => {
  test("is stored once, and sealed if its day is over; a second import changes nothing", async () => {
    const path = await file("twice.jsonl", linesOf([...buckets(OLD_S, 30), ...buckets(TODAY_S, 10)]));
    const first = await run(path);
    expect(first).toMatchObject({ step: "5m", interrupted: false, resumedAfter: null, problems: [] });
    expect(first.counts).toMatchObject({ answers: 40, read: 800, stored: 800, unchanged: 0, refused: {} });
    const before = await storedBuckets();
    expect(before.map(({ bucketAtMs, rows }) => [bucketAtMs / 1_000, rows.length])).toEqual([
      ...buckets(OLD_S, 30).map(({ timestamp }) => [timestamp, 20]),
      ...buckets(TODAY_S, 10).map(({ timestamp }) => [timestamp, 20]),
    ]);
    const [sealed] = await database.db
      .sql`select count(*)::int as days from sealed_periods where step_s = 300`;
    expect(sealed).toEqual({ days: 1 });

    const again = await run(path);
    expect(again.counts).toMatchObject({ read: 800, stored: 0, unchanged: 800, refused: {} });
    expect(await storedBuckets()).toEqual(before);
  });

  test("may be gzip, with any name", async () => {
    const path = await file("packed", gzipSync(linesOf(buckets(OLD_S, 5))));
    expect((await run(path)).counts).toMatchObject({ read: 100, stored: 100 });
    expect(await storedBuckets()).toHaveLength(5);
  });

  test("may be one document, on one or many lines, or an array", async () => {
    await run(await file("one-5m.json", JSON.stringify(bucket(OLD_S))));
    await run(await file("many-5m.json", JSON.stringify(bucket(OLD_S + 300), null, 2)));
    await run(await file("array.json", JSON.stringify(buckets(OLD_S + 600, 3))));
    expect(await storedBuckets()).toHaveLength(5);
  });

  test("replaces a stored bucket: an absent item did not trade", async () => {
    await run(await file("a.jsonl", linesOf(buckets(OLD_S, 3))));
    const changed = await run(await file("b.jsonl", linesOf([bucket(OLD_S, 19), bucket(OLD_S + 300, 20)])));
    expect(changed.counts).toMatchObject({ read: 39, stored: 1, unchanged: 38 });
    expect((await storedBuckets()).map(({ rows }) => rows.length)).toEqual([19, 20, 20]);
  });
});

describe("the step of its buckets", () => {
  test("is that of --step, else of the file name, else of the times", async () => {
    const hours = linesOf(buckets(OLD_S, 4, 3_600));
    expect((await run(await file("x.jsonl", hours))).step).toBe("1h");
    expect((await run(await file("from-1h-dump.jsonl", hours))).step).toBe("1h");
    expect((await run(await file("sampled-5m.jsonl", hours))).step).toBe("5m");
    expect((await run(await file("x.jsonl", hours), { step: "5m" })).step).toBe("5m");
  });

  test("may be unknown: then nothing is stored, and the problem says what to do", async () => {
    const outcome = await run(await file("alone.json", JSON.stringify(bucket(OLD_S))));
    expect(outcome.counts).toMatchObject({ read: 1, stored: 0, refused: { "step unknown": 1 } });
    expect(outcome.problems).toEqual([expect.stringContaining("line 1: ")]);
    expect(outcome.problems[0]).toContain("--step");
  });
});

describe("invalid parts are refused with a reason, and the rest is stored", () => {
  test("a line that is not JSON, an unknown shape, a bucket of another step", async () => {
    const [one, two, three] = buckets(OLD_S, 3).map((value) => JSON.stringify(value));
    const odd = JSON.stringify(bucket(OLD_S + 301));
    const path = await file("5m-odd.jsonl", [one, "{oops", two, "", '{"a":1}', odd, three].join("\n"));
    const { counts, problems } = await run(path);
    expect(counts).toMatchObject({
      read: 63,
      stored: 60,
      refused: { "not JSON": 1, "not an answer of the feed": 1, "not a bucket of this step": 1 },
    });
    expect(problems.map((problem) => problem.split(":", 1)[0])).toEqual(["line 2", "line 5", "line 6"]);
    expect(await storedBuckets()).toHaveLength(3);
  });

  test("an invalid first line", async () => {
    const path = await file("5m-first.jsonl", `{oops\n${linesOf(buckets(OLD_S, 2))}`);
    expect((await run(path)).counts).toMatchObject({ stored: 40, refused: { "not JSON": 1 } });
  });

  test("a row", async () => {
    const { data, timestamp } = bucket(OLD_S, 5);
    const odd = { "2": row(-1), "03": row(5), "4": { ...row(5), highPriceVolume: 0 } };
    const bad = { data: { ...data, ...odd }, timestamp };
    const { counts } = await run(await file("rows-5m.json", JSON.stringify(bad)));
    expect(counts).toMatchObject({
      read: 6,
      stored: 3,
      refused: { "not a price": 1, "not an item id": 1, "price and volume disagree": 1 },
    });
  });

  test("a bucket that is still open", async () => {
    const path = await file("5m-future.jsonl", linesOf([bucket(TODAY_S), bucket(TODAY_S + 86_400)]));
    expect((await run(path)).counts).toMatchObject({
      stored: 20,
      refused: { "not a bucket of this step": 1 },
    });
  });

  test("a bucket without items, which the feed answers for a bucket that it does not have", async () => {
    const path = await file("5m-none.jsonl", linesOf([bucket(OLD_S), bucket(OLD_S + 300, 0)]));
    expect((await run(path)).counts).toMatchObject({ stored: 20, refused: { "bucket without items": 1 } });
    const known = await database.db.sql`select status from price_buckets`;
    expect(known).toEqual([{ status: "stored" }]);
  });

  test.each(["plain", "gzip"])("the end of a truncated %s file", async (kind) => {
    const text = linesOf(buckets(OLD_S, 200));
    const whole = kind === "gzip" ? gzipSync(text) : Buffer.from(text);
    const path = await file(`cut-${kind}`, whole.subarray(0, Math.floor(whole.length * 0.6)));
    const { counts, problems } = await run(path);
    expect(counts.refused).toEqual({ "cut short": 1 });
    expect(problems).toHaveLength(1);
    const kept = await storedBuckets();
    expect(kept.length).toBeGreaterThan(80);
    expect(counts.stored).toBe(kept.length * 20);
  });

  test("a damaged gzip", async () => {
    const whole = gzipSync(linesOf(buckets(OLD_S, 200)));
    whole.fill(0xff, 200, 400);
    await expect(run(await file("damaged.gz", whole))).rejects.toThrow();
  });

  test("an empty file has no rows", async () => {
    const { counts } = await run(await file("empty.jsonl", ""));
    expect(counts).toMatchObject({ read: 0, stored: 0, refused: {} });
  });
});

describe("an interrupted run", () => {
  /** Imports until the first batch is stored. */
  async function runUntilStored(path: string) {
    const stop = new AbortController();
    const { interrupted, counts } = await run(path, {
      signal: stop.signal,
      onProgress: ({ stored }) => stored > 0 && stop.abort(),
    });
    expect(interrupted).toBe(true);
    expect(counts.read).toBe(counts.stored);
    return counts;
  }

  test("keeps whole batches, and the next run continues after them", async () => {
    // Large enough for several batches: a day of 5m of 800 items is 230,400 points.
    const days = Array.from({ length: 288 * 3 }, (_, index) => bucket(OLD_S + index * 300, 800));
    const path = await file("long-5m.jsonl", linesOf(days));
    const first = await runUntilStored(path);
    expect(first.stored).toBeLessThan(days.length * 800);

    const second = await run(path);
    expect(second).toMatchObject({ interrupted: false, resumedAfter: expect.any(Number) });
    expect(second.resumedAfter).toBeGreaterThan(0);
    expect(first.stored + second.counts.stored).toBe(days.length * 800);
    expect(second.counts.unchanged).toBe(0);
    const [points] = await database.db
      .sql`select sum(points)::int as points from item_price_series where step_s = 300`;
    expect(points).toEqual({ points: days.length * 800 });
    expect((await run(path)).resumedAfter).toBeNull();
  });

  test.each([0, 1])(
    "of an array, indented by %i, starts again, because an array cannot be continued at a line",
    async (indent) => {
      const days = Array.from({ length: 288 * 3 }, (_, index) => bucket(OLD_S + index * 300, 350));
      const path = await file("array-5m.json", JSON.stringify(days, null, indent));
      const { stored } = await runUntilStored(path);
      const second = await run(path);
      expect(second).toMatchObject({ interrupted: false, resumedAfter: null, problems: [] });
      expect(second.counts).toMatchObject({ stored: 3 * 288 * 350 - stored, unchanged: stored });
    },
  );
});

describe("the other answers", () => {
  test("/timeseries adds one item's points and leaves other items alone", async () => {
    await run(await file("around.jsonl", linesOf(buckets(OLD_S, 4))));
    const points = [0, 1, 3].map((index) => ({ timestamp: OLD_S + index * 300, ...row(777) }));
    const path = await file("series.json", JSON.stringify({ data: points, itemId: 900 }));
    expect((await run(path)).counts).toMatchObject({ read: 3, stored: 3, unchanged: 0 });
    expect((await run(path)).counts).toMatchObject({ read: 3, stored: 0, unchanged: 3 });
    const found = await storedBuckets();
    expect(found.map(({ rows }) => rows.length)).toEqual([21, 21, 20, 21]);
    expect(found[3]?.rows.at(-1)).toMatchObject({ itemId: 900, avgHigh: 777 });
  });

  test("/mapping and /latest", async () => {
    const item = { id: 4151, name: "Abyssal whip", examine: "", members: true, icon: "", limit: 70 };
    const mapping = await file("mapping.json", JSON.stringify([item, { ...item, id: -1 }]));
    expect((await run(mapping)).counts).toMatchObject({
      read: 2,
      stored: 1,
      refused: { "not an item id": 1 },
    });
    const side = { high: 10, highTime: OLD_S, low: null, lowTime: null };
    const latest = await file("latest.json", JSON.stringify({ data: { "4151": side } }));
    expect((await run(latest)).counts).toMatchObject({ read: 1, stored: 1 });
    expect((await run(latest)).counts).toMatchObject({ read: 1, stored: 0, unchanged: 1 });
    expect(await database.db.sql`select 1 from feed_endpoints`).toHaveLength(0);
  });
});

describe("an export", () => {
  const collect = async (chunks: AsyncIterable<ExportChunk>) => {
    let text = "";
    for await (const chunk of chunks) text += chunk.text;
    return text;
  };
  const all = { step: "5m", fromMs: OLD_S * 1_000, toMs: (TODAY_S + 86_400) * 1_000 } as const;

  test("equals the imported data and can be imported again", async () => {
    const values = [...buckets(OLD_S, 300), ...buckets(TODAY_S, 5)];
    await run(await file("in.jsonl", linesOf(values)));
    const text = await collect(exportBuckets({ dbRead: database.db.orm }, all));
    expect(
      text
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
    ).toEqual(values);
    expect((await run(await file("out.jsonl", text))).counts).toMatchObject({
      stored: 0,
      unchanged: 305 * 20,
    });
  });

  test("of one item is a series that imports into an empty store", async () => {
    await run(await file("in2.jsonl", linesOf(buckets(OLD_S, 10))));
    const text = await collect(exportItem({ dbRead: database.db.orm }, { ...all, itemId: 7 }));
    await database.db.sql`truncate price_buckets, item_price_history, item_price_series, sealed_periods`;
    expect((await run(await file("out2.jsonl", text))).counts).toMatchObject({ read: 10, stored: 10 });
    expect((await storedBuckets()).map(({ rows }) => rows)).toEqual(
      buckets(OLD_S, 10).map(({ data }) => [
        { itemId: 7, avgHigh: data[7]?.avgHighPrice, avgLow: null, highVolume: 3, lowVolume: 0 },
      ]),
    );
  });
});
