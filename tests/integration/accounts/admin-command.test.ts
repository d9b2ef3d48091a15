import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { sessions, users } from "#features/accounts/schema.ts";
import { auditLog } from "#features/audit/schema.ts";
import { openDb } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { randomEmail } from "../../support/people/members.ts";

/** A command starts in a second and a half of one core, and there may be many on it. */
vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, "../../..");
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** The command as npm starts it. */
async function admin(args: readonly string[], env: Record<string, string> = { DATABASE_URL: database.url }) {
  const child = spawn(process.execPath, ["src/processes/commands/make-admin.ts", ...args], {
    cwd: ROOT,
    env: { PATH: process.env["PATH"], NODE_ENV: "production", ...env },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { out: "", err: "" };
  child.stdout.on("data", (text: Buffer) => (said.out += text.toString()));
  child.stderr.on("data", (text: Buffer) => (said.err += text.toString()));
  await once(child, "close");
  return { code: child.exitCode, ...said };
}

type Row = Partial<typeof users.$inferInsert>;

/** Somebody with an account and one session. */
async function seedUser(db: Db, more: Row = {}): Promise<{ id: string; email: string }> {
  const now = new Date();
  const stamps = { createdAt: now, updatedAt: now };
  const user = { id: randomUUID(), email: randomEmail() };
  await db.insert(users).values({ ...user, name: "Zezima", emailVerified: true, ...stamps, ...more });
  const expiresAt = new Date(now.getTime() + 86_400_000);
  await db
    .insert(sessions)
    .values({ id: randomUUID(), token: randomUUID(), userId: user.id, expiresAt, ...stamps });
  return user;
}

const rolesOf = async (db: Db): Promise<Record<string, string>> =>
  Object.fromEntries((await db.select().from(users)).map(({ email, role }) => [email, role]));

test("makes the account an admin, ends its sessions and writes to the audit log", async () => {
  const { orm } = database.db;
  const [user, other] = [await seedUser(orm), await seedUser(orm)];
  const first = await admin([` ${user.email.toUpperCase()} `]);
  expect(first).toEqual({
    code: 0,
    out: expect.stringContaining(`${user.email} is an admin now, in ${database.name} on `),
    err: "",
  });
  expect(first.out).toContain("The admin pages open once the account has a second factor");
  expect(await rolesOf(orm)).toMatchObject({ [user.email]: "admin", [other.email]: "user" });
  expect((await orm.select().from(sessions)).map(({ userId }) => userId)).toEqual([other.id]);
  expect(await orm.select().from(auditLog)).toEqual([
    expect.objectContaining({
      userId: user.id,
      action: "role_changed",
      ip: "the command line",
      detail: { from: "user", to: "admin" },
    }),
  ]);

  await orm.update(users).set({ twoFactorEnabled: true }).where(eq(users.id, user.id));
  const again = await admin([user.email]);
  expect(again).toEqual({ code: 0, out: expect.stringContaining("is an admin already"), err: "" });
  expect(again.out).not.toContain("second factor");
  expect(await orm.select().from(auditLog)).toHaveLength(1);
});

test.each([
  ["an address without an account", null, "No account has this address. Sign up first"],
  [
    "an account whose address was never verified",
    { emailVerified: false },
    "This address was never verified. Sign in with the code first",
  ],
  ["a locked account", { lockedAt: new Date() }, "This account is locked"],
])("%s is refused with a sentence", async (_name, row, sentence) => {
  const { email } = row === null ? { email: randomEmail() } : await seedUser(database.db.orm, row);
  expect(await admin([email])).toEqual({ code: 1, out: "", err: `! ${sentence}\n` });
  expect((await rolesOf(database.db.orm))[email]).toBe(row === null ? undefined : "user");
});

test("invalid arguments are explained in a sentence", async () => {
  const nowhere = `postgres://nobody:nothing@127.0.0.1:${await freePort()}/ge_metrics`;
  for (const [args, env, words] of [
    [[], {}, /^! npm run admin -- EMAIL\n/],
    [["a@example.com", "b@example.com"], {}, /^! npm run admin -- EMAIL\n/],
    [["no address"], {}, /^! Write an e-mail address, such as you@example.com\n$/],
    [["a@example.com"], { DATA_DIR: join(tmpdir(), randomUUID()) }, /^! There is no database in /],
    [["a@example.com"], { DATABASE_URL: nowhere }, /^! The database does not answer\. /],
  ] as const) {
    const { code, out, err } = await admin(args, env);
    expect([code, out, err]).toEqual([1, "", expect.stringMatching(words)]);
    expect(err).not.toContain("    at ");
  }
});

test("a database without the tables of accounts is distinguished from one without that account", async () => {
  const older = await createTestDatabase();
  onTestFinished(older.drop);
  await older.db.sql`drop table users cascade`;
  const { code, err } = await admin([randomEmail()], { DATABASE_URL: older.url });
  expect([code, err]).toEqual([1, expect.stringContaining("knows no accounts yet. Run")]);
});

test("without DATABASE_URL it finds the database of the data directory, running or stopped", async () => {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-admin-"));
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  const server = await startPostgres({ dir: join(dir, "postgres"), durable: false });
  onTestFinished(server.stop);
  const name = "ge_metrics_simulated";
  await ensureDatabase(server.url("postgres"), name);
  await migrateDatabase({ url: server.url(name), folder: "drizzle" });
  const db = openDb({ url: server.url(name), max: 1, applicationName: "test" });
  onTestFinished(() => db.close());
  const [one, two] = [await seedUser(db.orm), await seedUser(db.orm)];

  const lock = await lockDirectory(dir, "a test");
  if ("heldBy" in lock) throw new Error("somebody else holds a directory that was just made");
  const running = await admin([one.email], { DATA_DIR: dir });
  expect([running.code, running.out]).toEqual([0, expect.stringContaining(`in ${name} of the running copy`)]);
  expect(await rolesOf(db.orm)).toEqual({ [one.email]: "admin", [two.email]: "user" });

  await db.close();
  await server.stop();
  await lock.release();
  const stopped = await admin([two.email], { DATA_DIR: dir });
  expect([stopped.code, stopped.out]).toEqual([0, expect.stringContaining(`in ${name} of the stopped copy`)]);
  const again = await admin([two.email], { DATA_DIR: dir });
  expect(again.out).toContain("is an admin already");
});
