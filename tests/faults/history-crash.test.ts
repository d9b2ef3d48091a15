import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { stepMs } from "#features/history/rules/bucket.ts";
import { checkDrift } from "#features/history/rollup/check-drift.ts";
import type { Timestep } from "#features/history/contract.ts";
import { readBucketsOn } from "#features/history/read/read-buckets.ts";
import { periodEnd } from "#features/history/rules/period.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import type { PostgresServer } from "#processes/up/postgres/postgres.ts";
import { verifySeals } from "../support/market/verify-seals.ts";
import { someBuckets } from "../support/market/history.ts";

/**
 * Sealing, merging and rolling up are killed (SIGKILL) at random moments, in turn the process that does it and all of
 * PostgreSQL; then it is done again, and every point is compared with what was put in. `npm run faults` does it 50 times.
 */
const ROUNDS = Number(process.env["FAULT_ROUNDS"] ?? 5);
const ITEMS = 40;
const DAY_MS = 86_400_000;
const FIRST_DAY = Date.parse("2028-02-20T00:00:00Z");
/** Each round also seals a month of a longer step, of years in which nothing else is. */
const monthOf = (round: number) => Date.UTC(2020, round, 1);
const monthStepOf = (round: number): Timestep => (round % 2 === 0 ? "6h" : "24h");

let dir: string;
let server: PostgresServer;
let db: DbHandle;

async function connect(): Promise<void> {
  // With fsync: what a crash may lose is what this is about.
  server = await startPostgres({ dir, durable: true });
  db = openDb({ url: server.url("faults"), max: 2, applicationName: "faults", statementTimeoutMs: 60_000 });
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-faults-"));
  server = await startPostgres({ dir, durable: true });
  await ensureDatabase(server.url("postgres"), "faults");
  await migrateDatabase({ url: server.url("faults"), folder: "drizzle" });
  await server.stop();
  await connect();
}, 120_000);
afterAll(async () => {
  await db.close();
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}, 120_000);

/** Starts the sealer. Resolves when it begins to work, with its exit and whether it finished its work. */
async function startSealer(dayMs: number) {
  const child = fork(
    new URL("./sealer.ts", import.meta.url),
    [server.url("faults"), String(dayMs + DAY_MS + 6 * 3_600_000), String(dayMs), String(ITEMS)],
    { stdio: ["ignore", "ignore", "pipe", "ipc"] },
  );
  const said: string[] = [];
  child.stderr?.on("data", (text: Buffer) => said.push(text.toString()));
  const messages: unknown[] = [];
  child.on("message", (message) => messages.push(message));
  const exited = once(child, "exit").then(([code]) => code as number | null);
  await Promise.race([once(child, "message"), exited]);
  return { child, exited, said, isDone: () => messages.includes("done") };
}

/** The postmaster and every session at once, as a power cut would. */
function killPostgres(): void {
  const children = `/proc/${server.pid}/task/${server.pid}/children`;
  const pids = existsSync(children) ? readFileSync(children, "utf8").trim().split(" ").map(Number) : [];
  for (const pid of [server.pid, ...pids.filter((each) => each > 0)]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It ended in the meantime.
    }
  }
}

/** Returns how long the sealer took (ms) if it finished before the kill, and null if the kill interrupted it. */
async function killAt(dayMs: number, victim: "worker" | "postgres", afterMs: number): Promise<number | null> {
  const { child, exited, isDone } = await startSealer(dayMs);
  const startedMs = performance.now();
  await Promise.race([wait(afterMs), exited]);
  const endedMs = isDone() ? performance.now() - startedMs : null;
  if (victim === "worker") {
    child.kill("SIGKILL");
    await exited;
    return endedMs;
  }
  killPostgres();
  await exited;
  await db.close();
  await server.exited;
  await connect();
  return endedMs;
}

async function finish(dayMs: number): Promise<number> {
  const { exited, said } = await startSealer(dayMs);
  const startedMs = performance.now();
  expect([await exited, said.join("")]).toEqual([0, ""]);
  return performance.now() - startedMs;
}

const clockAt = (dayMs: number) => ({ now: () => new Date(dayMs + DAY_MS) });

/** A day as the feed brought it, but for the buckets that come late: rows, since the day has only just ended. */
async function putDay(dayMs: number) {
  const buckets = someBuckets("5m", dayMs, 288, ITEMS);
  const inTime = buckets.filter((_bucket, index) => index % 48 !== 7);
  await storeBuckets(
    { sql: db.sql, clock: clockAt(dayMs) },
    { step: "5m", buckets: inTime, origin: "import" },
  );
  return buckets;
}

/** A month as it stands when it has just ended: rows. */
async function putMonth(round: number) {
  const [step, fromMs] = [monthStepOf(round), monthOf(round)];
  const toMs = periodEnd(step, fromMs);
  const buckets = someBuckets(step, fromMs, (toMs - fromMs) / stepMs(step), ITEMS);
  await storeBuckets(
    { sql: db.sql, clock: { now: () => new Date(toMs) } },
    { step, buckets, origin: "import" },
  );
  return buckets;
}

async function compareMonth(round: number, buckets: Awaited<ReturnType<typeof putMonth>>): Promise<void> {
  const [step, fromMs] = [monthStepOf(round), monthOf(round)];
  const toMs = periodEnd(step, fromMs);
  expect(await readBucketsOn(db.sql, { step, fromMs, toMs })).toEqual(buckets);
  const [open] = await db.sql`select count(*)::int as rows from item_price_history
    where bucket_at >= ${new Date(fromMs)} and bucket_at < ${new Date(toMs)}`;
  expect(open).toEqual({ rows: 0 });
}

async function compare(dayMs: number, buckets: Awaited<ReturnType<typeof putDay>>): Promise<void> {
  const read = await readBucketsOn(db.sql, { step: "5m", fromMs: dayMs, toMs: dayMs + DAY_MS });
  const points = (all: typeof read) => all.reduce((sum, bucket) => sum + bucket.rows.length, 0);
  expect(points(read)).toBe(points(buckets));
  expect(read).toEqual(buckets);
  const [open] = await db.sql`select count(*)::int as rows from item_price_history where step_s = 300`;
  expect(open).toEqual({ rows: 0 });
  expect(await verifySeals(db.sql)).toEqual([]);
  expect(await checkDrift({ sql: db.sql, clock: clockAt(dayMs) }, { dayAtMs: dayMs })).toEqual({
    checked: 24 + 4 + 1,
    drifted: 0,
    unchecked: 0,
  });
}

test(
  `a kill at any moment of sealing loses and doubles nothing: ${ROUNDS} times`,
  async () => {
    const calm = FIRST_DAY;
    const calmBuckets = await putDay(calm);
    const calmMonth = await putMonth(0);
    let tookMs = await finish(calm);
    await compare(calm, calmBuckets);
    await compareMonth(0, calmMonth);

    let interrupted = 0;
    for (let round = 1; round <= ROUNDS; round++) {
      const day = FIRST_DAY + round * DAY_MS;
      const buckets = await putDay(day);
      const month = await putMonth(round);
      const victim = round % 2 === 0 ? "worker" : "postgres";
      const afterMs = Math.random() * tookMs;
      // The next moments are chosen from the time that it takes by now.
      const endedMs = await killAt(day, victim, afterMs);
      if (endedMs === null) interrupted += 1;
      tookMs = endedMs ?? tookMs;
      await finish(day);
      await Promise.all([compare(day, buckets), compareMonth(round, month)]).catch((error: unknown) => {
        const when = `round ${round}: ${victim} killed after ${afterMs.toFixed(1)} ms`;
        throw new Error(when, { cause: error });
      });
    }
    // A kill after the end proves nothing.
    expect(interrupted).toBeGreaterThanOrEqual(Math.ceil(ROUNDS / 5));
  },
  120_000 + ROUNDS * 60_000,
);
