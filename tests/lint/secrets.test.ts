import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { expect, test } from "vitest";

const MAX_BYTES = 1024 * 1024;

/** Forms that only a secret has. What tests invent is marked as such: `sk_test_` keys, secrets that say "test". */
const FORMS: readonly [what: string, form: RegExp][] = [
  ["a private key", /-----BEGIN (?:RSA |EC |OPENSSH |DSA |ENCRYPTED )?PRIVATE KEY-----/],
  ["a live key of Stripe", /\b[sr]k_live_[\da-zA-Z]{16,}/],
  ["a webhook secret of Stripe", /\bwhsec_[\da-zA-Z]{32,}/],
  ["an access key of AWS", /\bAKIA[\dA-Z]{16}\b/],
  ["a token of GitHub", /\bgh[pousr]_[\da-zA-Z]{36,}/],
  ["a token of Slack", /\bxox[abpr]-[\da-zA-Z-]{10,}/],
  ["an API key of this product", /\bgem_[\w-]{43}\b/],
  [
    "a password in a URL",
    /\b(?:postgres(?:ql)?|rediss?|smtps?|https?):\/\/[^\s/:@"'`$]+:[^\s/@"'`$]{8,}@(?!127\.|localhost)/,
  ],
];

const findSecrets = (text: string): string[] =>
  FORMS.filter(([, form]) => form.test(text)).map(([what]) => what);

const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && file !== "package-lock.json");

test("no tracked file holds a secret", () => {
  expect(tracked.length).toBeGreaterThan(500);
  const found = tracked.flatMap((file) => {
    if (statSync(file).size > MAX_BYTES) return [];
    return findSecrets(readFileSync(file, "utf8")).map((what) => `${file}: ${what}`);
  });
  expect(found).toEqual([]);
});

test("each form is found where it stands", () => {
  const planted = [
    ["-----BEGIN OPENSSH ", "PRIVATE KEY-----"],
    ["sk_li", `ve_${"a1".repeat(12)}`],
    ["whse", `c_${"a1".repeat(16)}`],
    ["AKI", `A${"Z9".repeat(8)}`],
    ["gh", `p_${"a1".repeat(18)}`],
    ["xox", "b-1234567890-abc"],
    ["ge", `m_${"a".repeat(43)}`],
    ["postgres://desk:", "correcthorse@db.example/ge"],
  ];
  // In two parts, so that this file holds none.
  expect(planted.map((parts) => findSecrets(parts.join("")))).toEqual(FORMS.map(([what]) => [what]));
});
