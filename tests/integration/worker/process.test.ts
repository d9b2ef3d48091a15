import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readVersion } from "#platform/version.ts";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

/** The worker as it is shipped: a process, its signals and its exit codes. */
type Line = { msg: string; [field: string]: unknown };
type Worker = {
  child: ChildProcess;
  lines: Line[];
  errors: string[];
  has: (msg: string) => boolean;
  exited: Promise<number | null>;
};

const TOTAL = 288 + 360 + 365;
const POLL_OPTIONS = { timeout: 25_000, interval: 50 };
let feed: FeedSimulator;
let database: TestDatabase;
let workers: Worker[];

beforeEach(async () => {
  workers = [];
  [feed, database] = await Promise.all([
    startFeedSimulator({ port: 0, itemLimit: 60 }),
    createTestDatabase(),
  ]);
});
afterEach(async () => {
  for (const { child, exited } of workers) {
    child.kill("SIGKILL");
    await exited;
  }
  await feed.close();
  await database.drop();
});

function start(env: Record<string, string> = {}): Worker {
  const child = spawn(process.execPath, ["src/processes/worker/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      AUTH_SECRETS: "test-secret-test-secret-test-secret",
      PRICE_FEED_URL: feed.url,
      PRICE_FEED_USER_AGENT: "GE-Metrics process test (test@example.org)",
      LOG_LEVEL: "info",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Line[] = [];
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line) as Line));
  const worker = {
    child,
    lines,
    errors,
    has: (msg: string) => lines.some((line) => line.msg === msg),
    exited: once(child, "close").then(([code]) => code as number | null),
  };
  workers.push(worker);
  return worker;
}

const eventually = (what: () => unknown) => expect.poll(what, POLL_OPTIONS);
const stateOf = async () => {
  const [state] = await database.db.sql<{ done: number | null; version: string }[]>`
    select (select backfill_done from history_state) as done, version from market_state`;
  return { done: state?.done ?? 0, version: Number(state?.version) };
};
const done = async () => (await stateOf()).done;
const askedForPast = () =>
  (["5m", "1h", "24h"] as const).flatMap((name) =>
    feed.requests(name).urls.filter((url) => url.includes("timestamp=")),
  );

describe("a worker", () => {
  test("fills the page before the long backfill, and ends within seconds of SIGTERM with code 0", async () => {
    const worker = start();
    await eventually(async () => {
      const [row] = await database.db.sql`
        select (select count(*)::int from items) as items, count(*)::int as stats from item_stats
        where high_volume_24h is not null and sparkline is not null`;
      return Number(row?.["items"]) > 0 && Number(row?.["stats"]) > 0;
    }).toBe(true);
    expect(await done()).toBeLessThan(TOTAL);

    const startedMs = performance.now();
    worker.child.kill("SIGTERM");
    expect(await worker.exited).toBe(0);
    expect(performance.now() - startedMs).toBeLessThan(5_000);
    expect(worker.has("stopped")).toBe(true);
  }, 60_000);

  test("killed in the middle of the backfill goes on where it was", async () => {
    const first = start();
    await eventually(done).toBeGreaterThan(60);
    first.child.kill("SIGKILL");
    await first.exited;
    const before = await done();
    const asked = askedForPast().length;

    start();
    await eventually(done).toBeGreaterThan(before + 30);
    // The one that was under way when it was killed may be asked for again.
    const urls = askedForPast();
    expect(urls.length).toBeGreaterThan(asked);
    expect(new Set(urls).size).toBeGreaterThanOrEqual(urls.length - 1);
  }, 60_000);

  test("deletes what is older than the settings say", async () => {
    const daysOld = async () =>
      (
        await database.db.sql<{ days: number }[]>`
          select round(extract(epoch from now() - at) / 86400)::int as days from audit_log order by 1`
      ).map(({ days }) => days);
    await database.db.sql`
      insert into audit_log (at, action) select now() - days * interval '1 day', 'signInFailed'
      from unnest(array[1, 3]) as days`;
    start({ KEEP_UNOWNED_AUDIT_DAYS: "2" });
    await eventually(daysOld).toEqual([1]);
  }, 60_000);

  test("waits while another works, and takes over when that one dies", async () => {
    const first = start();
    await eventually(() => first.has("lease taken")).toBe(true);
    const second = start();
    await eventually(() => second.has("worker started")).toBe(true);
    expect(second.lines.find(({ msg }) => msg === "worker started")).toMatchObject(readVersion());
    await eventually(done).toBeGreaterThan(30);
    expect(second.has("lease taken")).toBe(false);

    first.child.kill("SIGKILL");
    await eventually(() => second.has("lease taken")).toBe(true);
    const before = await done();
    await eventually(done).toBeGreaterThan(before);
  }, 60_000);

  test("refuses a database that holds another feed's prices, and says what to do", async () => {
    await database.db.sql`
      update feed_state set url = 'https://prices.runescape.wiki/api/v1/osrs', source = 'wiki'`;
    const worker = start();
    expect(await worker.exited).toBe(78);
    const fatal = worker.lines.find((line) => line["level"] === "fatal");
    expect(fatal?.msg).toContain(
      "This database holds the prices of https://prices.runescape.wiki/api/v1/osrs",
    );
    expect(fatal?.msg).toContain("Point it back, or give the other feed a database of its own.");
    const [rows] = await database.db.sql`select count(*)::int as prices from latest_prices`;
    expect(rows).toEqual({ prices: 0 });
  });

  test("names every fault of its environment at once", async () => {
    const worker = start({ DATABASE_URL: "mysql://x", PRICE_FEED_USER_AGENT: "short" });
    expect(await worker.exited).toBe(78);
    expect(worker.errors).toEqual([
      'The environment of "worker" is not usable:',
      expect.stringContaining("DATABASE_URL"),
      expect.stringContaining("PRICE_FEED_USER_AGENT"),
    ]);
  });

  test("survives the loss of every connection and of the feed, and recovers by itself", async () => {
    const worker = start();
    await eventually(done).toBeGreaterThan(30);
    for (const name of ["latest", "5m", "1h", "24h", "mapping"] as const) {
      feed.setFault(name, { kind: "status", status: 500 });
    }
    await database.db.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name like 'ge-metrics%'`;
    await eventually(() => worker.has("lease lost")).toBe(true);
    await eventually(async () => {
      const [latest] = await database.db.sql`select problem from feed_endpoints where endpoint = 'latest'`;
      return latest?.["problem"];
    }).toBe("The price feed has an error of its own (500).");

    feed.clearFaults();
    const before = await done();
    await eventually(done).toBeGreaterThan(before);
    expect(worker.child.exitCode).toBeNull();
  }, 90_000);
});
