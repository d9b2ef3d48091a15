import { chmod, mkdtemp, readFile, readlink, rm, stat, utimes } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { buildPages } from "#processes/up/build/build-pages.ts";
import { openChildLog } from "#processes/up/log/child-log.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { expectUnprivileged } from "../../support/servers/os-user.ts";
import { processesOf, runUp } from "../../support/servers/up.ts";
import type { UpRun } from "../../support/servers/up.ts";

const READY = /^ready http:\/\/localhost:\d+$/;
const START_MS = 120_000;

let dir: string;
let dataDir: string;
let port: number;
const runs: UpRun[] = [];

const start = (env: Record<string, string> = {}, args: string[] = []): UpRun => {
  const run = runUp({ DATA_DIR: dataDir, PORT: String(port), ...env }, args);
  runs.push(run);
  return run;
};
const status = (path: string) =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (response) => response.status,
    () => 0,
  );
const only = async (of: RegExp) => {
  const found = (await processesOf(dataDir)).filter((entry) => of.test(entry.command));
  // Of the two servers of Redis the one of counters works in the data directory.
  const inside = await Promise.all(
    found.map(async (entry) =>
      (await readlink(`/proc/${entry.pid}/cwd`)).startsWith(`${dataDir}/`) ? [entry] : [],
    ),
  );
  const chosen = found.length > 1 ? inside.flat() : found;
  expect(chosen.map((entry) => entry.command)).toHaveLength(1);
  return chosen[0]?.pid ?? -1;
};

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-up-"));
  // Other users may pass, as on most machines.
  await chmod(dir, 0o711);
  dataDir = join(dir, "data");
  port = await freePort();
  const log = openChildLog(dir, "build", console.log);
  await buildPages({ log, setDetail: () => undefined, signal: new AbortController().signal });
  await log.close();
}, 300_000);

afterEach(async () => {
  for (const run of runs.splice(0)) run.signal("SIGKILL");
  for (const { pid } of await processesOf(dataDir)) process.kill(pid, "SIGKILL");
});

afterAll(() => rm(dir, { recursive: true, force: true }));

// Starting takes seconds, so a copy serves several acts of one story, and the next act begins where one ended.
describe("a run", { timeout: 180_000 }, () => {
  test("starts, answers, and is stopped by Ctrl-C with nothing left", async () => {
    const run = start();
    await run.line(READY, START_MS);
    expect(await status("/health/ready")).toBe(200);
    expect(await status("/")).toBe(200);
    // A built copy writes nothing into the checkout, as its user may not.
    expect(await status("/_next/image?url=%2Ficon.svg&w=64&q=75")).toBe(404);
    await expectUnprivileged(dataDir);
    await withDatabase(run, (sql) => sql`create table kept as select 42 as answer`);

    run.signal("SIGINT");
    // npm hands on the Ctrl-C that the terminal has sent already.
    run.signal("SIGINT");
    expect(await run.ended).toBe(0);
    const stopped = run.lines.filter((line) => /^✓ .* stopped/.test(line)).map((line) => line.split(" ")[1]);
    expect(stopped).toEqual(["web", "worker", "REST", "Redis", "REST", "Redis", "PostgreSQL", "simulators"]);
    expect(await processesOf(dataDir)).toEqual([]);
    expect(run.lines.filter((line) => READY.test(line))).toHaveLength(1);
  });

  test("starts again with its data, beside other copies, and replaces what is killed", async () => {
    const run = start();
    await run.line(READY, START_MS);
    expect(await withDatabase(run, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);

    // A second copy: the same directory is refused by name, an own directory and port are served.
    const again = start({ PORT: "0" });
    expect(await again.ended).toBe(1);
    expect(again.lines.join("\n")).toContain(`process ${run.pid}, http://localhost:${port}`);
    const samePort = start({ DATA_DIR: join(dir, "other") });
    expect(await samePort.ended).toBe(1);
    expect(samePort.lines).toHaveLength(1);
    expect(samePort.lines[0]).toMatch(new RegExp(`Port ${port} is taken.*PORT=`));
    const beside = start({ DATA_DIR: join(dir, "beside"), PORT: "0" });
    const ready = await beside.line(READY, START_MS);
    expect((await fetch(`${ready.replace("ready ", "")}/health/ready`)).status).toBe(200);
    expect(await status("/health/ready")).toBe(200);
    beside.signal("SIGTERM");
    expect(await beside.ended).toBe(0);

    for (const [name, command] of [
      ["worker", /worker\/main\.ts/],
      ["Redis", /redis-server/],
      ["PostgreSQL", /^\S+bin\/postgres -D/],
    ] as const) {
      const before = run.lines.length;
      const pid = await only(command);
      process.kill(pid, "SIGKILL");
      const report = await run.line(
        new RegExp(`^! ${name} ended unexpectedly \\(killed by SIGKILL\\)`),
        10_000,
        before,
      );
      expect(report).toContain(
        join(dataDir, "logs", `${name.toLowerCase().replace("postgresql", "postgres")}.log`),
      );
      await run.line(new RegExp(`${name} runs again`), 30_000, before);
      expect(await only(command)).not.toBe(pid);
    }
    expect(await withDatabase(run, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }]);
    await expect.poll(() => status("/health/ready"), { timeout: 10_000 }).toBe(200);
    run.signal("SIGHUP");
    expect(await run.ended).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);
  });

  test("killed itself takes its children along, and the next start recovers", async () => {
    const run = start();
    await run.line(READY, START_MS);
    run.signal("SIGKILL");
    await run.ended;
    await expect.poll(() => processesOf(dataDir), { timeout: 20_000 }).toEqual([]);
    const next = start();
    await next.line(READY, START_MS);

    // A second Ctrl-C does not wait for a child that hangs.
    process.kill(await only(/worker\/main\.ts/), "SIGSTOP");
    next.signal("SIGINT");
    await next.line(/web stopped/);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    next.signal("SIGINT");
    expect(await next.ended).toBe(130);
    await expect.poll(() => processesOf(dataDir), { timeout: 10_000 }).toEqual([]);
  });

  test("starts beside the build, and is stopped while it starts, without a stack and without a rest", async () => {
    // As another copy that builds the same pages.
    const build = await lockDirectory(".next", "a test");
    if ("heldBy" in build) throw new Error("the pages are being built");
    try {
      const run = start();
      await run.line(/^✓ worker/, START_MS);
      await run.line(/^… pages - waiting for process/);
      run.signal("SIGINT");
      expect(await run.ended).toBe(0);
      expect(run.lines.join("\n")).not.toMatch(/\bat .*\.ts:|Error/);
    } finally {
      await build.release();
    }
    expect(await processesOf(dataDir)).toEqual([]);
  });
});

describe("--dev", { timeout: 180_000 }, () => {
  test("serves pages as they are now, and restarts what a changed source belongs to", async () => {
    const run = start({}, ["--dev"]);
    await run.line(READY, START_MS);
    expect(await status("/")).toBe(200);
    expect(run.lines.join("\n"), "what Next.js writes while it compiles is no source").not.toContain(
      "restarts",
    );

    const before = await only(/worker\/main\.ts/);
    const source = "src/processes/worker/main.ts";
    const { atime } = await stat(source);
    await utimes(source, atime, new Date());
    expect(await run.line(/restarts/)).toContain(`worker restarts: ${source} changed`);
    await expect
      .poll(() => only(/worker\/main\.ts/).catch(() => before), { timeout: 20_000 })
      .not.toBe(before);
    expect(run.lines.join("\n")).not.toContain("unexpectedly");

    run.signal("SIGINT");
    expect(await run.ended).toBe(0);
    expect(await processesOf(dataDir)).toEqual([]);
  });
});

describe("a feed of another kind, on another address", { timeout: 120_000 }, () => {
  test("has a database of its own and no simulator, and Stripe's events reach it", async () => {
    const feed = createServer((_, response) => response.writeHead(503).end());
    await new Promise<void>((done) => feed.listen(0, "127.0.0.1", done));
    const address = feed.address();
    const feedPort = address && typeof address === "object" ? address.port : 0;
    try {
      const run = start({
        PRICE_FEED_URL: `http://127.0.0.1:${feedPort}/api/v1/osrs`,
        HOST: "127.0.0.2",
      });
      expect(await run.line(/^ready/, START_MS)).toBe(`ready http://127.0.0.2:${port}`);
      expect(await status("/health/live"), "the usual address").toBe(0);
      expect(run.lines.join("\n")).not.toContain("feed simulator");
      const names = await withDatabase(
        run,
        (sql) => sql`select datname from pg_database where datname like 'ge_metrics%'`,
      );
      expect(names).toHaveLength(2);
      const other = names.map(({ datname }) => datname as string).find((name) => !name.endsWith("simulated"));
      const events = () =>
        withDatabase(run, (sql) => sql`select type from stripe_events where type like 'price.%'`, other);
      await expect.poll(events, { timeout: 20_000 }).not.toHaveLength(0);
      run.signal("SIGINT");
      expect(await run.ended).toBe(0);
    } finally {
      feed.closeAllConnections();
      feed.close();
    }
  });
});

describe("a setting that cannot be used", () => {
  test.each([
    ["a port that is no number", { PORT: "http" }, [], "PORT"],
    [
      "a REST address without its token",
      { UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1" },
      [],
      "UPSTASH_REDIS_REST_TOKEN",
    ],
    ["two feeds", { PRICE_FEED_URL: "http://127.0.0.1:1/x" }, ["--live"], "PRICE_FEED_URL"],
    ["an address of another machine", { HOST: "203.0.113.7" }, [], "HOST (203.0.113.7)"],
  ])("%s is named, without a stack", async (_, env, args, named) => {
    const run = start(env, args);
    expect(await run.ended).toBe(1);
    expect(run.lines.join("\n")).toContain(named);
    expect(run.lines.join("\n")).not.toContain("    at ");
  });
});

/** The database that `up` made, through the port that it printed and the password that it keeps. */
async function withDatabase<T>(
  run: UpRun,
  query: (sql: postgres.Sql) => Promise<T>,
  name = "ge_metrics_simulated",
): Promise<T> {
  const line = await run.line(/PostgreSQL 18 - 127\.0\.0\.1:\d+/);
  const found = /127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? "";
  const password = await readFile(join(dataDir, "postgres", "password"), "utf8");
  const sql = postgres(`postgres://ge_metrics:${password}@127.0.0.1:${found}/${name}`, {
    max: 1,
  });
  try {
    return await query(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
