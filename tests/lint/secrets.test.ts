import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Forms that only a secret has. Keys of Stripe that tests invent are shorter than its own. */
const FORMS: readonly [what: string, form: RegExp][] = [
  ["a private key", /-----BEGIN (?:RSA |EC |OPENSSH |DSA |ENCRYPTED )?PRIVATE KEY-----/g],
  ["a key of Stripe", /\b[sr]k_(?:live|test)_[\da-zA-Z]{16,}/g],
  ["a webhook secret of Stripe", /\bwhsec_[\da-zA-Z]{32,}/g],
  ["an access key of AWS", /\bAKIA[\dA-Z]{16}\b/g],
  ["a token of GitHub", /\bgh[pousr]_[\da-zA-Z]{36,}/g],
  ["a token of Slack", /\bxox[abpr]-[\da-zA-Z-]{10,}/g],
  ["an API key of this product", /\bgem_[\w-]{43}\b/g],
  [
    "a password in a URL",
    /\b(?:postgres(?:ql)?|rediss?|smtps?|https?):\/\/[^\s/:@"'`$]+:[^\s/@"'`$]{8,}@(?!127\.|localhost)/g,
  ],
  [
    "a value that looks random, under a name like AUTH_SECRETS",
    /(?:secret|token|passw(?:or)?d|api_?key|private_?key|credential)s?["']?\s*[=:]\s*["'`]?(?=[\w+/=.-]*\d)([\w+/=.-]{20,})/gi,
  ],
];
/** Words have fewer different characters than random text of that length. */
const MIN_DIFFERENT = 14;

/** What is found and is no secret. */
const ALLOWED: readonly { file: string; text: string; reason: string }[] = [
  {
    file: "src/platform/env.test.ts",
    text: "a-secret-of-more-than-32-characters",
    reason: "made of words, for the test of its length",
  },
];

type Found = { what: string; text: string };

const findSecrets = (text: string): Found[] =>
  FORMS.flatMap(([what, form]) =>
    [...text.matchAll(form)]
      .filter(([, value]) => value === undefined || new Set(value).size >= MIN_DIFFERENT)
      .map(([whole, value]) => ({ what, text: value ?? whole })),
  );

const tracked = execFileSync("git", ["ls-files", "-z"], { encoding: "utf8" })
  .split("\0")
  .filter((file) => file !== "" && file !== "package-lock.json");

const isAllowed = (file: string, { text }: Found): boolean =>
  ALLOWED.some((allowed) => allowed.file === file && allowed.text === text);

test("no tracked file holds a secret: sources, documents, fixtures and captures", () => {
  expect(tracked.length).toBeGreaterThan(500);
  const found = tracked.flatMap((file) =>
    // Latin-1 keeps what is ASCII in any file, binary ones too.
    findSecrets(readFileSync(file, "latin1"))
      .filter((secret) => !isAllowed(file, secret))
      .map(({ what }) => `${file}: ${what}`),
  );
  expect(found).toEqual([]);
});

test("each exception is still there to be excepted", () => {
  const gone = ALLOWED.filter(
    (allowed) =>
      !findSecrets(readFileSync(allowed.file, "latin1")).some((secret) => isAllowed(allowed.file, secret)),
  );
  expect(gone).toEqual([]);
});

test("each form is found where it stands", () => {
  const planted = [
    ["-----BEGIN OPENSSH ", "PRIVATE KEY-----"],
    ["sk_te", `st_${"a1".repeat(12)}`],
    ["whse", `c_${"a1".repeat(16)}`],
    ["AKI", `A${"Z9".repeat(8)}`],
    ["gh", `p_${"a1".repeat(18)}`],
    ["xox", "b-1234567890-abc"],
    ["ge", `m_${"a".repeat(43)}`],
    ["postgres://desk:", "correcthorse@db.example/ge"],
    ["AUTH_SEC", "RETS=q8Zr2LkW0vXn5TbY7cJd3HsPf1MgAe9u"],
  ];
  // In two parts, so that this file holds none.
  expect(planted.flatMap((parts) => findSecrets(parts.join("")).map(({ what }) => what))).toEqual(
    FORMS.map(([what]) => what),
  );
});
