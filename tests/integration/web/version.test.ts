import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { describeVersion, readVersion } from "#platform/version.ts";
import { makeAdmin } from "../../support/people/admins.ts";
import { signUp } from "../../support/people/members.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import { startWebProcess } from "../../support/servers/web-process.ts";

/** A busy machine takes a while to load a process. */
const START_MS = 60_000;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const { version } = JSON.parse(await readFile("package.json", "utf8")) as { version: string };

test("strangers see the version at /health, and only admins the revision", async () => {
  const web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock });
  onTestFinished(web.close);
  const ask = async (path: string): Promise<unknown> => (await fetch(web.url + path)).json();
  const timestamp = expect.any(Number) as number;
  expect(await ask("/health")).toEqual({ status: "ok", timestamp, version });
  for (const path of ["/health/live", "/health/ready"])
    expect(await ask(path)).toEqual({ status: "ok", timestamp });
  expect(await ask("/health/deep")).not.toHaveProperty("version");

  const member = await signUp(web, database.db, { name: "An admin to be" });
  expect((await member.ask("admin.getVersion")).status).toBe(403);
  await makeAdmin(database.db, member);
  expect((await member.ask("admin.getVersion")).data).toEqual({ ...readVersion(), version });
});

test(
  "web tells its version in its log when it starts",
  async () => {
    const web = await startWebProcess({ databaseUrl: database.url, redis: sharedRedis() });
    onTestFinished(web.kill);
    expect(web.lines.find(({ msg }) => msg === "listening")).toMatchObject({ ...readVersion(), version });
  },
  START_MS,
);

test.each(["up", "web", "worker"])(
  "%s --version prints it and starts nothing, whatever the settings are",
  async (name) => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      [`src/processes/${name}/main.ts`, "--version"],
      { env: { PATH: process.env["PATH"] ?? "", NODE_ENV: "production", PORT: "no port" } },
    );
    expect({ stdout, stderr }).toEqual({ stdout: `${describeVersion(readVersion())}\n`, stderr: "" });
  },
  START_MS,
);
