import { networkInterfaces } from "node:os";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openMailTransport } from "#platform/mail.ts";
import { POLL_OPTIONS } from "../../support/servers/mail.ts";
import { startMaildev } from "../../support/servers/maildev.ts";
import type { TestMaildev } from "../../support/servers/maildev.ts";

let maildev: TestMaildev;
beforeAll(async () => {
  maildev = await startMaildev({ keep: 3 });
});
afterAll(() => maildev?.close());

test("the local mailbox keeps only its newest mails, so that a load test does not fill its memory", async () => {
  const transport = openMailTransport(maildev.smtpUrl);
  const names = ["one", "two", "three", "four", "five"];
  for (const name of names) {
    const mail = { messageId: `<${name}@example.org>`, from: "desk@example.org", to: `${name}@example.org` };
    await transport.send({ ...mail, subject: name, text: name, html: name }, new AbortController().signal);
    await expect.poll(() => maildev.to(mail.to), POLL_OPTIONS).toHaveLength(1);
  }
  expect((await maildev.mails()).map(({ subject }) => subject)).toEqual(["three", "four", "five"]);
});

test("it cannot be reached from another machine", async () => {
  const port = new URL(maildev.smtpUrl).port;
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
  // On Linux a server on all interfaces also answers at 127.0.0.2, which tests the same without a network.
  const others = process.platform === "linux" ? [...outside, "127.0.0.2"] : outside;
  expect(others).not.toEqual([]);
  for (const address of others) {
    await expect(fetch(`http://${address}:${port}/`)).rejects.toMatchObject({
      cause: { code: "ECONNREFUSED" },
    });
  }
});
