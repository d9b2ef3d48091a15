import { describe, expect, test } from "vitest";
import { auditWordsOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import type { ActivityPage } from "#features/accounts/contract.ts";
import type { CreatedApiKey } from "#features/api/contract.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { exportAccount } from "../../support/people/account-export.ts";
import { newestCode } from "../../support/people/mailbox.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const pageOf = async (member: Member, input: object = {}) =>
  (await member.ask("account.activity", input)).data as ActivityPage;
/** The audited actions, oldest first. */
async function said(member: Member, since = 0): Promise<string[]> {
  const { entries } = await pageOf(member);
  return entries
    .filter(({ id }) => id > since)
    .map(({ action }) => action)
    .toReversed();
}
const last = async (member: Member) => (await pageOf(member)).entries[0]?.id ?? 0;

describe("the audit log", () => {
  test("records sign-up and sign-in, with IP address and device", async () => {
    const member = await signUp(desk.web, desk.db);
    const { email, password } = member;
    expect(await said(member)).toEqual(["registered", "email_verified", "signed_in_by_code"]);
    const since = await last(member);
    const browser = createVisitor(desk.web, { address: "203.0.113.5" });
    await browser.tell("auth.login", { email, password: "not the password" });
    await browser.tell("auth.login", { email, password });
    await browser.tell("auth.logout");
    await browser.tell("auth.register", { email, password: "another password", name: "N" });
    expect(await said(member, since)).toEqual([
      "sign_in_failed",
      "signed_in",
      "signed_out",
      "sign_up_repeated",
    ]);
    const { entries } = await pageOf(member);
    expect(entries[0]).toMatchObject({
      address: "203.0.113.5",
      by: null,
      about: email,
      device: { browser: "Chrome 150", system: "Linux", kind: "desktop" },
    });
  });

  test("records changes of the account", async () => {
    const [member, newEmail] = [await seedMember(desk.web, desk.db), randomEmail()];
    const { email, password } = member;
    await member.tell("account.updateProfile", { name: "Verac" });
    const [other] = [createVisitor(desk.web)];
    await other.tell("auth.login", { email, password });
    const since = await last(member);
    await member.tell("auth.revokeOtherSessions");
    await member.tell("account.requestCode", { purpose: "change_password" });
    const code = await newestCode(desk.db, email);
    await member.tell("account.changePassword", { code, newPassword: "another password" });
    await member.tell("account.requestEmailChange", { newEmail });
    const presentCode = await newestCode(desk.db, email);
    const newCode = await newestCode(desk.db, newEmail);
    await member.tell("account.changeEmail", { newEmail, presentCode, newCode });
    await exportAccount(member);
    expect(await said(member, since)).toEqual([
      "sessions_ended",
      "password_changed",
      "email_changed",
      "data_exported",
    ]);
    expect(await said(member)).toContain("profile_changed");
  });

  test("records changes of the second factor and password resets", async () => {
    const member = await seedMember(desk.web, desk.db);
    const { email, password } = member;
    const { secret } = (await member.tell("account.startTotp", { password })).data as { secret: string };
    await member.tell("account.confirmTotp", { code: totp(secret) });
    await member.tell("account.renewBackupCodes", { password });
    await member.tell("account.stopTotp", { code: totp(secret, 1), password });
    expect(await said(member)).toEqual(["totp_started", "backup_codes_renewed", "totp_stopped"]);
    await member.tell("auth.requestReset", { email });
    const reset = { email, code: await newestCode(desk.db, email), newPassword: "another password" };
    await member.tell("auth.resetPassword", reset);
    await member.tell("auth.login", { email, password: "another password" });
    expect(await said(member)).toEqual(expect.arrayContaining(["password_reset", "signed_in"]));
  });

  test("records wrong mailed codes, also for unknown e-mail addresses", async () => {
    const member = await seedMember(desk.web, desk.db);
    const stranger = createVisitor(desk.web, { address: "203.0.113.6" });
    await stranger.tell("auth.resendOtp", { email: member.email });
    const code = await newestCode(desk.db, member.email);
    const wrong = code === "000000" ? "000001" : "000000";
    for (const email of [member.email, randomEmail()])
      expect((await stranger.tell("auth.verifyOtp", { email, code: wrong })).status).toBe(400);
    await stranger.tell("auth.verifyOtp", { email: member.email, code });
    expect(await said(member)).toEqual(["code_failed", "signed_in_by_code"]);
    const lines = await desk.db.sql`
      select user_id from audit_log where action = 'code_failed' and address = '203.0.113.6' order by id`;
    expect(lines.map(({ user_id: userId }) => userId as unknown)).toEqual([member.userId, null]);
  });

  test("records created and deleted API keys by name only", async () => {
    const member = await seedMember(desk.web, desk.db);
    const made = (await member.tell("apiKeys.create", { name: "Barrows bot" })).data as CreatedApiKey;
    await member.tell("apiKeys.delete", { id: made.id });
    expect((await member.tell("apiKeys.delete", { id: made.id })).status).toBe(404);
    const { entries } = await pageOf(member);
    expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
      ["api_key_deleted", { name: "Barrows bot" }],
      ["api_key_made", { name: "Barrows bot" }],
    ]);
    expect(entries[0]?.address).not.toBeNull();
  });

  test("contains no code, token or password", async () => {
    const member = await seedMember(desk.web, desk.db);
    const { email, password } = member;
    const browser = createVisitor(desk.web);
    await browser.tell("auth.login", { email, password: "not the password" });
    await browser.tell("auth.resendOtp", { email });
    const code = await newestCode(desk.db, email);
    await browser.tell("auth.verifyOtp", { email, code });
    const { key } = (await member.tell("apiKeys.create", { name: "Bot" })).data as CreatedApiKey;
    expect(await said(member)).toEqual(["sign_in_failed", "signed_in_by_code", "api_key_made"]);

    // Without the time, whose microseconds may be the digits of a code.
    const rows = await desk.db.sql<{ row: string }[]>`
      select (to_jsonb(t) - 'id' - 'at')::text as row from audit_log t where user_id = ${member.userId}`;
    const tokens = await desk.db.sql<{ token: string }[]>`
      select token from sessions where user_id = ${member.userId}`;
    expect([rows.length, tokens.length]).toEqual([3, 2]);
    const text = rows.map(({ row }) => row).join("\n");
    for (const secret of [code, key, password, "not the password", ...tokens.map(({ token }) => token)])
      expect(text).not.toContain(secret);
  });

  test("has a distinct text for each action", () => {
    const words = auditWordsOf(features);
    expect(Object.keys(words).length).toBeGreaterThan(30);
    expect(new Set(Object.values(words)).size).toBe(Object.keys(words).length);
  });
});

test("the log is paginated, each entry once, and contains no entry of other accounts", async () => {
  const [member, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
  await desk.db.sql`
    insert into audit_log (at, user_id, action) select now(), ${member.userId}, 'signed_in' from generate_series(1, 120)`;
  await other.tell("account.updateProfile", { name: "Ahrim" });
  const seen: number[] = [];
  let before: number | null = null;
  do {
    const page: ActivityPage = await pageOf(member, before === null ? {} : { before });
    seen.push(...page.entries.map(({ id }) => id));
    before = page.next;
  } while (before !== null);
  expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
  expect(seen).toEqual(seen.toSorted((a, b) => b - a));
  expect(await said(other)).toEqual(["profile_changed"]);
});

test("an entry of the log cannot be changed", async () => {
  const member = await seedMember(desk.web, desk.db);
  await member.tell("account.updateProfile", { name: "Karil" });
  const { sql } = desk.db;
  const change = sql`update audit_log set action = 'signed_in' where user_id = ${member.userId}`;
  await expect(change).rejects.toThrow("audit_log is append-only");
  const upsert = sql`
    insert into audit_log (id, at, action) overriding system value
    select id, now(), 'signed_in' from audit_log limit 1 on conflict (id) do update set action = 'signed_in'`;
  await expect(upsert).rejects.toThrow("audit_log is append-only");
  expect(await said(member)).toEqual(["profile_changed"]);
});
