import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHistory } from "#features/history/read/read-history.ts";
import { pointsStatement } from "#features/history/read/read-points.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { ingestLatest } from "#features/market/ingest/ingest-latest.ts";
import { openDb } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { DAY_MS, bucketsOfDay, simulateDays } from "./support/history-days.ts";
import {
  ROW_TABLE,
  bytesOf,
  seededRandom,
  copyDay,
  createRowTable,
  itemStatsOf,
  generateBuckets,
  quantile,
  timed,
} from "./support/history-store.ts";

/**
 * Compares the sealed store with a table of one row a point, in one run on one PostgreSQL with fsync on. Both hold
 * the same 30 days of 5m buckets of all items from the feed simulator. The year before them (6h, 24h) comes from a
 * seeded generator with the same items' prices and volumes. `--share=5` takes every fifth item, for a quick run.
 */
const DAYS = 30;
const FIRST_DAY = Date.UTC(2026, 8, 10) / DAY_MS;
const NOW_MS = (FIRST_DAY + DAYS) * DAY_MS + 4 * 3_600_000;
const READS = 400;
const TICKS = 150;
const TICK_ITEMS = 4_500;

const oneIn = Number(process.argv.find((word) => word.startsWith("--share="))?.slice("--share=".length) ?? 1);

const startedMs = performance.now();
const log = (text: string) =>
  console.log(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(4)} s  ${text}`);
const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bench-"));
const server = await startPostgres({ dir, durable: true });
try {
  await ensureDatabase(server.url("postgres"), "bench");
  await migrateDatabase({ url: server.url("bench"), folder: "drizzle" });
  const db = openDb({
    url: server.url("bench"),
    max: 4,
    applicationName: "bench",
    statementTimeoutMs: 300_000,
  });
  const { sql } = db;
  let nowMs = NOW_MS;
  const clock = { now: () => new Date(nowMs) };
  const deps = { sql, clock };

  const days = await simulateDays(FIRST_DAY, DAYS, oneIn);
  const points = days.reduce((sum, day) => sum + day.slots.length, 0);
  log(`${points.toLocaleString("en")} points of ${DAYS} days simulated`);

  const months = [...new Set(days.map(({ day }) => new Date(day * DAY_MS).toISOString().slice(0, 7)))];
  await createRowTable(
    sql,
    months.map((month) => new Date(`${month}-01T00:00:00Z`)),
  );
  const copyMs = await timed(async () => {
    for (const day of days) await copyDay(sql, day);
  });
  log(`rows: loaded by COPY at ${Math.round(points / (copyMs / 1_000)).toLocaleString("en")} points/s`);

  let importMs = 0;
  for (const day of days) {
    const buckets = bucketsOfDay(day);
    importMs += await timed(async () => {
      const { changed } = await storeBuckets(deps, { step: "5m", buckets, origin: "import" });
      if (changed !== day.slots.length)
        throw new Error(`an import of ${day.slots.length} points stored ${changed}`);
    });
  }
  const importPointsPerS = points / (importMs / 1_000);
  log(`sealed: imported at ${Math.round(importPointsPerS).toLocaleString("en")} points/s`);

  const [lastDay] = days.slice(-1);
  if (lastDay === undefined) throw new Error("no days");
  const stats = itemStatsOf(lastDay);
  const yearFrom = Math.floor((NOW_MS - 370 * DAY_MS) / DAY_MS) * DAY_MS;
  for (const step of ["6h", "24h"] as const) {
    for (let from = yearFrom; from < NOW_MS - DAY_MS; from += 62 * DAY_MS) {
      const buckets = generateBuckets(stats, step, from, Math.min(from + 62 * DAY_MS, NOW_MS - DAY_MS));
      await storeBuckets(deps, { step, buckets, origin: "import" });
    }
  }
  await sql`vacuum (analyze)`;
  log("a year of 6h and 24h stored, all vacuumed");

  const [sealed] = await sql<{ points: number }[]>`
    select sum(points)::float8 as points from sealed_periods where step_s = 300`;
  if (sealed?.points !== points) throw new Error(`${sealed?.points} points are sealed of ${points}`);
  const bytesPerPoint = (await bytesOf(sql, "item_price_series_5m")) / points;
  const rowBytesPerPoint = (await bytesOf(sql, ROW_TABLE)) / points;
  log(
    `bytes a point, indexes included: ${bytesPerPoint.toFixed(2)} sealed, ${rowBytesPerPoint.toFixed(2)} in rows`,
  );

  // Only items that trade in nearly every bucket, so that their months are complete.
  const busy = stats.filter(({ share }) => share > 0.97).map(({ itemId }) => itemId);
  const from = FIRST_DAY * DAY_MS;
  const to = from + DAYS * DAY_MS;
  const readDeps = {
    dbRead: db.orm,
    clock,
    cache: <T>(entry: { load: () => Promise<T> }) => entry.load(),
  };
  const itemAt = (turn: number): number => busy[Math.floor(seededRandom(turn, 7) * busy.length)] ?? 0;
  const month = (itemId: number) => readHistory(readDeps, { itemId, timestep: "5m", from, to });
  const rowMonth = async (itemId: number) => {
    const rows = await sql.unsafe<Record<string, number>[]>(
      `select (extract(epoch from bucket_at) * 1000)::float8 as at, avg_high::float8 as high, avg_low::float8 as low,
         high_volume::float8 as "highVolume", low_volume::float8 as "lowVolume"
       from ${ROW_TABLE} where item_id = $1 and step_s = 300 and bucket_at >= $2::timestamptz and bucket_at < $3::timestamptz
       order by bucket_at`,
      [itemId, new Date(from).toISOString(), new Date(to).toISOString()],
    );
    return ["at", "high", "low", "highVolume", "lowVolume"].map((name) => rows.map((row) => row[name]));
  };
  const measure = async (read: (itemId: number) => Promise<unknown>, times: number): Promise<number[]> => {
    for (let turn = 0; turn < 40; turn += 1) await read(itemAt(-turn));
    const took: number[] = [];
    for (let turn = 0; turn < times; turn += 1) took.push(await timed(() => read(itemAt(turn))));
    return took;
  };

  for (const itemId of [itemAt(1), itemAt(2), itemAt(3)]) {
    const [{ columns }, [at, high]] = await Promise.all([month(itemId), rowMonth(itemId)]);
    if (String(columns.at) !== String(at) || String(columns.avgHigh) !== String(high)) {
      throw new Error(`sealed and row points of item ${itemId} differ`);
    }
  }
  const reads = await measure(month, READS);
  const rowReads = await measure(rowMonth, READS / 2);
  const years = await measure(async (itemId) => {
    const answer = await readHistory(readDeps, {
      itemId,
      timestep: "6h",
      from: NOW_MS - 365 * DAY_MS,
      maxPoints: 1_000,
    });
    const count = answer.columns.at.length;
    if (count > 1_000 || count < 500) throw new Error(`a year answered with ${count} points`);
  }, READS);
  log(
    `30 days of one item: p50 ${quantile(reads, 0.5).toFixed(1)} ms sealed, ${quantile(rowReads, 0.5).toFixed(1)} ms in rows; a year: p50 ${quantile(years, 0.5).toFixed(1)} ms`,
  );

  const { text, parameters } = pointsStatement({ itemId: itemAt(1), step: "5m", fromMs: from, toMs: to });
  const pagesOf = async (statement: string, values: readonly (string | number)[]): Promise<number> => {
    const [plan] = await sql.unsafe<{ "QUERY PLAN": { Plan: Record<string, number> }[] }[]>(
      `explain (analyze, buffers, format json) ${statement}`,
      [...values],
    );
    const top = plan?.["QUERY PLAN"][0]?.Plan;
    return (top?.["Shared Hit Blocks"] ?? NaN) + (top?.["Shared Read Blocks"] ?? NaN);
  };
  const pages30d = await pagesOf(text, parameters);
  const rowPages = await pagesOf(
    `select * from ${ROW_TABLE} where item_id = $1 and step_s = $2 and bucket_at >= $3::timestamptz and bucket_at < $4::timestamptz`,
    [itemAt(1), 300, new Date(from).toISOString(), new Date(to).toISOString()],
  );
  log(`pages of 30 days: ${pages30d} sealed, ${rowPages} in rows`);

  const readers = fork(
    new URL("./support/history-readers.ts", import.meta.url),
    [server.url("bench"), busy.slice(0, 200).join(","), String(NOW_MS)],
    { stdio: "inherit" },
  );
  const ended = once(readers, "exit");
  await once(readers, "message");
  const ticks: number[] = [];
  const buckets: number[] = [];
  for (let tick = 0; tick < TICKS; tick += 1) {
    nowMs += 60_000;
    const at = nowMs / 1_000;
    const body = {
      data: Object.fromEntries(
        Array.from({ length: TICK_ITEMS }, (_, i) => [
          i + 2,
          { high: i * 7 + (at % 97) + 1, highTime: at, low: i * 6 + (at % 89) + 1, lowTime: at },
        ]),
      ),
    };
    ticks.push(await timed(() => ingestLatest(deps, { body, etag: null })));
    if (tick % 5 !== 4) continue;
    const bucketAtMs = Math.floor(nowMs / 300_000 - 1) * 300_000;
    const [bucket] = generateBuckets(stats, "5m", bucketAtMs, bucketAtMs + 300_000);
    if (bucket === undefined) continue;
    buckets.push(await timed(() => storeBucket(deps, { step: "5m", bucket, refusedCount: 0 })));
  }
  readers.disconnect();
  await ended;
  log(
    `while charts are read: tick p50 ${quantile(ticks, 0.5).toFixed(1)} ms, 5m bucket p99 ${quantile(buckets, 0.99).toFixed(1)} ms`,
  );
  await db.close();

  const figures = {
    bytesPerPoint: rounded(bytesPerPoint, 2),
    rowBytesPerPoint: rounded(rowBytesPerPoint, 2),
    read30dP99Ms: rounded(quantile(reads, 0.99)),
    rowRead30dP99Ms: rounded(quantile(rowReads, 0.99)),
    pages30d,
    read1yP99Ms: rounded(quantile(years, 0.99)),
    importPointsPerS: Math.round(importPointsPerS),
    tickP99Ms: rounded(quantile(ticks, 0.99)),
  };
  console.log(JSON.stringify(figures));
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
