import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requestJob } from "#platform/jobs/jobs.ts";
import { IMPORT_QUEUE } from "#features/imports/queues.ts";
import { startOwnPostgres } from "../support/servers/own-postgres.ts";
import type { OwnPostgres } from "../support/servers/own-postgres.ts";

/** The worker as it is shipped is killed (SIGKILL) while it reads a file; another one notices, and reads it. */
let postgres: OwnPostgres;
const workers: ChildProcess[] = [];
beforeAll(async () => {
  postgres = await startOwnPostgres();
}, 120_000);
afterAll(async () => {
  for (const child of workers) child.kill("SIGKILL");
  await postgres.close();
});

function startWorker(): ChildProcess {
  const child = spawn(process.execPath, ["src/processes/worker/main.ts"], {
    env: {
      ...process.env,
      VITEST: "",
      DATABASE_URL: postgres.url,
      AUTH_SECRETS: "test-secret-test-secret-test-secret",
      // Queued jobs do not wait for the feed.
      PRICE_FEED_URL: "http://127.0.0.1:9",
      PRICE_FEED_USER_AGENT: "GE-Metrics fault test (test@example.org)",
    },
    stdio: "ignore",
  });
  workers.push(child);
  return child;
}

const ROWS = 150_000;

test("a file goes on being read after the worker was killed", { timeout: 180_000 }, async () => {
  const { sql, orm } = postgres.db;
  await sql`
    insert into items (id, name, examine, members, icon, updated_at)
    values (561, 'Nature rune', '', false, '', now())`;
  const log = Buffer.from(
    Array.from({ length: ROWS }, (_, at) =>
      JSON.stringify({ b: true, i: 561, q: 1, p: 100, t: 1_780_000_000_000 + at }),
    ).join("\n"),
  );
  const id = randomUUID();
  await sql`
    insert into imports (id, user_id, name, state, created_at, changed_at, size_bytes, received_bytes, files, options)
    values (${id}, ${randomUUID()}, 'log.json', 'reading', now(), now(), ${log.length}, ${log.length}, '[]', '{}')`;
  await sql`insert into import_chunks (import_id, offset_bytes, bytes) values (${id}, 0, ${log})`;
  await orm.transaction((tx) => requestJob(tx, IMPORT_QUEUE, id));

  const stateOf = async () => {
    const [row] = await sql<{ state: string; rows: number; isCopying: boolean }[]>`
      select state, rows::int as rows, exists (select from pg_stat_activity where query like 'copy import_rows_%'
        or query like 'copy "import_rows_%') as "isCopying"
      from imports where id = ${id}`;
    return row;
  };
  const doomed = startWorker();
  await expect
    .poll(stateOf, { timeout: 60_000, interval: 20 })
    .toMatchObject({ state: "reading", isCopying: true });
  doomed.kill("SIGKILL");
  await once(doomed, "exit");
  expect(await stateOf()).toMatchObject({ state: "reading" });
  startWorker();
  await expect
    .poll(stateOf, { timeout: 120_000, interval: 500 })
    .toMatchObject({ state: "ready", rows: ROWS });
  const [summary] = await sql`select summary -> 'new' as new from imports where id = ${id}`;
  expect(summary).toEqual({ new: ROWS });
});
