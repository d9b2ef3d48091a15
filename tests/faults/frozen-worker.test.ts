import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { startOwnPostgres } from "../support/servers/own-postgres.ts";
import type { OwnPostgres } from "../support/servers/own-postgres.ts";

const IS_LONG = process.env["FAULT_ROUNDS"] !== undefined;
/** The long form has the product's own times, and takes what the product promises. */
const LOST_AFTER_MS = IS_LONG ? 30_000 : 3_000;
/** The standby looks eight times in that time; the short form runs beside other tests, on a busy machine. */
const TAKEOVER_MS = IS_LONG ? 35_000 : LOST_AFTER_MS + LOST_AFTER_MS / 8 + 2_000;

let feed: FeedSimulator;
let database: OwnPostgres;

beforeAll(async () => {
  [feed, database] = await Promise.all([startFeedSimulator({ port: 0, itemLimit: 60 }), startOwnPostgres()]);
});
afterAll(async () => {
  await feed?.close();
  await database?.close();
});

type Line = { msg: string; fence?: number };

function startWorker() {
  const child = spawn(process.execPath, ["src/processes/worker/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      AUTH_SECRETS: "test-secret-test-secret-test-secret",
      PRICE_FEED_URL: feed.url,
      PRICE_FEED_USER_AGENT: "GE-Metrics fault test (test@example.org)",
      LEASE_LOST_AFTER_MS: String(LOST_AFTER_MS),
      LOG_LEVEL: "info",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(JSON.parse(line) as Line));
  const exited = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  return {
    child,
    fences: () => lines.flatMap(({ msg, fence }) => (msg === "lease taken" ? [fence] : [])),
    lines,
  };
}

/** The names of the workers' connections. */
const writersNow = async () =>
  (
    await database.db.sql<{ name: string }[]>`
      select application_name as name from pg_stat_activity
      where datname = current_database() and application_name like 'ge-metrics worker %'`
  ).map(({ name }) => name);

/** Lets nobody write to a table until it is called, so that a clock job is in the middle of its work. */
async function lockTable(name: string): Promise<() => Promise<void>> {
  const [locked, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const holding = database.db.sql.begin(async (tx) => {
    await tx`lock table ${tx(name)} in share mode`;
    locked.resolve();
    await released.promise;
  });
  await locked.promise;
  const release = async () => {
    released.resolve();
    await holding;
  };
  onTestFinished(release);
  return release;
}

/** The names of the connections that wait for a lock with a statement of a clock job. */
const sweepersNow = async () =>
  (
    await database.db.sql<{ name: string }[]>`
      select application_name as name from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like 'delete from "codes"%'`
  ).map(({ name }) => name);

/** Writes down who writes to tables of the feed jobs and of a clock job, and under which fence. */
const noteWrites = () =>
  database.db.sql`
    create table written (name text not null, relation text not null, fence bigint not null);
    create function note() returns trigger language plpgsql as $$ begin
      insert into written select current_setting('application_name'), tg_table_name, max(fence) from leases;
      return null;
    end $$;
    create trigger note_sessions after delete on sessions for each statement execute function note();
    create trigger note_state after insert or update on market_state for each statement execute function note();
    create trigger note_buckets after insert or update on price_buckets for each statement execute function note();
    create trigger note_prices after insert or update on latest_prices for each statement execute function note();
    create trigger note_feed after insert or update on feed_endpoints for each statement execute function note()`.simple();

test("a worker frozen under load loses its lease, and writes nothing when it goes on", async () => {
  const unlock = await lockTable("codes");
  const first = startWorker();
  await expect.poll(first.fences, { timeout: 30_000 }).toEqual([1]);
  await noteWrites();
  await expect.poll(async () => (await sweepersNow()).length, { timeout: 30_000 }).toBe(1);
  const [frozenName = ""] = await sweepersNow();
  const standby = startWorker();
  await expect.poll(() => standby.lines.length, { timeout: 30_000 }).toBeGreaterThan(0);
  await expect.poll(sweepersNow, { timeout: 30_000, interval: 50 }).toEqual([frozenName]);
  first.child.kill("SIGSTOP");
  await expect.poll(standby.fences, { timeout: TAKEOVER_MS, interval: 100 }).toEqual([2]);
  // What the frozen one had begun was rolled back with its connections.
  await expect.poll(async () => (await writersNow()).includes(frozenName)).toBe(false);

  first.child.kill("SIGCONT");
  await unlock();
  await expect
    .poll(() => first.lines.some(({ msg }) => msg === "lease lost"), { timeout: 20_000 })
    .toBe(true);
  const written = () => database.db.sql<{ name: string; relation: string }[]>`
    select distinct name, relation from written where fence = 2`;
  const relations = async () => (await written()).map(({ relation }) => relation);
  await expect
    .poll(relations, { timeout: 60_000 })
    .toEqual(expect.arrayContaining(["sessions", "feed_endpoints"]));
  const names = new Set((await written()).map(({ name }) => name));
  expect([...names]).toEqual([expect.stringMatching(/^ge-metrics worker /)]);
  expect(names).not.toContain(frozenName);
  expect(standby.fences()).toEqual([2]);
}, 120_000);
