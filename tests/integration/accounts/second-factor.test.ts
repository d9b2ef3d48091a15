import { describe, expect, test } from "vitest";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { CHALLENGE_COOKIE, SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { signValue } from "#features/accounts/core/sign-cookies.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { TEST_SECRETS, newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { notTotp, totp } from "../../support/people/totp.ts";
import { useSecondFactor } from "../../support/people/second-factor.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const { seedOwner, halfIn, second, isIn } = useSecondFactor(desk);
const actionsOf = async (userId: string) =>
  (await desk.db.sql`select action from audit_log where user_id = ${userId} order by id`).map(
    (row) => row["action"] as string,
  );
const appOf = ({ status, error }: Awaited<ReturnType<typeof second>>) => [status, error?.app?.["code"]];
/** The account's own budget, which the tests of other limits would meet first. */
const jar = ({ cookies }: Visitor) => createVisitor(desk.web, { cookies: new Map(cookies) });

describe("turning it on", () => {
  test("needs the password and a code, and gives the session a new token", async () => {
    const member = await seedMember(desk.web, desk.db);
    const wrong = await member.tell("account.startTotp", { password: "not the password" });
    expect(wrong.error?.app).toMatchObject({ code: "invalid_input", field: "password" });
    expect((await member.tell("account.startTotp", {})).status).toBe(400);
    const started = (await member.tell("account.startTotp", { password: member.password }))
      .data as TotpStarted;
    expect(started.uri).toMatch(/^otpauth:\/\/totp\/GE-Metrics:/);
    expect(new Set(started.backupCodes).size).toBe(10);
    // Begun is not on: nobody is asked yet.
    expect((await createVisitor(desk.web).tell("auth.login", member)).status).toBe(400);
    const { email, password } = member;
    const other = createVisitor(desk.web);
    expect((await other.tell("auth.login", { email, password })).data).toMatchObject({ status: "signed_in" });
    const bad = await member.tell("account.confirmTotp", { code: notTotp(started.secret) });
    expect(bad.error?.app).toMatchObject({ field: "code" });

    const old = jar(member);
    expect((await member.tell("account.confirmTotp", { code: totp(started.secret) })).data).toEqual({
      done: true,
    });
    expect(member.cookies.get(SESSION_COOKIE)).not.toBe(old.cookies.get(SESSION_COOKIE));
    expect([await isIn(member), await isIn(old)]).toEqual([true, false]);
    expect(await actionsOf(member.userId)).toContain("totp_started");
    expect((await queuedMails(desk.db, email))[0]?.content.subject).toBe("Second factor turned on");
  });

  test("uses its code up: the same does not sign in or turn the factor off", async () => {
    const member = await seedMember(desk.web, desk.db);
    const { password } = member;
    const { secret } = (await member.tell("account.startTotp", { password })).data as TotpStarted;
    const code = totp(secret);
    expect((await member.tell("account.confirmTotp", { code })).status).toBe(200);
    expect(appOf(await second(await halfIn(member), { code }))).toEqual([401, "unauthenticated"]);
    const stopped = await member.tell("account.stopTotp", { code, password });
    expect([stopped.status, stopped.error?.app]).toEqual([400, { code: "invalid_input", field: "code" }]);
    expect((await second(await halfIn(member), { code: totp(secret, 1) })).status).toBe(200);
    // Nor does one that signed in.
    expect((await member.tell("account.stopTotp", { code: totp(secret, 1), password })).status).toBe(400);
    expect(await actionsOf(member.userId)).toContain("confirmation_failed");
  });

  test("keeps the secret and backup codes encrypted", async () => {
    const owner = await seedOwner();
    const [row] = await desk.db.sql`select t::text as row from two_factors t where user_id = ${owner.userId}`;
    const text = String(row?.["row"]);
    expect(text).toContain(owner.userId);
    expect(owner.backupCodes).toHaveLength(10);
    const raw = owner.uri.match(/secret=([A-Z2-7]+)/)?.[1] ?? "";
    for (const secret of [owner.secret, raw, ...owner.backupCodes]) expect(text).not.toContain(secret);
  });

  test("does not happen through the request to turn it off", async () => {
    const member = await seedMember(desk.web, desk.db);
    const { password } = member;
    const { secret } = (await member.tell("account.startTotp", { password })).data as TotpStarted;
    const stopped = await member.tell("account.stopTotp", { code: totp(secret), password });
    expect(appOf(stopped)).toEqual([409, "conflict"]);
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
  });
});

describe("signing in", () => {
  test("by password requires it, and accepts one right code per challenge", async () => {
    const owner = await seedOwner();
    const browser = await halfIn(owner);
    const copy = jar(browser);
    expect((await browser.ask("account.activity", {})).status).toBe(401);
    expect(appOf(await second(browser, { code: notTotp(owner.secret) }))).toEqual([400, "invalid_input"]);
    expect((await second(browser, { code: totp(owner.secret) })).data).toMatchObject({ status: "signed_in" });
    expect([await isIn(browser), browser.cookies.has(CHALLENGE_COOKIE)]).toEqual([true, false]);
    expect(appOf(await second(copy, { code: totp(owner.secret) }))).toEqual([401, "unauthenticated"]);
    expect(await actionsOf(owner.userId)).toEqual(
      expect.arrayContaining(["second_factor_failed", "second_factor_passed"]),
    );
  });

  test("accepts an app's code once, even concurrently, and ends the other session", async () => {
    const owner = await seedOwner();
    const sessions = async () =>
      (await desk.db.sql`select id from sessions where user_id = ${owner.userId}`).length;
    const before = await sessions();
    const [one, other] = [await halfIn(owner), await halfIn(owner)];
    const code = totp(owner.secret);
    const replies = await Promise.all([second(one, { code }), second(other, { code })]);
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401]);
    expect(replies.find(({ status }) => status === 401)?.error?.message).toMatch(/used.*next one/);
    expect(await sessions()).toBe(before + 1);
    expect(await actionsOf(owner.userId)).toContain("second_factor_failed");

    const again = await halfIn(owner);
    expect(appOf(await second(again, { code }))).toEqual([401, "unauthenticated"]);
    expect(await isIn(again)).toBe(false);
    expect((await second(await halfIn(owner), { code: totp(owner.secret, 1) })).status).toBe(200);
    // The same six digits come round one day, and are another code then.
    await desk.db
      .sql`update used_totps set used_at = now() - interval '3 minutes' where user_id = ${owner.userId}`;
    expect((await second(await halfIn(owner), { code })).status).toBe(200);
  });

  test("by a mailed code requires it as well", async () => {
    const owner = await seedOwner();
    const browser = createVisitor(desk.web);
    await browser.tell("auth.resendOtp", { email: owner.email });
    const code = await newestCode(desk.db, owner.email);
    const { data } = await browser.tell("auth.verifyOtp", { email: owner.email, code });
    expect(data).toEqual({ status: "second_factor", factors: { totp: true, passkey: false } });
    expect(await isIn(browser)).toBe(false);
    expect((await second(browser, { code: totp(owner.secret) })).status).toBe(200);
  });

  test("accepts a backup code once, even concurrently", async () => {
    const owner = await seedOwner();
    const [first = "", next = "", third = ""] = owner.backupCodes;
    const browser = await halfIn(owner);
    const code = first.replace("-", "");
    expect((await second(browser, { backupCode: code })).data).toMatchObject({ status: "signed_in" });
    expect(await actionsOf(owner.userId)).toContain("backup_code_used");
    const again = await halfIn(owner);
    expect((await second(again, { backupCode: first })).error?.app).toMatchObject({ field: "backupCode" });
    const [one, other] = [await halfIn(owner), await halfIn(owner)];
    const replies = await Promise.all([
      second(one, { backupCode: next }),
      second(other, { backupCode: next }),
    ]);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(replies.map(({ status }) => status)).not.toContain(500);
    expect((await second(again, { backupCode: third })).status).toBe(200);
  });

  test("reads codes of mail, app and backup with full-width digits, hidden characters and other dashes", async () => {
    const owner = await seedOwner();
    const wide = (code: string) =>
      code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
    await createVisitor(desk.web).tell("auth.resendOtp", { email: owner.email });
    const mailed = (await newestCode(desk.db, owner.email)).replace(/^\d{3}/, "$&\u200b–");
    const byMail = createVisitor(desk.web);
    const half = await byMail.tell("auth.verifyOtp", { email: owner.email, code: mailed });
    expect(half.data).toMatchObject({ status: "second_factor" });
    expect((await second(byMail, { code: wide(totp(owner.secret)) })).data).toMatchObject({
      status: "signed_in",
    });
    const backupCode = wide((owner.backupCodes[0] ?? "").replace("-", "\u2060—"));
    expect((await second(await halfIn(owner), { backupCode })).data).toMatchObject({ status: "signed_in" });
  });

  test("fails without a challenge, with another user's, or with an expired one", async () => {
    const [owner, thief] = [await seedOwner(), await seedOwner()];
    const code = totp(owner.secret);
    expect((await second(createVisitor(desk.web), { code })).status).toBe(401);
    // A session is no challenge, an identifier nobody signed is none, and neither is a user's id.
    const [secret = ""] = TEST_SECRETS;
    for (const value of [owner.cookies.get(SESSION_COOKIE), "2fa-x.x", signValue(owner.userId, secret)]) {
      const forged = createVisitor(desk.web, { cookies: new Map([[CHALLENGE_COOKIE, value ?? ""]]) });
      expect((await second(forged, { code })).status).toBe(401);
    }
    const thiefs = await halfIn(thief);
    expect((await second(thiefs, { code })).status).toBe(400);
    const late = await halfIn(owner);
    await desk.db
      .sql`update verifications set expires_at = now() - interval '1 second' where value = ${owner.userId}`;
    expect((await second(late, { code })).status).toBe(401);
    expect([await isIn(thiefs), await isIn(late)]).toEqual([false, false]);
  });

  test("fails if the account was locked or its password changed meanwhile", async () => {
    const owner = await seedOwner();
    const browser = await halfIn(owner);
    await owner.tell("account.requestCode", { purpose: "change_password" });
    const code = await newestCode(desk.db, owner.email);
    const newPassword = "another password";
    expect((await owner.tell("account.changePassword", { code, newPassword })).status).toBe(200);
    expect((await second(browser, { code: totp(owner.secret) })).status).toBe(401);
    const again = await halfIn({ ...owner, password: newPassword });
    await desk.db.sql`update users set locked_at = now() where id = ${owner.userId}`;
    expect(appOf(await second(again, { code: totp(owner.secret) }))).toEqual([403, "forbidden"]);
    expect(await isIn(again)).toBe(false);
    const held = await desk.db.sql`select id from sessions where user_id = ${owner.userId}`;
    expect(held).toHaveLength(1);
  });
});

describe("guesses", () => {
  test("are limited to five per challenge and ten per account", async () => {
    const owner = await seedOwner();
    const wrong = { code: notTotp(owner.secret) };
    const browser = await halfIn(owner);
    for (let at = 0; at < 5; at++) expect((await second(browser, wrong)).status).toBe(400);
    expect((await second(browser, { code: totp(owner.secret) })).status).toBe(401);
    const next = await halfIn(owner);
    for (let at = 0; at < 5; at++) expect((await second(next, wrong)).status).toBe(400);
    const last = await halfIn(owner);
    const refused = await second(last, { code: totp(owner.secret) });
    expect([refused.status, refused.error?.message]).toEqual([
      403,
      expect.stringContaining("Wait 15 minutes"),
    ]);
    await desk.db.sql`update two_factors set locked_until = now() - interval '1 second'`;
    expect((await second(last, { code: totp(owner.secret) })).status).toBe(200);
  });

  test("are limited to five concurrently, too", async () => {
    const owner = await seedOwner();
    const browser = await halfIn(owner);
    const wrong = { code: notTotp(owner.secret) };
    await Promise.all(Array.from({ length: 30 }, () => second(jar(browser), wrong)));
    const [row] = await desk.db
      .sql`select failed_verification_count as n from two_factors where user_id = ${owner.userId}`;
    expect(Number(row?.["n"])).toBeLessThanOrEqual(5);
    expect(await isIn(browser)).toBe(false);
  });
});

test("turning it off needs a code and the password, and new backup codes replace the old ones", async () => {
  const owner = await seedOwner();
  const { password, secret } = owner;
  expect((await owner.tell("account.renewBackupCodes", { password: "not the password" })).status).toBe(400);
  const { data } = await owner.tell("account.renewBackupCodes", { password });
  const fresh = (data as { backupCodes: string[] }).backupCodes;
  expect(new Set([...fresh, ...owner.backupCodes]).size).toBe(20);
  const browser = await halfIn(owner);
  expect((await second(browser, { backupCode: owner.backupCodes[0] })).status).toBe(400);
  expect((await second(browser, { backupCode: fresh[0] })).status).toBe(200);

  expect((await owner.tell("account.stopTotp", { code: notTotp(secret), password })).status).toBe(400);
  const wrong = { code: totp(secret), password: "not the password" };
  expect((await owner.tell("account.stopTotp", wrong)).status).toBe(400);
  const code = totp(secret, 1);
  const old = jar(owner);
  expect((await owner.tell("account.stopTotp", { code, password })).data).toEqual({ done: true });
  expect([await isIn(owner), await isIn(old)]).toEqual([true, false]);
  expect(await desk.db.sql`select id from two_factors where user_id = ${owner.userId}`).toHaveLength(0);
  const plain = await createVisitor(desk.web).tell("auth.login", { email: owner.email, password });
  expect(plain.data).toMatchObject({ status: "signed_in" });
});

test("without a password a new factor and new backup codes need a mailed code", async () => {
  const member = await seedMember(desk.web, desk.db, { kind: "passwordless" });
  const mailed = async () => {
    await member.tell("account.requestCode", { purpose: "change_second_factor" });
    return newestCode(desk.db, member.email);
  };
  const refused = await member.tell("account.startTotp", {});
  expect([refused.status, refused.error?.app?.["field"]]).toEqual([400, "mailCode"]);
  const mailCode = await mailed();
  const started = await member.tell("account.startTotp", { mailCode });
  expect(started.status).toBe(200);
  const { secret } = started.data as TotpStarted;
  expect((await member.tell("account.confirmTotp", { code: totp(secret) })).status).toBe(200);

  expect((await member.tell("account.renewBackupCodes", {})).status).toBe(400);
  expect((await member.tell("account.renewBackupCodes", { mailCode })).status).toBe(400);
  const renewed = await member.tell("account.renewBackupCodes", { mailCode: await mailed() });
  expect(renewed.status).toBe(200);
  const subjects = (await queuedMails(desk.db, member.email)).map(({ content }) => content.subject);
  expect(subjects).toContain("New backup codes were made");
});
