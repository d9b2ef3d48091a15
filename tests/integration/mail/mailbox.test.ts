import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openMailTransport } from "#platform/mail.ts";
import { PATIENCE } from "../../support/servers/mail.ts";
import { startMaildev } from "../../support/servers/maildev.ts";
import type { TestMaildev } from "../../support/servers/maildev.ts";

let maildev: TestMaildev;
beforeAll(async () => {
  maildev = await startMaildev({ keep: 3 });
});
afterAll(() => maildev?.close());

test("the mailbox of a run keeps its newest mails only, so a load test does not fill its memory", async () => {
  const transport = openMailTransport(maildev.smtpUrl);
  const names = ["one", "two", "three", "four", "five"];
  for (const name of names) {
    const mail = { messageId: `<${name}@example.org>`, from: "desk@example.org", to: `${name}@example.org` };
    await transport.send({ ...mail, subject: name, text: name, html: name }, new AbortController().signal);
    await expect.poll(() => maildev.to(mail.to), PATIENCE).toHaveLength(1);
  }
  expect((await maildev.mails()).map(({ subject }) => subject)).toEqual(["three", "four", "five"]);
});

test("nobody reaches it from another machine", async () => {
  const port = new URL(maildev.smtpUrl).port;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
  // On Linux a server that listens everywhere answers here too, so a machine without a network tests as much.
  const others = process.platform === "linux" ? [...outside, "127.0.0.2"] : outside;
  expect(others).not.toEqual([]);
  for (const address of others) {
    await expect(fetch(`http://${address}:${port}/`)).rejects.toMatchObject({
      cause: { code: "ECONNREFUSED" },
    });
  }
});
