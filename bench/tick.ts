import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { ingestLatest } from "#features/market/ingest/ingest-latest.ts";
import { refreshStats } from "#features/history/read/refresh-stats.ts";
import { openDb } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";

/**
 * Measures a tick from the parsed answer to the commit, on a PostgreSQL with fsync on. All 4,500 items change in
 * each tick, which is the worst case (on the real market about one in five does).
 */
const ITEMS = 4_500;
const TICKS = 300;
const WARM_UP = 20;
const HOURS = 24;

const START_MS = Date.UTC(2026, 8, 1);
let nowMs = START_MS;
const clock = { now: () => new Date(nowMs) };
const ids = Array.from({ length: ITEMS }, (_, index) => index + 2);

const latestBody = () => {
  const at = nowMs / 1_000;
  const row = (id: number) => ({
    high: id * 7 + (at % 97),
    highTime: at,
    low: id * 6 + (at % 89),
    lowTime: at,
  });
  return { data: Object.fromEntries(ids.map((id) => [id, row(id)])) };
};

const bucketBody = (atMs: number) => {
  const row = (id: number) => ({
    avgHighPrice: id * 7 + (atMs % 97),
    highPriceVolume: id,
    avgLowPrice: id * 6,
    lowPriceVolume: id + 1,
  });
  return { data: Object.fromEntries(ids.map((id) => [id, row(id)])), timestamp: atMs / 1_000 };
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

const rounded = (ms: number): number => Math.round(ms * 10) / 10;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bench-"));
const server = await startPostgres({ dir, durable: true });
try {
  await ensureDatabase(server.url("postgres"), "bench");
  await migrateDatabase({ url: server.url("bench"), folder: "drizzle" });
  const db = openDb({ url: server.url("bench"), max: 4, applicationName: "bench" });
  const deps = { sql: db.sql, clock };

  const ticks: number[] = [];
  for (let tick = 0; tick < TICKS + WARM_UP; tick++) {
    nowMs += 60_000;
    const body = latestBody();
    const took = await timed(async () => {
      const result = await ingestLatest(deps, { body, etag: null });
      if (result.changed !== ITEMS) throw new Error(`a tick changed ${result.changed} items`);
    });
    if (tick >= WARM_UP) ticks.push(took);
  }

  const buckets: number[] = [];
  const newestMs = Math.floor(nowMs / 3_600_000 - 1) * 3_600_000;
  for (let hour = 0; hour < HOURS; hour++) {
    const bucketAtMs = newestMs - hour * 3_600_000;
    const body = bucketBody(bucketAtMs);
    buckets.push(await timed(() => ingestBucket(deps, { step: "1h", bucketAtMs }, body)));
  }
  const refreshMs = await timed(() => refreshStats(deps));
  await db.close();

  const figures = {
    tickP50Ms: rounded(quantile(ticks, 0.5)),
    tickP99Ms: rounded(quantile(ticks, 0.99)),
    bucketP50Ms: rounded(quantile(buckets, 0.5)),
    refreshMs: rounded(refreshMs),
  };
  console.log(`${TICKS} ticks of ${ITEMS} items, all of them changed; target: 150 ms`);
  console.log(JSON.stringify(figures));
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
