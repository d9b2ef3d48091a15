import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "#platform/app-error.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { createEncryption } from "#platform/encryption.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf, mailTo, POLL_OPTIONS, queue, SECRET, startMailWorker } from "../../support/servers/mail.ts";
import type { TestWorker } from "../../support/servers/mail.ts";
import { startMaildev } from "../../support/servers/maildev.ts";
import type { TestMaildev } from "../../support/servers/maildev.ts";

/** From a transaction to the mailbox of a real mail server. */
let maildev: TestMaildev;
let database: TestDatabase;
let workers: TestWorker[];

beforeAll(async () => {
  [maildev, database] = await Promise.all([startMaildev(), createTestDatabase({ max: 8 })]);
});
afterAll(async () => {
  await maildev?.close();
  await database?.drop();
});
beforeEach(() => {
  workers = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()));
  await database.db.sql`delete from pgboss.job`;
});

const work = (opts: Partial<Parameters<typeof startMailWorker>[1]> = {}): TestWorker => {
  const worker = startMailWorker(database.url, { smtpUrl: maildev.smtpUrl, ...opts });
  workers.push(worker);
  return worker;
};
const states = async () => (await jobsOf(database.db)).map(({ state }) => state);
const deps = { encryption: createEncryption([SECRET]) };

describe("a queued mail", () => {
  test("is sent when its transaction commits, and never when it rolls back", async () => {
    work();
    const failed = database.db.orm.transaction(async (tx) => {
      await queueMail({ ...deps, tx }, mailTo("undone@example.org"));
      throw new Error("undone");
    });
    await expect(failed).rejects.toThrow("undone");
    await database.db.orm.transaction((tx) =>
      queueMail(
        { ...deps, tx },
        mailTo("done@example.org", {
          content: {
            subject: "Grüße & <b>codes</b>",
            heading: "Hello Zezi\u202Ema",
            paragraphs: ["<script>alert(1)</script>"],
            code: "493027",
            action: { label: "Open", url: "https://desk.example/?a=1&b=2" },
          },
        }),
      ),
    );
    await expect.poll(() => maildev.to("done@example.org"), POLL_OPTIONS).toHaveLength(1);
    expect(await maildev.to("undone@example.org")).toEqual([]);

    const [job] = await jobsOf(database.db);
    const [mail] = await maildev.to("done@example.org");
    expect(mail).toMatchObject({
      subject: "Grüße & <b>codes</b>",
      from: [{ address: "desk@example.org", name: "GE-Metrics" }],
      to: [{ address: "done@example.org" }],
      messageId: `${job?.id}@example.org`,
      headers: { "auto-submitted": "auto-generated" },
    });
    expect(mail?.text.trim()).toBe(
      "Hello Zezima\n\n<script>alert(1)</script>\n\n    493027\n\nOpen:\nhttps://desk.example/?a=1&b=2",
    );
    expect(mail?.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
    expect(mail?.html).toContain('href="https://desk.example/?a=1&amp;b=2"');
    await expect.poll(states, POLL_OPTIONS).toEqual(["completed"]);
  });

  test("is not readable in the database, neither its code nor its receiver, before or after it is sent", async () => {
    await queue(database.db, mailTo("hidden@example.org"));
    const readable = async () => (await jobsOf(database.db)).map(({ text }) => text).join();
    expect(await readable()).not.toMatch(/493027|hidden@|Sign in/);
    work();
    await expect.poll(states, POLL_OPTIONS).toEqual(["completed"]);
    expect(await readable()).not.toMatch(/493027|hidden@|Sign in/);
    expect(await maildev.to("hidden@example.org")).toHaveLength(1);
  });

  test("is sent once by two workers, and once when queued twice with the same idempotency key", async () => {
    const receivers = Array.from({ length: 20 }, (_, index) => `twenty${index}@example.org`);
    await Promise.all(receivers.map((to) => queue(database.db, mailTo(to))));
    await Promise.all(
      Array.from({ length: 4 }, () => queue(database.db, mailTo("keyed@example.org", { key: "invoice 7" }))),
    );
    work();
    work();
    await expect.poll(async () => new Set(await states()), POLL_OPTIONS).toEqual(new Set(["completed"]));
    await queue(database.db, mailTo("keyed@example.org", { key: "invoice 7" }));
    await queue(database.db, mailTo("last@example.org"));
    await expect.poll(() => maildev.to("last@example.org"), POLL_OPTIONS).toHaveLength(1);
    const got = (await maildev.mails()).flatMap(({ to }) => to.map(({ address }) => address));
    expect(got.filter((to) => to.startsWith("twenty")).toSorted()).toEqual(receivers.toSorted());
    expect(got.filter((to) => to === "keyed@example.org")).toHaveLength(1);
  });

  test("encrypted with the previous secret is sent; one encrypted with an unknown secret waits", async () => {
    const next = "next-secret-next-secret-next-secret";
    const lost = "lost-secret-lost-secret-lost-secret";
    await queue(database.db, mailTo("old-secret@example.org"), [SECRET]);
    await queue(database.db, mailTo("lost-secret@example.org"), [lost]);
    const worker = work({ secrets: [next, SECRET] });
    await expect.poll(states, POLL_OPTIONS).toEqual(["completed", "retry"]);
    expect(await maildev.to("old-secret@example.org")).toHaveLength(1);
    expect(worker.said("a job failed; it is tried again later")).not.toEqual([]);

    await worker.stop();
    work({ secrets: [next, lost] });
    await expect.poll(() => maildev.to("lost-secret@example.org"), POLL_OPTIONS).toHaveLength(1);
  });

  test("that has expired is not sent", async () => {
    await queue(database.db, mailTo("late@example.org", { expireInS: 600 }));
    await queue(database.db, mailTo("patient@example.org"));
    const worker = work({ clock: { now: () => new Date(Date.now() + 600_000) } });
    await expect.poll(() => maildev.to("patient@example.org"), POLL_OPTIONS).toHaveLength(1);
    await expect.poll(states, POLL_OPTIONS).toEqual(["failed", "completed"]);
    expect(await maildev.to("late@example.org")).toEqual([]);
    expect(worker.said("a mail was not sent in time; nobody needs it any more")).toHaveLength(1);
  });

  test("waits while the mail server is down, and arrives afterwards", async () => {
    await maildev.stop();
    const worker = work();
    await queue(database.db, mailTo("patience@example.org"));
    await expect.poll(states, POLL_OPTIONS).toEqual(["retry"]);
    expect(JSON.stringify(worker.lines)).not.toContain("patience@");
    await maildev.start();
    await expect.poll(() => maildev.to("patience@example.org"), POLL_OPTIONS).toHaveLength(1);
  });
});

test.each([
  ["an address of two lines", mailTo("a@example.org\r\nBcc: b@example.org")],
  ["two addresses", mailTo("a@example.org, b@example.org")],
  [
    "a subject of two lines",
    mailTo("a@example.org", { content: { ...mailTo("").content, subject: "Hi\r\nBcc: b@example.org" } }),
  ],
])("%s queues nothing", async (_name, mail) => {
  const error: unknown = await queue(database.db, mail).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code: "invalid_input" });
  expect(String(error)).not.toContain("example.org");
  expect(await jobsOf(database.db)).toEqual([]);
});
