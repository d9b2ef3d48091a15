import { createHash } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import type { CodePurpose } from "#features/accounts/rules/codes.ts";
import { issueCode } from "#features/accounts/codes/issue-code.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { allRows } from "../../support/market/all-rows.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import { TEST_SECRETS, newestCode } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const deps = () => ({ db: desk.db.orm, clock: desk.clock, secrets: TEST_SECRETS });
const issue = (email: string, purpose: CodePurpose = "sign_in") => issueCode(deps(), { email, purpose });
const redeem = (email: string, code: string) => redeemCodes(deps(), [{ email, purpose: "sign_in", code }]);
/** Another code than the one given, a different one for each `step`. */
const not = (code: string, step = 1) => String((Number(code) + step) % 1_000_000).padStart(6, "0");
const type = (email: string, code: string) => createVisitor(desk.web).tell("auth.verifyOtp", { email, code });

const signedIn = expect.objectContaining({ status: "signed_in" });
const refused = { status: 400, app: { code: "invalid_input", field: "code" } };
const refusalOf = ({ status, error }: Awaited<ReturnType<typeof type>>) => ({ status, app: error?.app });

/** Pearson's sum over ten digits; above 45 by chance once in a million times. */
function unevenness(digits: readonly string[]): number {
  const expected = digits.length / 10;
  const counts = Array.from({ length: 10 }, (_, n) => digits.filter((digit) => digit === String(n)).length);
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

describe("a code", () => {
  test("has 6 uniformly distributed digits, not from Math.random", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
    const codes: string[] = [];
    for (let round = 0; round < 50; round++) {
      codes.push(...(await Promise.all(Array.from({ length: 40 }, (_, n) => issue(`${round}-${n}@x.org`)))));
    }
    random.mockRestore();
    expect(codes.filter((code) => !/^\d{6}$/.test(code))).toEqual([]);
    // Of 2,000 out of a million two pairs are alike by chance.
    expect(new Set(codes).size).toBeGreaterThan(1_980);
    const uneven = [0, 1, 2, 3, 4, 5].map((at) => unevenness(codes.map((code) => code.charAt(at))));
    expect(Math.max(...uneven)).toBeLessThan(45);
    const steps = codes.slice(1).map((code, at) => String(Number(code.at(-1)) - Number(codes[at]?.at(-1))));
    expect(unevenness(steps.map((step) => String((Number(step) + 10) % 10)))).toBeLessThan(45);
  });

  test("is not in the database, nor is an unkeyed hash of it", async () => {
    let plain = 0;
    for (const email of [randomEmail(), randomEmail(), randomEmail()]) {
      await createVisitor(desk.web).tell("auth.register", { email, password: "a long password", name: "N" });
      const code = await newestCode(desk.db, email);
      const rows = [...(await allRows(desk.db)).values()].flat().join("\n");
      // Six digits may stand in a timestamp by chance, though hardly three times in a row.
      if (rows.includes(code)) plain++;
      const texts = [
        code,
        email + code,
        code + email,
        `${email}:${code}`,
        `code\nsign_in\n${email}\n${code}`,
      ];
      for (const algorithm of ["md5", "sha1", "sha256", "sha512"]) {
        for (const encoding of ["hex", "base64", "base64url"] as const) {
          const hashes = texts.map((text) => createHash(algorithm).update(text).digest(encoding));
          expect(hashes.filter((hash) => rows.includes(hash))).toEqual([]);
        }
      }
      await createVisitor(desk.web).tell("auth.verifyOtp", { email, code: not(code) });
    }
    expect(plain).toBeLessThan(3);
  });

  test("expires after 10 minutes", async () => {
    const still = createTestClock(new Date());
    const [inTime, late] = [randomEmail(), randomEmail()];
    const made = async (email: string) =>
      issueCode({ ...deps(), clock: still }, { email, purpose: "sign_in" });
    const [one, other] = [await made(inTime), await made(late)];
    const use = (email: string, code: string) =>
      redeemCodes({ ...deps(), clock: still }, [{ email, purpose: "sign_in", code }]);
    still.advanceMs(599_999);
    await expect(use(inTime, one)).resolves.toBeUndefined();
    still.advanceMs(1);
    await expect(use(late, other)).rejects.toMatchObject({ code: "invalid_input" });

    const [email, another] = [randomEmail(), randomEmail()];
    const [early, past] = [await issue(email), await issue(another)];
    desk.clock.advanceMs(540_000);
    expect((await type(email, early)).data).toEqual(signedIn);
    desk.clock.advanceMs(60_000);
    expect(refusalOf(await type(another, past))).toEqual(refused);
  });

  test("works once", async () => {
    const email = randomEmail();
    const code = await issue(email);
    expect((await type(email, code)).data).toEqual(signedIn);
    expect(refusalOf(await type(email, code))).toEqual(refused);
  });

  test("is invalid after a newer one was made", async () => {
    const email = randomEmail();
    const first = await issue(email);
    const second = await issue(email);
    if (first !== second) expect(refusalOf(await type(email, first))).toEqual(refused);
    expect((await type(email, second)).data).toEqual(signedIn);
  });

  test.each([
    [4, signedIn],
    [5, undefined],
  ])("after %i wrong tries gives %o", async (wrong, outcome) => {
    const email = randomEmail();
    const code = await issue(email);
    for (let step = 1; step <= wrong; step++)
      expect(refusalOf(await type(email, not(code, step)))).toEqual(refused);
    expect((await type(email, code)).data).toEqual(outcome);
  });

  test("of one e-mail address is refused for another", async () => {
    const [mine, yours] = [randomEmail(), randomEmail()];
    const code = await issue(mine);
    await issue(yours);
    expect(refusalOf(await type(yours, code))).toEqual(refused);
    expect((await type(mine, code)).data).toEqual(signedIn);
  });

  test("is refused for any purpose but its own", async () => {
    const newPassword = "another password";
    const uses = {
      sign_in: (email: string, code: string) => ["auth.verifyOtp", { email, code }],
      reset_password: (email: string, code: string) => ["auth.resetPassword", { email, code, newPassword }],
      change_password: (_email: string, code: string) => ["account.changePassword", { code, newPassword }],
      delete_account: (_email: string, code: string) => ["account.delete", { code }],
    } as const;
    const purposes = Object.keys(uses) as (keyof typeof uses)[];
    for (const purpose of [...purposes, "change_email_present"] as const) {
      const member = await seedMember(desk.web, desk.db);
      const code = await issue(member.email, purpose);
      for (const use of purposes.filter((other) => other !== purpose)) {
        // A row to find, so that it is the code which is refused.
        await issue(member.email, use);
        const [path, input] = uses[use](member.email, code) as [string, object];
        expect([purpose, use, refusalOf(await member.tell(path, input))]).toEqual([purpose, use, refused]);
      }
      if (purpose === "change_email_present") continue;
      const [path, input] = uses[purpose](member.email, code) as [string, object];
      expect([purpose, (await member.tell(path, input)).status]).toEqual([purpose, 200]);
    }
  });
});

describe("concurrently", () => {
  test("the right code, sent 50 times, is accepted once", async () => {
    const email = randomEmail();
    const code = await issue(email);
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, () => redeem(email, code)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("50 browsers with the right code: one is signed in", async () => {
    const member = await seedMember(desk.web, desk.db);
    const code = await issue(member.email);
    const replies = await Promise.all(Array.from({ length: 50 }, () => type(member.email, code)));
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.filter(({ headers }) => headers.getSetCookie().length > 0)).toHaveLength(1);
    const sessions = await desk.db.sql`select id from sessions where user_id = ${member.userId}`;
    expect(sessions).toHaveLength(2);
  });

  test("50 wrong guesses use five tries, and then the right code is refused", async () => {
    const email = randomEmail();
    const code = await issue(email);
    const wrong = Array.from({ length: 50 }, (_, step) => redeem(email, not(code, step + 1)));
    const outcomes = await Promise.allSettled(wrong);
    expect(outcomes.every(({ status }) => status === "rejected")).toBe(true);
    const [row] = await desk.db.sql`select tries from codes where email = ${email}`;
    expect(row?.["tries"]).toBe(5);
    await expect(redeem(email, code)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
