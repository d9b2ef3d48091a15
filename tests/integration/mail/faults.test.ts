import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openDb } from "#platform/db/db.ts";
import { MailFailure, openMailTransport } from "#platform/mail.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf, mailTo, POLL_OPTIONS, queue, SECRET, startMailWorker } from "../../support/servers/mail.ts";
import { startTestSmtp } from "../../support/servers/smtp.ts";
import type { TestSmtp } from "../../support/servers/smtp.ts";

/** Mail servers that refuse, hang or accept later, and a database that becomes unavailable. */
let database: TestDatabase;
let undo: (() => Promise<unknown>)[];

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
});
afterAll(() => database.drop());
beforeEach(() => {
  undo = [];
});
afterEach(async () => {
  for (const step of undo.toReversed()) await step();
  await database.db.sql`delete from pgboss.job`;
});

const smtp = async (...args: Parameters<typeof startTestSmtp>): Promise<TestSmtp> => {
  const server = await startTestSmtp(...args);
  undo.push(server.close);
  return server;
};
const work = (smtpUrl: string, url = database.url) => {
  const worker = startMailWorker(url, { smtpUrl });
  undo.push(worker.stop);
  return worker;
};
const states = async () => (await jobsOf(database.db)).map(({ state }) => state);

test("a mail to a refused receiver fails at once, is logged without the e-mail address, and does not block the queue", async () => {
  const server = await smtp((to) =>
    to.startsWith("nobody") ? "550 5.1.1 nobody@example.org is unknown here" : "take",
  );
  const worker = work(server.url);
  await queue(database.db, mailTo("nobody@example.org"));
  await queue(database.db, mailTo("somebody@example.org"));
  await expect.poll(states, POLL_OPTIONS).toEqual(["failed", "completed"]);
  expect(server.taken).toEqual(["somebody@example.org"]);
  const [line, ...others] = worker.said("a mail is refused for good");
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    level: 50,
    error: { message: "the mail server refuses this mail (EENVELOPE 550)" },
  });
  const [refused] = await jobsOf(database.db);
  expect(refused?.tries).toBe(0);
  expect(JSON.stringify(worker.lines) + refused?.text).not.toContain("nobody@");
});

test("a server that is busy is asked again, and takes the mail once", async () => {
  let asked = 0;
  const server = await smtp(() => (asked++ === 0 ? "451 4.3.2 try later" : "take"));
  work(server.url);
  await queue(database.db, mailTo("busy@example.org"));
  await expect.poll(states, POLL_OPTIONS).toEqual(["completed"]);
  expect(server.taken).toEqual(["busy@example.org"]);
  expect(asked).toBe(2);
});

test.each([
  ["never greets is given up after 5 s", { mute: true }, "", "(ETIMEDOUT GREETING_TIMEOUT)"],
  ["does not let us sign in may do so later", { signIn: "535 5.7.8 no" }, "desk:secret@", "(EAUTH 535)"],
] as const)("a server that %s, and the error says why without names", async (_name, opts, account, why) => {
  const server = await smtp(() => "take", opts);
  const mail = { messageId: "<1@example.org>", from: "a@example.org", to: "slow@example.org" };
  const sent = openMailTransport(server.url.replace("//", `//${account}`)).send(
    { ...mail, subject: "s", text: "t", html: "h" },
    new AbortController().signal,
  );
  const error: unknown = await sent.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(MailFailure);
  expect(error).toMatchObject({ permanent: false, message: `the mail server did not take the mail ${why}` });
});

test("a worker stops in time while a server hangs, exits with 0, and the mail is retried", async () => {
  const server = await smtp(() => "silence");
  await queue(database.db, mailTo("stuck@example.org"));
  const child = spawn(process.execPath, ["src/processes/worker/main.ts"], {
    env: {
      ...process.env,
      DATABASE_URL: database.url,
      PRICE_FEED_URL: `http://127.0.0.1:${await freePort()}/`,
      PRICE_FEED_USER_AGENT: "GE-Metrics mail test (test@example.org)",
      AUTH_SECRETS: SECRET,
      SMTP_URL: server.url,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  undo.push(async () => {
    child.kill("SIGKILL");
    await exited;
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => lines.push(line));
  // A busy machine takes long to load the process.
  await expect.poll(server.connections, { ...POLL_OPTIONS, timeout: 40_000 }).toBe(1);
  expect(await states()).toEqual(["active"]);

  const startedMs = performance.now();
  child.kill("SIGTERM");
  expect((await exited)[0]).toBe(0);
  expect(performance.now() - startedMs).toBeLessThan(4_500);
  expect(lines.join("\n")).toContain('"msg":"stopped"');
  expect(lines.join("\n")).not.toContain("stuck@");
  expect(await states()).toEqual(["retry"]);

  const better = await smtp(() => "take");
  work(better.url);
  await expect.poll(states, POLL_OPTIONS).toEqual(["completed"]);
  expect(better.taken).toEqual(["stuck@example.org"]);
}, 90_000);

test("mails are sent after the first migration, and after a restart of PostgreSQL", async () => {
  const dir = await mkdtemp(join(tmpdir(), "ge-metrics-mail-"));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  const opts = { dir: join(dir, "postgres"), durable: false };
  let postgres = await startPostgres(opts);
  undo.push(() => postgres.stop());
  await ensureDatabase(postgres.url("postgres"), "mail");
  const url = postgres.url("mail");
  const db = openDb({ url, max: 2, applicationName: "test" });
  undo.push(() => db.close(1));

  const server = await smtp(() => "take");
  const worker = work(server.url, url);
  await expect.poll(() => worker.said("the job queues cannot be opened"), POLL_OPTIONS).not.toEqual([]);
  await migrateDatabase({ url, folder: "drizzle", queues: queuesOf(features) });
  await queue(db, mailTo("first@example.org"));
  await expect.poll(() => server.taken, POLL_OPTIONS).toEqual(["first@example.org"]);
  // The server takes the mail before the worker stores that; a stop in between would leave the job active.
  await expect
    .poll(async () => (await jobsOf(db)).map(({ state }) => state), POLL_OPTIONS)
    .toEqual(["completed"]);

  await postgres.stop();
  await expect.poll(() => worker.said("the job queues cannot be reached"), POLL_OPTIONS).not.toEqual([]);
  postgres = await startPostgres({ ...opts, port: postgres.port });
  await expect
    .poll(
      () =>
        queue(db, mailTo("second@example.org", { key: "second" })).then(
          () => true,
          () => false,
        ),
      POLL_OPTIONS,
    )
    .toBe(true);
  await expect.poll(() => server.taken, POLL_OPTIONS).toEqual(["first@example.org", "second@example.org"]);
  await expect
    .poll(async () => (await jobsOf(db)).map(({ state }) => state), POLL_OPTIONS)
    .toEqual(["completed", "completed"]);
}, 60_000);
