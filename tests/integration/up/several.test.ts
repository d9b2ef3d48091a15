import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "#processes/up/children/tied-process.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import type { PostgresServer } from "#processes/up/postgres/postgres.ts";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sharedRedis } from "../../support/servers/redis.ts";

const START_MS = 60_000;
const TOKEN = "token-of-the-bridge-in-this-test";
let dir: string;
let postgres: PostgresServer;
let feed: FeedSimulator;
const stops: (() => Promise<number | null>)[] = [];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-several-"));
  [postgres, feed] = await Promise.all([
    startPostgres({ dir, durable: false }),
    startFeedSimulator({ port: 0, itemLimit: 60 }),
  ]);
  await ensureDatabase(postgres.url("postgres"), "several");
}, START_MS);
afterAll(async () => {
  for (const stop of stops) await stop();
  await feed?.close();
  await postgres?.stop();
  await rm(dir, { recursive: true, force: true });
}, START_MS);

/** Runs a process as its npm script does, and ends it with SIGTERM. */
function run(script: string, env: Record<string, string>): { stop: () => Promise<number | null> } {
  const child = spawn(process.execPath, [script], {
    env: { ...process.env, NODE_ENV: "production", VITEST: "", LOG_LEVEL: "error", ...env },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const ended = once(child, "exit").then(([code]) => code as number | null);
  const stop = () => {
    child.kill("SIGTERM");
    return ended;
  };
  stops.push(stop);
  return { stop };
}

/** What a command that fails writes as its error. */
const failureOf = (script: string, env: Record<string, string>): Promise<string> =>
  promisify(execFile)(process.execPath, [script], {
    env: { ...process.env, NODE_ENV: "production", ...env },
  }).then(
    () => "it did not fail",
    (error: { stderr?: string }) => error.stderr ?? "",
  );

test("two webs and two workers run from their commands on one database and one Redis", async () => {
  const [bridgePort, onePort, otherPort] = [await freePort(), await freePort(), await freePort()];
  const shared = {
    DATABASE_URL: postgres.url("several"),
    AUTH_SECRETS: "test-secret-test-secret-test-secret",
    PUBLIC_URL: "https://ge.example.org",
    PRICE_FEED_URL: feed.url,
    PRICE_FEED_USER_AGENT: "GE-Metrics test (test@example.org)",
    UPSTASH_REDIS_REST_URL: `http://127.0.0.1:${bridgePort}`,
    UPSTASH_REDIS_REST_TOKEN: TOKEN,
  };
  // Started first: it waits for the tables.
  const webs = [onePort, otherPort].map((port) =>
    run("src/processes/web/main.ts", { ...shared, PORT: String(port) }),
  );
  const workers = [1, 2].map(() => run("src/processes/worker/main.ts", shared));
  const bridge = run("src/processes/commands/bridge.ts", {
    REDIS_URL: sharedRedis().url,
    UPSTASH_REDIS_REST_TOKEN: TOKEN,
    PORT: String(bridgePort),
  });
  const ready = async (port: number) =>
    fetch(`http://127.0.0.1:${port}/health/ready`).then(
      ({ status }) => status,
      () => 0,
    );
  await expect.poll(() => ready(onePort), { timeout: START_MS }).toBe(503);
  // The port of the bridge is taken by now, and a database that does not answer is no stack either.
  const bridgeAgain = {
    REDIS_URL: sharedRedis().url,
    UPSTASH_REDIS_REST_TOKEN: TOKEN,
    PORT: String(bridgePort),
  };
  expect(await failureOf("src/processes/commands/bridge.ts", bridgeAgain)).toBe(
    `! Port ${bridgePort} is taken by another program. Choose one with PORT, as in: PORT=${bridgePort + 1} npm run bridge\n`,
  );
  const noDatabase = { DATABASE_URL: `postgres://127.0.0.1:${await freePort()}/none`, DATABASE_WAIT_S: "0" };
  expect(await failureOf("src/processes/commands/migrate.ts", noDatabase)).toBe(
    "! The database of DATABASE_URL did not answer within 0 s. Check that it runs, and what DATABASE_URL says.\n",
  );
  const migrate = promisify(execFile)(process.execPath, ["src/processes/commands/migrate.ts"], {
    env: { ...process.env, ...shared },
  });
  expect((await migrate).stdout).toContain("the database is up to date");
  for (const port of [onePort, otherPort]) {
    await expect.poll(() => ready(port), { timeout: START_MS }).toBe(200);
    const items = async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/trpc/items.getAll`);
      const body = (await answer.json()) as { result?: { data: { columns: { id: number[] } } } };
      return body.result?.data.columns.id.length ?? 0;
    };
    await expect.poll(items, { timeout: START_MS, interval: 500 }).toBeGreaterThan(50);
    expect((await fetch(`http://127.0.0.1:${port}/plans`)).status).toBe(200);
    const deep = (await (await fetch(`http://127.0.0.1:${port}/health/deep`)).json()) as {
      checks: Record<string, string>;
    };
    expect(deep.checks).toMatchObject({ database: "ok", schema: "ok", redis: "ok" });
  }
  const codes = await Promise.all([...webs, ...workers, bridge].map(({ stop }) => stop()));
  expect(codes).toEqual([0, 0, 0, 0, 0]);
}, 180_000);
