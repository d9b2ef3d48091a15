import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { issueCode } from "#features/accounts/codes/issue-code.ts";
import { seedUser } from "../../support/people/seed-users.ts";
import type { Kind } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { TEST_SECRETS, queuedMails } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import { randomIp } from "../../support/people/visitor.ts";

const desk = useDesk();
const KINDS = ["existing", "unknown", "unverified", "locked", "passwordless"] as const;

/** What differs from one answer to the next whoever asks. */
const VARYING = new Set(["date", "x-request-id", "ratelimit-reset", "content-length"]);

/** An address of that kind which nothing was asked of yet. */
async function freshAddress(kind: Kind | "unknown"): Promise<string> {
  const email = randomEmail();
  if (kind !== "unknown") await seedUser(desk.db, { email, kind });
  return email;
}

/** All that a client sees of an answer. */
async function answerTo(
  path: string,
  input: object | undefined,
  { cookies = [], isQuery = false }: { cookies?: string[]; isQuery?: boolean } = {},
): Promise<string> {
  const response = await fetch(`${desk.web.url}/trpc/${path}`, {
    method: isQuery ? "GET" : "POST",
    headers: {
      "content-type": "application/json",
      "x-forwarded-for": randomIp(),
      cookie: cookies.map((cookie) => cookie.split(";", 1)[0]).join("; "),
    },
    ...(!isQuery && { body: input === undefined ? "" : JSON.stringify(input) }),
  });
  cookies.push(...response.headers.getSetCookie());
  const headers = [...response.headers].filter(([name]) => !VARYING.has(name));
  return withoutChance(
    JSON.stringify({ status: response.status, headers, body: await response.text() }, null, 1),
  );
}

/** A challenge for a passkey, in the answer and in its cookie, is chance; its form is not. */
const withoutChance = (text: string): string =>
  text
    .replaceAll(/(\\"challenge\\":\\")[\w-]{43}\\"/g, "$1…")
    .replaceAll(/(__Host-ge\.passkey=)[\w%.-]{100,200};/g, "$1…;");

const password = "not the password";
/** A passkey that nobody has, another one at each call: tries are counted by it. */
const unknownPasskey = () => {
  const id = randomBytes(16).toString("base64url");
  const response = { clientDataJSON: "e30", authenticatorData: "AAAA", signature: "AAAA" };
  return { id, rawId: id, type: "public-key", response };
};
const endpoints = [
  ["auth.login", 401, (email: string) => ({ email, password })],
  ["auth.register", 200, (email: string) => ({ email, password, name: "Somebody" })],
  ["auth.resendOtp", 200, (email: string) => ({ email })],
  ["auth.requestReset", 200, (email: string) => ({ email })],
  ["auth.verifyOtp", 400, (email: string) => ({ email, code: "000000", password })],
  ["auth.verifySecondFactor", 401, () => ({ code: "000000" })],
  ["auth.startPasskeySignIn", 200, () => undefined],
  ["auth.signInByPasskey", 401, () => ({ passkey: unknownPasskey() })],
  ["auth.startPasskeyStep", 401, () => undefined],
  ["auth.requestFactorOpening", 401, () => undefined],
  ["auth.resetPassword", 400, (email: string) => ({ email, code: "000000", newPassword: password })],
] as const;

describe("no answer reveals whether an account exists:", () => {
  test.each(endpoints)("%s", async (path, status, inputOf) => {
    const answers = new Map<string, string>();
    for (const kind of KINDS) answers.set(kind, await answerTo(path, inputOf(await freshAddress(kind))));
    expect(JSON.parse(answers.get("existing") ?? "{}")).toMatchObject({ status });
    for (const kind of KINDS) expect([kind, answers.get(kind)]).toEqual([kind, answers.get("existing")]);
  });

  // A stranger who registers an address knows the password that it would have then.
  const steps = [...endpoints, ["auth.logout", 200, () => undefined], ["auth.me", 200, null]] as const;
  /** Two that are not told the address cannot answer by it. */
  const isTold = (inputOf: ((email: string) => unknown) | null) => (inputOf?.length ?? 0) > 0;
  const pairs = endpoints.flatMap(([first, , firstInput]) =>
    steps
      .filter(([, , thenInput]) => isTold(firstInput) || isTold(thenInput))
      .map(([then]) => [first, then] as const),
  );
  test.each(pairs)("%s, then %s", async (first, then) => {
    const seen = new Set<string>();
    for (const kind of KINDS) {
      const email = await freshAddress(kind);
      const cookies: string[] = [];
      const answers = [];
      for (const path of [first, then]) {
        const inputOf = steps.find(([name]) => name === path)?.[2];
        answers.push(await answerTo(path, inputOf?.(email), { cookies, isQuery: inputOf === null }));
      }
      // The owner of the address gets as many mails, whoever they are.
      const mails = await queuedMails(desk.db, email);
      seen.add(withoutChance(JSON.stringify([answers, cookies, mails.length], null, 1)));
    }
    expect([...seen]).toHaveLength(1);
  });

  test("a wrong code while a code is pending", async () => {
    const answers = new Set<string>();
    for (const kind of KINDS) {
      const email = await freshAddress(kind);
      const deps = { db: desk.db.orm, clock: desk.clock, secrets: TEST_SECRETS };
      const code = await issueCode(deps, { email, purpose: "sign_in" });
      const wrong = code === "000000" ? "000001" : "000000";
      answers.add(await answerTo("auth.verifyOtp", { email, code: wrong }));
      answers.add(await answerTo("auth.verifyOtp", { email, code: "99" + wrong.slice(2) }));
    }
    expect(answers.size).toBe(1);
  });

  test.each(endpoints)(
    "%s, called a second and a third time",
    { timeout: 60_000 },
    async (path, _status, inputOf) => {
      const emails = await Promise.all(KINDS.map(freshAddress));
      for (const round of [1, 2, 3]) {
        const answers = await Promise.all(emails.map((email) => answerTo(path, inputOf(email))));
        expect([round, new Set(answers).size]).toEqual([round, 1]);
      }
    },
  );
});
