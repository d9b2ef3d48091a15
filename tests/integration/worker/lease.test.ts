import { DrizzleQueryError, sql as orms } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { connect, createServer } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fenceDb, LeaseLost } from "#platform/db/fence.ts";
import { withLease } from "#platform/db/lease.ts";
import type { Log } from "#platform/log/log.ts";
import { sleep } from "#platform/sleep.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { silentLog } from "../../support/servers/feed.ts";

let database: TestDatabase;
let stops: (() => Promise<void>)[];

beforeEach(async () => {
  stops = [];
  database = await createTestDatabase();
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  await database.drop();
});

/** One that wants the lease: how often it got it, and whether it works now. */
function contend({
  url = database.url,
  log = silentLog,
  times = {},
}: { url?: string; log?: Log; times?: { lostAfterMs?: number; intervalMs?: number } } = {}) {
  const holder = randomUUID().slice(0, 8);
  const stop = new AbortController();
  const state = { taken: 0, working: false };
  const ended = withLease(
    { url, name: "test", holder, log, sleep, signal: stop.signal, intervalMs: 50, ...times },
    async (signal) => {
      state.taken += 1;
      state.working = true;
      await sleep(3_600_000, signal);
      state.working = false;
    },
  );
  const end = async () => {
    stop.abort();
    await ended;
  };
  stops.push(end);
  return { state, end };
}

const eventually = (holds: () => boolean) => expect.poll(holds, { timeout: 10_000, interval: 20 }).toBe(true);
const endSessions = () => database.db.sql`
  select pg_terminate_backend(pid) from pg_stat_activity
  where application_name like 'ge-metrics lease %' and datname = current_database()`;

test("one of many works, and when it stops another takes over", async () => {
  const contenders = [contend(), contend(), contend()];
  const working = () => contenders.filter(({ state }) => state.working);
  await eventually(() => working().length === 1);
  await sleep(200, new AbortController().signal);
  expect(working()).toHaveLength(1);

  const [first] = working();
  await first?.end();
  await eventually(() => working().length === 1);
  expect(working()[0]).not.toBe(first);
});

test("a lost connection stops the work, and the lease is taken again", async () => {
  const { state } = contend();
  await eventually(() => state.working);
  await endSessions();
  await eventually(() => state.taken === 2 && state.working);
});

test("after every loss exactly one works again", async () => {
  const contenders = [contend(), contend(), contend()];
  const working = () => contenders.filter(({ state }) => state.working).length;
  const taken = () => contenders.reduce((sum, { state }) => sum + state.taken, 0);
  for (let round = 0; round < 5; round++) {
    await eventually(() => working() === 1);
    const before = taken();
    await endSessions();
    await eventually(() => taken() > before);
  }
  await eventually(() => working() === 1);
  await sleep(300, new AbortController().signal);
  expect(working()).toBe(1);
});

test("what the work throws reaches the caller and gives the lease back", async () => {
  const lease = {
    url: database.url,
    name: "test",
    holder: "first",
    log: silentLog,
    sleep,
    signal: new AbortController().signal,
    intervalMs: 50,
  };
  await expect(withLease(lease, () => Promise.reject(new Error("wrong feed")))).rejects.toThrow("wrong feed");
  const { state } = contend();
  await eventually(() => state.working);
});

test("a database that is away is waited for", async () => {
  const url = new URL(database.url);
  const server = { host: url.hostname, port: Number(url.port) };
  url.hostname = "127.0.0.1";
  url.port = String(await freePort());
  let failures = 0;
  const log = { ...silentLog, warn: () => void (failures += 1) };
  const { state } = contend({ url: url.href, log });
  await eventually(() => failures >= 3);
  expect(state.taken).toBe(0);

  const relay = createServer((near) => {
    const far = connect(server);
    for (const socket of [near, far]) socket.on("error", () => undefined);
    near.pipe(far).pipe(near);
  });
  relay.listen(Number(url.port), "127.0.0.1");
  stops.push(async () => void relay.close());
  await eventually(() => state.working);
});

test("an earlier holder writes nothing, by either client", async () => {
  const { sql: direct } = database.db;
  await direct`create table written (fence int not null)`;
  await direct`insert into leases (name, holder, fence, heartbeat_at) values ('test', 'second', 2, now())`;
  const written = () => direct`select fence from written`;
  const ways = (fence: number, isValid: boolean) => {
    const { sql, orm } = fenceDb(database.db, { name: "test", fence, isValid: () => isValid });
    const row = orms`insert into written values (${fence})`;
    return {
      transactions: [
        async () => sql.begin((tx) => tx`insert into written values (${fence})`),
        async () => orm.transaction((tx) => tx.execute(row)),
      ],
      statements: [async () => sql`insert into written values (${fence})`, async () => orm.execute(row)],
    };
  };
  // The database knows another holder, and the one before does not know it yet.
  for (const write of ways(1, true).transactions) await expect(write()).rejects.toBeInstanceOf(LeaseLost);
  // The holder knows that it was silent for too long, or has given the lease back.
  const late = ways(2, false);
  for (const write of [...late.transactions, ...late.statements]) {
    // The ORM wraps what a statement throws.
    const error: unknown = await write().catch((thrown: unknown) => thrown);
    expect(error instanceof DrizzleQueryError ? error.cause : error).toBeInstanceOf(LeaseLost);
  }
  expect(await written()).toEqual([]);
  const held = ways(2, true);
  for (const write of [...held.transactions, ...held.statements]) await write();
  expect(await written()).toEqual(Array.from({ length: 4 }, () => ({ fence: 2 })));
});
