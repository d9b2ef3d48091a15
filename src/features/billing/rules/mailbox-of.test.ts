import { expect, test } from "vitest";
import { mailboxOf } from "./mailbox-of.ts";

test.each([
  ["z.e.zima+one@gmail.com", "zezima@gmail.com"],
  ["zezima@googlemail.com", "zezima@gmail.com"],
  ["zezima+two@outlook.com", "zezima@outlook.com"],
  ["z.e.zima@outlook.com", "z.e.zima@outlook.com"],
  ["z.e.zima+one@example.com", "z.e.zima+one@example.com"],
  ['"a@b"@example.com', '"a@b"@example.com'],
])("%s is read by %s", (email, mailbox) => {
  expect(mailboxOf(email)).toBe(mailbox);
});
