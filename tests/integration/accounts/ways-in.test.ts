import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const SESSION = "__Host-ge.session";
const password = "correct horse battery";
let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock: systemClock });
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
});

const signedIn = expect.objectContaining({ status: "signed_in" });
const me = async (visitor: { ask: ReturnType<typeof createVisitor>["ask"] }) =>
  ((await visitor.ask("auth.me")).data as { user: { email: string; hasPassword: boolean } | null }).user;

describe("signing up", () => {
  test("mails a code, which signs in with an HttpOnly cookie", async () => {
    const visitor = createVisitor(web);
    const email = randomEmail();
    const asked = await visitor.tell("auth.register", { email, password, name: "Zezima" });
    expect(asked.data).toEqual({ status: "code_sent", expiresInS: 600 });
    expect(asked.headers.getSetCookie()).toEqual([]);
    expect(await me(visitor)).toBeNull();

    const code = await newestCode(database.db, email);
    const entered = await visitor.tell("auth.verifyOtp", { email, code, password });
    expect(entered.data).toEqual(signedIn);
    expect(entered.headers.getSetCookie()).toContainEqual(
      expect.stringMatching(
        /^__Host-ge\.session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      ),
    );
    expect(await me(visitor)).toMatchObject({ email, name: "Zezima", role: "user", hasPassword: true });
  });

  test("again, before the code is redeemed, replaces the first sign-up", async () => {
    const email = randomEmail();
    const stranger = createVisitor(web);
    await stranger.tell("auth.register", { email, password: "a stranger's own", name: "Stranger" });
    const owner = createVisitor(web);
    await owner.tell("auth.register", { email, password, name: "Owner" });
    await owner.tell("auth.verifyOtp", { email, code: await newestCode(database.db, email), password });
    expect(await me(owner)).toMatchObject({ name: "Owner", hasPassword: true });
    expect((await stranger.tell("auth.login", { email, password: "a stranger's own" })).status).toBe(401);
  });

  test("by a stranger sets no password, because the owner of the code does not repeat it", async () => {
    const email = randomEmail();
    await createVisitor(web).tell("auth.register", { email, password: "a stranger's own", name: "Stranger" });
    const owner = createVisitor(web);
    const code = await newestCode(database.db, email);
    expect((await owner.tell("auth.verifyOtp", { email, code })).data).toEqual(signedIn);
    expect(await me(owner)).toMatchObject({ hasPassword: false });
    const again = await createVisitor(web).tell("auth.login", { email, password: "a stranger's own" });
    expect(again.status).toBe(401);
  });

  test("with an e-mail address that has an account changes nothing and only mails its owner", async () => {
    const member = await signUp(web, database.db);
    const other = createVisitor(web);
    const asked = await other.tell("auth.register", {
      email: member.email,
      password: "another password",
      name: "Other",
    });
    expect(asked.data).toEqual({ status: "code_sent", expiresInS: 600 });
    const [mail] = await queuedMails(database.db, member.email);
    expect(mail?.content.subject).toContain("You have an account already");
    expect(
      (await other.tell("auth.login", { email: member.email, password: "another password" })).status,
    ).toBe(401);
    expect((await other.tell("auth.login", { email: member.email, password })).data).toEqual(signedIn);
    expect(await me(other)).toMatchObject({ name: "Zezima" });
    const [made] = await database.db
      .sql`select count(*)::int as n from users where email like '%known.invalid'`;
    expect(made?.["n"]).toBe(0);
  });

  test.each([
    ["email", { email: "no address", password, name: "N" }],
    ["password", { email: "a@example.com", password: "short", name: "N" }],
    ["name", { email: "a@example.com", password, name: "  " }],
    ["name", { email: "a@example.com", password, name: "a\u202Eb" }],
    ["name", { email: "a@example.com", password, name: "\u200B" }],
  ])("says what is wrong with the %s", async (field, input) => {
    const { status, error } = await createVisitor(web).tell("auth.register", input);
    expect(status).toBe(400);
    expect(error?.app).toMatchObject({
      code: "invalid_input",
      issues: [expect.objectContaining({ path: field })],
    });
  });
});

describe("signing in", () => {
  test("by password needs only JSON, and signing out ends the session at once", async () => {
    const member = await signUp(web, database.db);
    const browser = createVisitor(web);
    const { data } = await browser.tell("auth.login", { email: ` ${member.email.toUpperCase()}`, password });
    expect(data).toEqual(signedIn);
    const stolen = createVisitor(web, { cookies: new Map(browser.cookies) });
    expect(await me(stolen)).toMatchObject({ email: member.email });
    expect((await browser.tell("auth.logout")).data).toEqual({ done: true });
    expect(browser.cookies.has(SESSION)).toBe(false);
    expect(await me(stolen)).toBeNull();
  });

  test("by a code alone works, also the first time", async () => {
    const email = randomEmail();
    const visitor = createVisitor(web);
    await visitor.tell("auth.resendOtp", { email });
    const code = await newestCode(database.db, email);
    expect(
      (await visitor.tell("auth.verifyOtp", { email, code: `${code.slice(0, 3)} ${code.slice(3)}` })).data,
    ).toEqual(signedIn);
    expect(await me(visitor)).toMatchObject({ email, name: email.split("@")[0], hasPassword: false });
  });

  test("before the e-mail address is verified is refused as a wrong password is, and says how to go on", async () => {
    const email = randomEmail();
    const visitor = createVisitor(web);
    await visitor.tell("auth.register", { email, password, name: "Zezima" });
    for (const typed of ["not the password", password]) {
      const { status, error } = await visitor.tell("auth.login", { email, password: typed });
      expect([status, error?.message]).toEqual([401, expect.stringContaining("A code by e-mail")]);
    }
    expect(await queuedMails(database.db, email)).toHaveLength(1);
    const code = await newestCode(database.db, email);
    expect((await visitor.tell("auth.verifyOtp", { email, code, password })).data).toEqual(signedIn);
  });

  test("to a locked account fails even with the right password, and its sessions are invalid", async () => {
    const member = await signUp(web, database.db);
    await database.db.sql`update users set locked_at = now() where id = ${member.userId}`;
    const { status, error } = await createVisitor(web).tell("auth.login", { email: member.email, password });
    expect(status).toBe(403);
    expect(error?.message).toContain("locked");
    expect(
      (await createVisitor(web).tell("auth.login", { email: member.email, password: "wrong one" })).status,
    ).toBe(401);
  });
});

describe("a forgotten password", () => {
  test("is reset by a code, which ends every session", async () => {
    const member = await signUp(web, database.db);
    const visitor = createVisitor(web);
    await visitor.tell("auth.requestReset", { email: member.email });
    const code = await newestCode(database.db, member.email);
    const reset = { email: member.email, code, newPassword: "a new password" };
    expect((await visitor.tell("auth.resetPassword", reset)).data).toEqual({ done: true });
    expect(await me(member)).toBeNull();
    expect((await visitor.tell("auth.login", { email: member.email, password })).status).toBe(401);
    expect(
      (await visitor.tell("auth.login", { email: member.email, password: "a new password" })).data,
    ).toEqual(signedIn);
    expect((await visitor.tell("auth.resetPassword", reset)).error?.app).toMatchObject({ field: "code" });
  });

  test("without an account gets the same answer and a mail without a code", async () => {
    const email = randomEmail();
    const { data } = await createVisitor(web).tell("auth.requestReset", { email });
    expect(data).toEqual({ status: "code_sent", expiresInS: 600 });
    const [mail] = await queuedMails(database.db, email);
    expect(mail?.content).toMatchObject({ subject: "No account with this address" });
    expect(mail?.content.code).toBeUndefined();
  });
});
