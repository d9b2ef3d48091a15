import { sql } from "drizzle-orm";
import { features } from "#server/features.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { billingJobs } from "#features/billing/jobs.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import type { Db } from "#platform/db/db.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import { sleep } from "#platform/sleep.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { runWorker } from "#processes/worker/worker.ts";
import { addUser, billingDeps, tickingClock } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import {
  createTestClock,
  IMPATIENT,
  openTestUpstream,
  silentLog,
  startTestFeed,
} from "../../support/servers/feed.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

/** A feed that takes every question and answers none: what needs no prices goes on. */
const POLL_OPTIONS = { timeout: 20_000, interval: 50 };
const clock = createTestClock();
let feed: FeedSimulator;
let database: TestDatabase;
let stripe: TestStripe;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  stops = [];
  [feed, database, stripe] = await Promise.all([
    startTestFeed(clock),
    createTestDatabase(),
    startTestStripe({ clock: tickingClock() }),
  ]);
  for (const name of ["latest", "5m", "1h", "24h", "mapping"] as const) feed.setFault(name, { kind: "hang" });
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await Promise.all([feed.close(), stripe.close()]);
  await database.drop();
});

const KEPT_DAYS = { history5m: null, history1h: null, unownedAudit: 90, stripeEvents: null };

function start(clockJobs: readonly Job[] | ((db: Db) => readonly Job[]), leaseLostAfterMs?: number) {
  const stopping = new AbortController();
  const working = runWorker(
    {
      databaseUrl: database.url,
      upstream: openTestUpstream(feed.url, clock, { limits: IMPATIENT }),
      clock,
      sleep,
      random: Math.random,
      log: silentLog,
      features,
      keptDays: KEPT_DAYS,
      clockJobs: (db) => (typeof clockJobs === "function" ? clockJobs(db) : clockJobs),
      ...(leaseLostAfterMs !== undefined && { leaseLostAfterMs }),
    },
    stopping.signal,
  );
  stops.push(async () => {
    stopping.abort();
    await working.catch(() => undefined);
  });
  return { working };
}

/** How often it ran, by whom. */
const noted = (ran: string[], name: string): Job => ({
  name,
  run: async () => {
    ran.push(name);
    return Promise.resolve(3_600_000);
  },
});

test("billing is compared with Stripe", async () => {
  const deps = billingDeps(database.db, tickingClock(), stripe.account);
  const { actor, userId } = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps, actor);
  await stripe.stripe.subscriptions.create({
    customer: stripeId,
    items: [{ price: stripe.prices.monthly }],
    trial_period_days: 30,
  });
  start(billingJobs({ ...deps, keptDays: KEPT_DAYS }));
  await expect
    .poll(async () => (await readCustomer(database.db.orm, userId))?.status, POLL_OPTIONS)
    .toBe("trialing");
});

test("one of many workers does it, and after a loss of the lease it is taken up again", async () => {
  const ran: string[] = [];
  start([noted(ran, "first")]);
  await expect.poll(() => ran, POLL_OPTIONS).toEqual(["first"]);
  start([noted(ran, "second")]);
  await sleep(500, new AbortController().signal);
  expect(ran).toEqual(["first"]);
  await database.db.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'ge-metrics lease %'`;
  await expect.poll(() => ran.length, POLL_OPTIONS).toBe(2);
});

test("a clock job that goes on after its worker has lost the lease writes nothing", async () => {
  await database.db.sql`create table written (run int not null)`;
  const stalled = Promise.withResolvers<void>();
  const outcomes: string[][] = [];
  let runs = 0;
  start(
    (db) => [
      {
        name: "writes",
        run: async () => {
          const run = ++runs;
          // As a frozen process would be, and one that waits for another server.
          if (run === 1) await stalled.promise;
          const row = sql`insert into written values (${run})`;
          const done = await Promise.allSettled([
            db.execute(row),
            db.transaction(async (tx) => tx.execute(row)),
          ]);
          outcomes.push(done.map(({ status }) => status));
          return 3_600_000;
        },
      },
    ],
    3_000,
  );
  await expect.poll(() => runs, POLL_OPTIONS).toBe(1);
  await database.db.sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like 'ge-metrics lease %'`;
  await expect.poll(() => outcomes, POLL_OPTIONS).toEqual([["fulfilled", "fulfilled"]]);
  stalled.resolve();
  await expect.poll(() => outcomes[1], POLL_OPTIONS).toEqual(["rejected", "rejected"]);
  expect(await database.db.sql`select run from written`).toEqual([{ run: 2 }, { run: 2 }]);
});

test("another feed's database ends the worker once that feed answers, and the jobs with it", async () => {
  await database.db.sql`
    update feed_state set url = 'https://prices.runescape.wiki/api/v1/osrs', source = 'wiki'`;
  const signals: AbortSignal[] = [];
  const waits: Job = {
    name: "waits",
    run: async (signal) => {
      signals.push(signal);
      await sleep(3_600_000, signal);
      return 0;
    },
  };
  const { working } = start([waits]);
  const ended = expect(working).rejects.toMatchObject({ code: "conflict" });
  await expect.poll(() => signals.map(({ aborted }) => aborted), POLL_OPTIONS).toEqual([false]);
  feed.clearFaults();
  await ended;
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});
