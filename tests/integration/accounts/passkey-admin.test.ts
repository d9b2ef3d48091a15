import { describe, expect, test } from "vitest";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { useDesk } from "../../support/people/desk.ts";
import { usePasskeys } from "../../support/people/passkeys.ts";
import type { Holder } from "../../support/people/passkeys.ts";
import { seedMember, seedSession } from "../../support/people/seed-users.ts";
import { totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply, Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const { seedHolder, add, get, signIn, halfIn, second, requested, actionsOf } = usePasskeys(desk);
const UNCONFIRMED = [403, "confirmation"];
const told = ({ status, error }: Reply) => [status, error?.app?.["needs"]];
const refusalOf = ({ status, error }: Reply) => [status, error?.app?.["code"], error?.app?.["field"]];
const WRONG = [400, "invalid_input", "passkey"];

/** An admin whose only second factor is a passkey. */
async function seedAdmin(): Promise<Holder> {
  const holder = await seedHolder();
  await desk.db.sql`update users set role = 'admin' where id = ${holder.userId}`;
  return holder;
}
/** Another session of a user's, which nothing has confirmed. */
async function another({ userId }: { userId: string }): Promise<Visitor> {
  const { cookie } = await seedSession(desk.db, userId);
  return createVisitor(desk.web, { cookies: new Map([[SESSION_COOKIE, cookie]]) });
}
/** Something that takes a confirmation, and changes nothing here. */
const act = (as: Visitor) => as.tell("admin.endSessions", { userId: "00000000-0000-4000-8000-000000000000" });
const ACTED = [404, undefined];

async function confirm(browser: Visitor, { passkey }: Holder, wrongs = {}) {
  const request = await requested(browser, "account.startConfirmation");
  const assertion = get(passkey, request, wrongs);
  return { request, assertion, reply: await browser.tell("account.confirmSession", { passkey: assertion }) };
}

describe("an admin with a passkey", () => {
  test("has confirmed by signing in with it, alone or as the second step", async () => {
    const admin = await seedAdmin();
    const { browser } = await signIn(admin.passkey);
    expect(told(await act(browser))).toEqual(ACTED);
    const half = await halfIn(admin);
    await second(half.browser, admin.passkey);
    expect(told(await act(half.browser))).toEqual(ACTED);
  });

  test("confirms a session with it, for fifteen minutes", async () => {
    const admin = await seedAdmin();
    const browser = await another(admin);
    expect(told(await act(browser))).toEqual(UNCONFIRMED);
    const { request, reply } = await confirm(browser, admin);
    expect(request.allowCredentials.map(({ id }) => id)).toEqual([admin.passkey.id]);
    expect(reply.data).toEqual({ done: true });
    expect(told(await act(browser))).toEqual(ACTED);
    expect(await actionsOf(admin.userId)).toContain("confirmed");
    desk.clock.advanceMs(15 * 60_000);
    expect(told(await act(browser))).toEqual(UNCONFIRMED);
  });

  test("confirms one session once with one signature", async () => {
    const admin = await seedAdmin();
    const [first, other] = [await another(admin), await another(admin)];
    const { assertion } = await confirm(first, admin);
    const again = await first.tell("account.confirmSession", { passkey: assertion });
    expect(refusalOf(again)).toEqual(WRONG);
    // Nor with the challenge of another session's cookie.
    const request = await requested(first, "account.startConfirmation");
    for (const [name, value] of first.cookies) if (name !== SESSION_COOKIE) other.cookies.set(name, value);
    const moved = await other.tell("account.confirmSession", { passkey: get(admin.passkey, request) });
    expect(refusalOf(moved)).toEqual(WRONG);
    expect(told(await act(other))).toEqual(UNCONFIRMED);
  });

  test("is refused with a signature without its holder's check, which counts as a wrong code", async () => {
    const admin = await seedAdmin();
    const browser = await another(admin);
    const { reply } = await confirm(browser, admin, { isVerified: false });
    expect(refusalOf(reply)).toEqual(WRONG);
    expect(told(await act(browser))).toEqual(UNCONFIRMED);
    const [row] = await desk.db.sql`select wrong_codes from two_factors where user_id = ${admin.userId}`;
    expect(row?.["wrong_codes"]).toBe(1);
    expect(await actionsOf(admin.userId)).toContain("confirmation_failed");
    await desk.db.sql`update two_factors set wrong_codes = 30 where user_id = ${admin.userId}`;
    expect((await confirm(browser, admin)).reply.error?.app).toMatchObject({ factor: "closed" });
  });

  test("has to confirm anew after a passkey was added or removed", async () => {
    const admin = await seedAdmin();
    const [browser, other] = [await another(admin), await another(admin)];
    const proof = { password: admin.password };
    for (const confirming of [browser, other]) await confirm(confirming, admin);
    const { reply } = await add(browser, { proof });
    const { passkey } = reply.data as { passkey: { id: string } };
    for (const session of [browser, other]) expect(told(await act(session))).toEqual(UNCONFIRMED);
    await confirm(other, admin);
    expect((await browser.tell("account.removePasskey", { id: passkey.id, ...proof })).status).toBe(200);
    expect(told(await act(other))).toEqual(UNCONFIRMED);
  });
});

describe("a new factor, or new backup codes", () => {
  const calls = ["account.startPasskey", "account.startTotp", "account.renewBackupCodes"] as const;

  test("take a confirmation of an admin who has a factor: the password is not enough", async () => {
    const admin = await seedAdmin();
    const browser = await another(admin);
    const { password } = admin;
    for (const path of calls) expect(told(await browser.tell(path, { password }))).toEqual(UNCONFIRMED);
    await confirm(browser, admin);
    for (const path of calls) expect((await browser.tell(path, { password })).status).toBe(200);
  });

  test("take the password of others, and of an admin who has none yet", async () => {
    const holder = await seedHolder();
    const member = await seedMember(desk.web, desk.db);
    await desk.db.sql`update users set role = 'admin' where id = ${member.userId}`;
    for (const path of calls)
      expect((await holder.tell(path, { password: holder.password })).status).toBe(200);
    const { password } = member;
    const started = (await member.tell("account.startTotp", { password })).data as TotpStarted;
    expect((await member.tell("account.confirmTotp", { code: totp(started.secret) })).status).toBe(200);
  });
});
