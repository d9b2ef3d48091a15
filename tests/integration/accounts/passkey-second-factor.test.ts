import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { isSecondFactorOn } from "#features/accounts/factors/second-factors.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { usePasskeys } from "../../support/people/passkeys.ts";
import { useSecondFactor } from "../../support/people/second-factor.ts";
import { notTotp, totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply } from "../../support/people/visitor.ts";

const desk = useDesk();
const passkeys = usePasskeys(desk);
const { seedHolder, add, get, halfIn, second, signIn, isIn, elsewhere, actionsOf } = passkeys;
const { seedOwner } = useSecondFactor(desk);
const refusalOf = ({ status, error }: Reply) => [status, error?.app?.["code"]];
const ENDED = [401, "unauthenticated"];
const otherKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** Somebody with an authenticator app and a passkey. */
async function seedBoth() {
  const owner = await seedOwner();
  const { reply, passkey } = await add(elsewhere(owner), { proof: { password: owner.password } });
  return { ...owner, passkey, added: reply.data as { backupCodes: string[] } };
}

const wrongOf = async (userId: string) =>
  (await desk.db.sql`select wrong_codes from two_factors where user_id = ${userId}`)[0]?.["wrong_codes"];

describe("signing in", () => {
  test("with a passkey as the only second factor asks for it after the password", async () => {
    const holder = await seedHolder();
    expect(await isSecondFactorOn(desk.db.orm, holder.userId)).toBe(true);
    const { browser, result } = await halfIn(holder);
    expect(result).toEqual({ status: "second_factor", factors: { totp: false, passkey: true } });
    expect(await isIn(browser)).toBe(false);
    const { request, reply } = await second(browser, holder.passkey);
    expect(request.allowCredentials.map(({ id }) => id)).toEqual([holder.passkey.id]);
    expect(reply.data).toMatchObject({ status: "signed_in", user: { id: holder.userId } });
    expect(await isIn(browser)).toBe(true);
    expect(await actionsOf(holder.userId)).toContain("passkey_step_passed");
  });

  test("asks for it after a mailed code, too", async () => {
    const holder = await seedHolder();
    const browser = createVisitor(desk.web);
    await browser.tell("auth.resendOtp", { email: holder.email });
    const code = await newestCode(desk.db, holder.email);
    const { data } = await browser.tell("auth.verifyOtp", { email: holder.email, code });
    expect(data).toEqual({ status: "second_factor", factors: { totp: false, passkey: true } });
    expect(await isIn(browser)).toBe(false);
    expect((await second(browser, holder.passkey)).reply.status).toBe(200);
  });

  test("with an app and a passkey accepts either", async () => {
    const owner = await seedBoth();
    expect(owner.added.backupCodes).toEqual([]);
    const one = await halfIn(owner);
    expect(one.result).toMatchObject({ factors: { totp: true, passkey: true } });
    expect((await second(one.browser, owner.passkey)).reply.status).toBe(200);
    const other = await halfIn(owner);
    const typed = await other.browser.tell("auth.verifySecondFactor", { code: totp(owner.secret) });
    expect(typed.data).toMatchObject({ status: "signed_in" });
  });

  test("without an app, a code of six digits is refused and costs nothing", async () => {
    const holder = await seedHolder();
    const { browser } = await halfIn(holder);
    const typed = await browser.tell("auth.verifySecondFactor", { code: "123456" });
    expect([typed.status, typed.error?.app?.["field"]]).toEqual([400, "code"]);
    expect(await wrongOf(holder.userId)).toBe(0);
    expect((await second(browser, holder.passkey)).reply.status).toBe(200);
  });
});

describe("the second step", () => {
  test("takes a passkey of this account alone, and a wrong one ends it", async () => {
    const [holder, thief] = [await seedHolder(), await seedHolder()];
    const cases = [
      { passkey: thief.passkey },
      { passkey: thief.passkey, wrongs: { userHandle: holder.passkey.userHandle } },
      { passkey: { ...thief.passkey, id: holder.passkey.id } },
      { passkey: holder.passkey, wrongs: { isVerified: false } },
      { passkey: holder.passkey, wrongs: { origin: "https://evil.example" } },
    ];
    for (const { passkey, wrongs = {} } of cases) {
      const { browser } = await halfIn(holder);
      expect(refusalOf((await second(browser, passkey, { wrongs })).reply)).toEqual(ENDED);
      // Not even the right one goes on from here.
      expect(refusalOf(await browser.tell("auth.startPasskeyStep"))).toEqual(ENDED);
      expect(await isIn(browser)).toBe(false);
    }
    expect(await wrongOf(holder.userId)).toBe(cases.length);
    expect(await actionsOf(holder.userId)).toContain("second_factor_failed");
  });

  test("needs a first step, and its challenge belongs to that one sign-in", async () => {
    const holder = await seedHolder();
    const stranger = createVisitor(desk.web);
    expect(refusalOf(await stranger.tell("auth.startPasskeyStep"))).toEqual(ENDED);
    const one = await halfIn(holder);
    const { reply, assertion } = await second(one.browser, holder.passkey);
    expect(reply.status).toBe(200);
    // The same answer in another sign-in, and one to the request of signing in by passkey alone.
    const other = await halfIn(holder);
    await passkeys.requested(other.browser, "auth.startPasskeyStep");
    expect(refusalOf(await other.browser.tell("auth.verifySecondFactor", { passkey: assertion }))).toEqual(
      ENDED,
    );
    const third = await halfIn(holder);
    const request = await passkeys.requested(third.browser, "auth.startPasskeySignIn");
    const input = { passkey: get(holder.passkey, request) };
    expect((await third.browser.tell("auth.verifySecondFactor", input)).status).toBe(400);
    const step = await passkeys.requested(third.browser, "auth.startPasskeyStep");
    const fromStep = { passkey: get(holder.passkey, step) };
    expect(refusalOf(await third.browser.tell("auth.signInByPasskey", fromStep))).toEqual(ENDED);
  });

  test("ends once for two concurrent answers", async () => {
    const holder = await seedHolder();
    const { browser } = await halfIn(holder);
    const request = await passkeys.requested(browser, "auth.startPasskeyStep");
    const input = { passkey: get(holder.passkey, request) };
    const replies = await Promise.all(
      [elsewhere(browser), elsewhere(browser)].map((copy) => copy.tell("auth.verifySecondFactor", input)),
    );
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
  });
});

describe("wrong codes", () => {
  const setWrong = (userId: string, count: number) =>
    desk.db.sql`update two_factors set wrong_codes = ${count} where user_id = ${userId}`;

  test("close the step for passkeys as well, until a code from the owner's mail opens it", async () => {
    const holder = await seedHolder();
    await setWrong(holder.userId, 29);
    const guess = await halfIn(holder);
    expect(
      (await second(guess.browser, holder.passkey, { wrongs: { signWith: otherKey } })).reply.status,
    ).toBe(401);
    const { browser } = await halfIn(holder);
    const closed = (await second(browser, holder.passkey)).reply;
    expect([closed.status, closed.error?.app]).toEqual([403, { code: "forbidden", factor: "closed" }]);
    await browser.tell("auth.requestFactorOpening");
    const mailCode = await newestCode(desk.db, holder.email);
    const opened = (await second(browser, holder.passkey, { input: { mailCode } })).reply;
    expect(opened.data).toMatchObject({ status: "signed_in" });
    expect(await wrongOf(holder.userId)).toBe(0);
  });

  test("are not forgotten when the owner signs in by passkey", async () => {
    const owner = await seedBoth();
    const { browser } = await halfIn(owner);
    await browser.tell("auth.verifySecondFactor", { code: notTotp(owner.secret) });
    expect((await second(browser, owner.passkey)).reply.status).toBe(200);
    expect((await signIn(owner.passkey)).reply.status).toBe(200);
    expect(await wrongOf(owner.userId)).toBe(1);
  });
});

describe("a lost passkey that was the only second factor", () => {
  test("is replaced by a backup code in the second step, and removed with another and a mailed code", async () => {
    const holder = await seedHolder();
    const [first = "", next = ""] = holder.backupCodes;
    expect(new Set(holder.backupCodes).size).toBe(10);
    const { browser } = await halfIn(holder);
    const entered = await browser.tell("auth.verifySecondFactor", { backupCode: first });
    expect(entered.data).toMatchObject({ status: "signed_in" });
    const again = await halfIn(holder);
    expect((await again.browser.tell("auth.verifySecondFactor", { backupCode: first })).status).toBe(400);

    const { password } = holder;
    const id = holder.passkeyId;
    await browser.tell("account.requestCode", { purpose: "change_second_factor" });
    const mailCode = await newestCode(desk.db, holder.email);
    const used = { id, password, mailCode, backupCode: first };
    expect((await browser.tell("account.removePasskey", used)).error?.app).toMatchObject({
      field: "backupCode",
    });
    const phone = elsewhere(browser);
    await phone.tell("account.requestCode", { purpose: "change_second_factor" });
    const fresh = await newestCode(desk.db, holder.email);
    const removed = await phone.tell("account.removePasskey", {
      id,
      password,
      mailCode: fresh,
      backupCode: next,
    });
    expect(removed.data).toEqual({ done: true });
    expect(await isSecondFactorOn(desk.db.orm, holder.userId)).toBe(false);
    const plain = await halfIn(holder);
    expect(plain.result).toMatchObject({ status: "signed_in" });
    // The backup codes went with it.
    expect(await desk.db.sql`select id from two_factors where user_id = ${holder.userId}`).toHaveLength(0);
    const mails = (await queuedMails(desk.db, holder.email)).map(({ content }) => content.subject);
    expect(mails).toContain("A passkey was removed");
  });

  test("leaves new backup codes within reach of who is signed in", async () => {
    const holder = await seedHolder();
    const { data } = await holder.tell("account.renewBackupCodes", { password: holder.password });
    const { backupCodes } = data as { backupCodes: string[] };
    const { browser } = await halfIn(holder);
    expect(
      (await browser.tell("auth.verifySecondFactor", { backupCode: holder.backupCodes[0] })).status,
    ).toBe(400);
    expect((await browser.tell("auth.verifySecondFactor", { backupCode: backupCodes[0] })).status).toBe(200);
  });
});

describe("an authenticator app beside a passkey", () => {
  test("is set up without new backup codes, and turned off without taking them away", async () => {
    const holder = await seedHolder();
    const { password, userId } = holder;
    const { data } = await holder.tell("account.startTotp", { password });
    const { secret, backupCodes } = data as TotpStarted;
    expect(backupCodes).toEqual([]);
    expect((await holder.ask("auth.me")).data).toMatchObject({ user: { twoFactor: true, totp: false } });
    // Begun is not on: no app has a code yet, and the passkey is asked for as before.
    const begun = await halfIn(holder);
    expect((await begun.browser.tell("auth.verifySecondFactor", { code: totp(secret) })).status).toBe(400);
    expect((await holder.tell("account.confirmTotp", { code: totp(secret) })).data).toEqual({ done: true });
    expect((await holder.ask("auth.me")).data).toMatchObject({ user: { twoFactor: true, totp: true } });
    const [first, next] = holder.backupCodes;
    const withCode = await halfIn(holder);
    expect((await withCode.browser.tell("auth.verifySecondFactor", { backupCode: first })).status).toBe(200);

    const phone = elsewhere(holder);
    const stop = { code: totp(secret, 1) };
    const wrong = await phone.tell("account.stopTotp", { ...stop, password: "not the password" });
    expect([wrong.status, wrong.error?.app?.["field"]]).toEqual([400, "password"]);
    await desk.db.sql`delete from used_totps where user_id = ${userId}`;
    expect((await phone.tell("account.stopTotp", { ...stop, password })).data).toEqual({ done: true });
    expect((await phone.ask("auth.me")).data).toMatchObject({ user: { twoFactor: true, totp: false } });
    const left = await halfIn(holder);
    expect(left.result).toEqual({ status: "second_factor", factors: { totp: false, passkey: true } });
    expect((await left.browser.tell("auth.verifySecondFactor", { code: totp(secret, 1) })).status).toBe(400);
    expect((await left.browser.tell("auth.verifySecondFactor", { backupCode: next })).status).toBe(200);
  });
});
