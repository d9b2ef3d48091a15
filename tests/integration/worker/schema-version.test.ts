import { afterEach, beforeEach, expect, test } from "vitest";
import { readSchemaState, waitForSchema } from "#platform/db/schema-version.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { silentLog } from "../../support/servers/feed.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import { systemClock } from "#platform/clock.ts";

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const state = () => readSchemaState(database.db.orm);

test("compares the tables of the database with those of the code", async () => {
  expect(await state()).toBe("same");
  await database.db.sql`
    insert into drizzle.__drizzle_migrations (hash, created_at) select 'later', max(created_at) + 1
    from drizzle.__drizzle_migrations`;
  expect(await state()).toBe("newer");
  await database.db.sql`delete from drizzle.__drizzle_migrations where hash = 'later' or id = (
    select max(id) from drizzle.__drizzle_migrations where hash <> 'later')`;
  expect(await state()).toBe("older");
  await database.db.sql`drop schema drizzle cascade`;
  expect(await state()).toBe("older");
});

test("a web process on other tables is not ready and says so; one that waits says it once", async () => {
  const web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock });
  const ready = async () => (await fetch(`${web.url}/health/ready`)).status;
  expect(await ready()).toBe(200);
  await database.db.sql`alter table drizzle.__drizzle_migrations rename to elsewhere`;
  await expect.poll(ready, { timeout: 5_000 }).toBe(503);
  const deep = (await (await fetch(`${web.url}/health/deep`)).json()) as { checks: Record<string, string> };
  expect(deep.checks["schema"]).toBe("failing");
  const said: string[] = [];
  const log = { ...silentLog, error: (_fields: unknown, text?: string) => void said.push(text ?? "") };
  let isDone = false;
  const waiting = waitForSchema({ db: database.db.orm, log }).then(() => (isDone = true));
  await expect.poll(() => said).toEqual([expect.stringContaining("npm run migrate")]);
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  expect([said.length, isDone]).toEqual([1, false]);
  await database.db.sql`alter table drizzle.elsewhere rename to __drizzle_migrations`;
  await waiting;
  await expect.poll(ready, { timeout: 5_000 }).toBe(200);
  await web.close();
});

test("deep health knows a worker that is silent, a job that waits for too long, and a database that takes no writes", async () => {
  const web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock });
  const checks = async () =>
    ((await (await fetch(`${web.url}/health/deep`)).json()) as { checks: Record<string, string> }).checks;
  const { sql } = database.db;
  expect(await checks()).toMatchObject({ worker: "not_configured", queues: "ok", database: "ok" });
  await sql`insert into leases (name, holder, fence, heartbeat_at) values ('test', 'x', 1, now())`;
  await expect.poll(async () => (await checks())["worker"], { timeout: 5_000 }).toBe("ok");
  await sql`update leases set heartbeat_at = now() - interval '2 minutes'`;
  await sql`insert into pgboss.job (name, created_on, start_after)
    values ('mail', now() - interval '1 hour', now() - interval '1 hour')`;
  await expect.poll(checks, { timeout: 5_000 }).toMatchObject({ worker: "failing", queues: "failing" });
  const figures = await web.metrics();
  expect(figures).toMatch(/^ge_queue_oldest_seconds\{queue="mail",process="web"\} 36\d\d/m);
  expect(figures).toMatch(/^ge_queue_jobs\{queue="mail",process="web"\} 1$/m);
  expect(figures).toMatch(/^ge_lease_heartbeat_seconds\{lease="test",process="web"\} 12\d/m);
  await sql.unsafe(
    `alter database ${new URL(database.url).pathname.slice(1)} set default_transaction_read_only = on`,
  );
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'ge-web' and datname = current_database()`;
  await expect.poll(async () => (await checks())["database"], { timeout: 5_000 }).toBe("failing");
  await web.close();
});
