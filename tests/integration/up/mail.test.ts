import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openDb } from "#platform/db/db.ts";
import { mailTo, POLL_OPTIONS, queue } from "../../support/servers/mail.ts";
import { startTestSmtp } from "../../support/servers/smtp.ts";
import { expectUnprivileged } from "../../support/servers/os-user.ts";
import { processesOf, runUp } from "../../support/servers/up.ts";
import type { UpRun } from "../../support/servers/up.ts";

const READY = /^ready http:\/\/localhost:\d+$/;
const START_MS = 90_000;

let dir: string;
let dataDir: string;
let run: UpRun | undefined;

const start = (env: Record<string, string> = {}): UpRun => {
  // No page is asked for, so none needs to be built.
  run = runUp({ DATA_DIR: dataDir, PORT: "0", ...env }, ["--dev"]);
  return run;
};
const secretFile = () => join(dataDir, "auth-secret");

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-up-mail-"));
  dataDir = join(dir, "data");
});
afterEach(async () => {
  run?.signal("SIGKILL");
  for (const { pid } of await processesOf(dataDir)) process.kill(pid, "SIGKILL");
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** Queues a mail in the run's own database, as its web process would. */
async function queueIn(of: UpRun, to: string, secret: string): Promise<void> {
  const port = /127\.0\.0\.1:(\d+)/.exec(await of.line(/PostgreSQL 18 - /))?.[1] ?? "";
  const password = await readFile(join(dataDir, "postgres", "password"), "utf8");
  const url = `postgres://ge_metrics:${password}@127.0.0.1:${port}/ge_metrics_simulated`;
  const db = openDb({ url, max: 1, applicationName: "test" });
  await queue(db, mailTo(to), [secret]).finally(() => db.close());
}

/** Without the token nothing is found, and a page of another site may read nothing. */
async function expectClosedToOthers(address: string): Promise<void> {
  const { origin, pathname } = new URL(address);
  expect((await fetch(`${origin}/email`)).status).toBe(404);
  expect((await fetch(`${origin}${pathname.slice(0, -1)}x/email`)).status).toBe(404);
  const foreign = await fetch(`${address}/email`, { headers: { origin: "https://other.example" } });
  expect([...foreign.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  // The process list, which all users of the machine may read, has neither the token nor the webhook secret.
  const secrets = [
    pathname.slice(1),
    (await readFile(join(dataDir, "stripe-webhook-secret"), "utf8")).trim(),
  ];
  const running = await processesOf(dataDir);
  const lines = await Promise.all(running.map(({ pid }) => readFile(`/proc/${pid}/cmdline`, "utf8")));
  expect(lines.length).toBeGreaterThan(4);
  for (const secret of secrets) expect(lines.join("\n")).not.toContain(secret);
  await expectUnprivileged(dataDir);
}

test("a mail lands in the mailbox whose address is printed; the run's secret is kept for the next", async () => {
  const first = start();
  await first.line(READY, START_MS);
  const [mail, ready] = first.lines.slice(-2);
  expect(ready).toMatch(READY);
  expect(mail).toMatch(
    /^mail http:\/\/127\.0\.0\.1:\d+\/[\w-]{24} \(every mail lands here; none leaves this machine\)$/,
  );

  expect((await stat(secretFile())).mode & 0o777).toBe(0o600);
  const secret = (await readFile(secretFile(), "utf8")).trim();
  await queueIn(first, "reader@example.org", secret);
  const address = /http:\S+/.exec(mail ?? "")?.[0] ?? "";
  const received = async () => (await fetch(`${address}/email`)).text();
  await expect.poll(received, POLL_OPTIONS).toContain("reader@example.org");
  await expectClosedToOthers(address);
  first.signal("SIGINT");
  expect(await first.ended).toBe(0);
  expect(first.lines.join("\n")).not.toContain(secret);
  expect(await processesOf(dataDir)).toEqual([]);

  const second = start();
  await second.line(READY, START_MS);
  expect(second.lines.at(-2)).toBe(mail);
  expect((await readFile(secretFile(), "utf8")).trim()).toBe(secret);
  second.signal("SIGINT");
  expect(await second.ended).toBe(0);
}, 240_000);

test("a mail server and secrets that the operator gives are used, and no mailbox starts", async () => {
  await rm(secretFile(), { force: true });
  const server = await startTestSmtp(() => "take");
  try {
    const given = "given-secret-given-secret-given-secret";
    const of = start({ SMTP_URL: server.url, AUTH_SECRETS: given });
    await of.line(READY, START_MS);
    expect(of.lines.join("\n")).not.toMatch(/mailbox|^mail /m);
    await queueIn(of, "outside@example.org", given);
    await expect.poll(() => server.taken, POLL_OPTIONS).toEqual(["outside@example.org"]);
    const { port } = JSON.parse(await readFile(join(dataDir, "mailbox.json"), "utf8")) as { port: number };
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow("fetch failed");
    await expect(stat(secretFile())).rejects.toThrow("ENOENT");
    of.signal("SIGINT");
    expect(await of.ended).toBe(0);
  } finally {
    await server.close();
  }
}, 180_000);
