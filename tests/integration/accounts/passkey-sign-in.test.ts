import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import { usePasskey } from "#features/accounts/passkeys/verify-assertion.ts";
import { sweepExpired } from "#features/accounts/security/sweep-expired.ts";
import { PASSKEY_COOKIE, SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { useDesk } from "../../support/people/desk.ts";
import { queuedMails } from "../../support/people/mailbox.ts";
import { usePasskeys } from "../../support/people/passkeys.ts";
import { useSecondFactor } from "../../support/people/second-factor.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply } from "../../support/people/visitor.ts";

const desk = useDesk();
const { seedHolder, add, get, signIn, requested, isIn, elsewhere, actionsOf } = usePasskeys(desk);
const { seedOwner } = useSecondFactor(desk);
const refusalOf = ({ status, error }: Reply) => [status, error?.app?.["code"]];
const REFUSED = [401, "unauthenticated"];
const otherKey = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

describe("a passkey", () => {
  test("signs in without an e-mail address, a password or a code of an app", async () => {
    const owner = await seedOwner();
    const { passkey } = await add(elsewhere(owner), { proof: { password: owner.password } });
    const { browser, reply } = await signIn(passkey);
    expect(reply.data).toMatchObject({ status: "signed_in", user: { id: owner.userId, twoFactor: true } });
    expect([await isIn(browser), browser.cookies.has(PASSKEY_COOKIE)]).toEqual([true, false]);
    expect(await actionsOf(owner.userId)).toContain("signed_in_by_passkey");
    const { passkeys } = (await owner.ask("account.passkeys")).data as { passkeys: object[] };
    expect(passkeys).toMatchObject([{ lastUsedAt: expect.any(Number) }]);
    // The request names nobody.
    const request = await requested(createVisitor(desk.web), "auth.startPasskeySignIn");
    expect(request).toMatchObject({ allowCredentials: [], userVerification: "required" });
  });

  test("of a new device is reported to the owner by mail", async () => {
    const holder = await seedHolder();
    await signIn(holder.passkey);
    await signIn(holder.passkey);
    const subjects = (await queuedMails(desk.db, holder.email)).map(({ content }) => content.subject);
    expect(subjects.filter((subject) => subject === "New sign-in to your account")).toHaveLength(1);
  });

  test.each([
    ["for another site's page", { origin: "http://127.0.0.1.evil.example" }],
    ["for another port", { origin: "http://127.0.0.1:8080" }],
    ["for another site's passkeys", { rpId: "evil.example" }],
    ["without its holder verified", { isVerified: false }],
    ["by another key", { signWith: otherKey }],
    ["of another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["made for adding a passkey", { type: "webauthn.create" }],
    ["for another user", { userHandle: "AAAAAAAAAAAAAAAAAAAAAA" }],
  ])("signed %s is refused", async (_what, wrongs) => {
    const holder = await seedHolder();
    const { browser, reply } = await signIn(holder.passkey, wrongs);
    expect([refusalOf(reply), await isIn(browser)]).toEqual([REFUSED, false]);
    expect(await actionsOf(holder.userId)).toContain("passkey_failed");
    expect((await signIn(holder.passkey)).reply.status).toBe(200);
  });

  test("whose counter goes back or stands still is refused, as a copy's would", async () => {
    const holder = await seedHolder({ counter: 7 });
    expect((await signIn(holder.passkey, { counter: 9 })).reply.status).toBe(200);
    for (const counter of [9, 8, 0])
      expect([counter, refusalOf((await signIn(holder.passkey, { counter })).reply)]).toEqual([
        counter,
        REFUSED,
      ]);
    expect((await signIn(holder.passkey, { counter: 10 })).reply.status).toBe(200);
    // As two requests at once would do: both have read the counter before either writes it.
    const deps = { clock: desk.clock };
    const verified = (challenge: string) => ({
      passkeyId: holder.passkeyId,
      userId: holder.userId,
      counter: 11,
      challenge: { challenge, expiresAt: desk.clock.now().getTime() + 60_000 },
    });
    expect(await usePasskey(desk.db.orm, deps, verified("one of two"))).toBe(true);
    expect(await usePasskey(desk.db.orm, deps, verified("the other"))).toBe(false);
  });

  test("that was removed, or whose account is locked, opens nothing", async () => {
    const holder = await seedHolder();
    await desk.db.sql`update users set locked_at = now() where id = ${holder.userId}`;
    const locked = await signIn(holder.passkey);
    expect([refusalOf(locked.reply), await isIn(locked.browser)]).toEqual([[403, "forbidden"], false]);
    await desk.db.sql`update users set locked_at = null where id = ${holder.userId}`;
    await desk.db.sql`delete from passkeys where user_id = ${holder.userId}`;
    const removed = await signIn(holder.passkey);
    expect(refusalOf(removed.reply)).toEqual(REFUSED);
    expect(removed.reply.error?.message).toMatch(/^This passkey is not known here/);
  });
});

describe("a challenge", () => {
  test("opens one session, even if its answer is sent again or twice at once", async () => {
    const holder = await seedHolder();
    const { browser, assertion } = await signIn(holder.passkey);
    const before = createVisitor(desk.web);
    const request = await requested(before, "auth.startPasskeySignIn");
    const copies = [elsewhere(before), elsewhere(before), elsewhere(before)];
    const input = { passkey: get(holder.passkey, request) };
    const replies = await Promise.all(copies.map((copy) => copy.tell("auth.signInByPasskey", input)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 401, 401]);
    expect(refusalOf(await elsewhere(before).tell("auth.signInByPasskey", input))).toEqual(REFUSED);
    // Without its cookie, or with the one of a newer challenge.
    const again = createVisitor(desk.web);
    expect(refusalOf(await again.tell("auth.signInByPasskey", { passkey: assertion }))).toEqual(REFUSED);
    await requested(again, "auth.startPasskeySignIn");
    expect(refusalOf(await again.tell("auth.signInByPasskey", { passkey: assertion }))).toEqual(REFUSED);
    expect(await isIn(browser)).toBe(true);
  });

  test("is stored only once a passkey has signed it, and is swept after its time", async () => {
    const holder = await seedHolder();
    const stored = async () => (await desk.db.sql`select challenge from used_challenges`).length;
    const before = await stored();
    await Promise.all(
      Array.from({ length: 20 }, () => requested(createVisitor(desk.web), "auth.startPasskeySignIn")),
    );
    await signIn(holder.passkey, { signWith: otherKey });
    expect(await stored()).toBe(before);
    await signIn(holder.passkey);
    expect(await stored()).toBe(before + 1);
    await sweepExpired({ db: desk.db.orm, clock: desk.clock });
    expect(await stored()).toBe(before + 1);
    const later = { now: () => new Date(desk.clock.now().getTime() + 300_001) };
    await sweepExpired({ db: desk.db.orm, clock: later });
    expect(await stored()).toBe(0);
  });

  test("for something else, of a forger or too old is none", async () => {
    const holder = await seedHolder();
    const asked = elsewhere(holder);
    const forRemoval = await requested(asked, "account.startPasskeyRemoval");
    const input = { passkey: get(holder.passkey, forRemoval) };
    expect(refusalOf(await asked.tell("auth.signInByPasskey", input))).toEqual(REFUSED);
    const forged = createVisitor(desk.web);
    forged.cookies.set(PASSKEY_COOKIE, `${forRemoval.challenge}%7C99999999999999%7Csign_in.AAAA`);
    expect(refusalOf(await forged.tell("auth.signInByPasskey", input))).toEqual(REFUSED);
    const late = createVisitor(desk.web);
    const request = await requested(late, "auth.startPasskeySignIn");
    desk.clock.advanceMs(300_001);
    const answer = { passkey: get(holder.passkey, request) };
    expect((await late.tell("auth.signInByPasskey", answer)).error?.message).toMatch(/too long/);
  });
});

test("tries are limited for a passkey, known or not, from all IP addresses", async () => {
  const holder = await seedHolder();
  const unknown = { ...holder.passkey, id: Buffer.alloc(32, 1).toString("base64url") };
  for (const passkey of [holder.passkey, unknown]) {
    const statuses = [];
    for (let at = 0; at < 11; at++)
      statuses.push((await signIn(passkey, { signWith: otherKey })).reply.status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
  }
});

test("answers to malformed passkeys are refusals, not faults", async () => {
  const holder = await seedHolder();
  const { assertion } = await signIn(holder.passkey);
  const browser = createVisitor(desk.web);
  await requested(browser, "auth.startPasskeySignIn");
  for (const authenticatorData of ["AA", "", "ä", "A".repeat(20_000)]) {
    const passkey = { ...assertion, response: { ...assertion.response, authenticatorData } };
    expect([400, 401]).toContain((await browser.tell("auth.signInByPasskey", { passkey })).status);
  }
  expect(browser.cookies.has(SESSION_COOKIE)).toBe(false);
});
