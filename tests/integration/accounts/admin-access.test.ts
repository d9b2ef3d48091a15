import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { appRouter } from "#server/root.ts";
import type { Meta } from "#trpc/init.ts";
import { makeAdmin, seedAdmin } from "../../support/people/admins.ts";
import type { Member } from "../../support/people/members.ts";
import { SEEDED_APP, seedSecondFactor } from "../../support/people/seed-factor.ts";
import { seedMember, seedSession } from "../../support/people/seed-users.ts";
import { notTotp, totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply, Visitor } from "../../support/people/visitor.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const MINUTE_MS = 60_000;
/** It stands still unless a test moves it: the fifteen minutes are exact. */
const clock = createTestClock(new Date());
/** Until the test ends: challenges of sign-ins end by the real clock. */
function pass(ms: number): void {
  clock.advanceMs(ms);
  onTestFinished(() => clock.advanceMs(-ms));
}
let database: TestDatabase;
let web: TestWeb;
/** Whom admins lock and unlock. */
let subject: Member;

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
  subject = await seedMember(web, database.db);
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
});

type Procedure = { _def: { type: "query" | "mutation"; meta?: Meta } };
const procedures = Object.entries(appRouter._def.procedures as unknown as Record<string, Procedure>).map(
  ([path, { _def }]) => ({ path, isMutation: _def.type === "mutation", ..._def.meta }),
);
const adminOnes = procedures.filter(({ access }) => access === "admin");
const call = ({ path, isMutation }: (typeof procedures)[number], as: Visitor) =>
  isMutation ? as.tell(path, {}) : as.ask(path, {});

const admin = () => seedAdmin(web, database.db, { clock });
const lock = (as: Visitor) => as.tell("admin.setLock", { userId: subject.userId, locked: false });
const confirm = (as: Visitor, code: string) => as.tell("account.confirmSession", { code });
const look = (as: Visitor) => as.ask("admin.users", { text: "" });
const told = ({ status, error }: Reply) => [status, error?.app?.["needs"]];
const UNCONFIRMED = [403, "confirmation"];
const factorOf = async ({ userId }: Member) =>
  (await database.db.sql`select * from two_factors where user_id = ${userId}`)[0];
const actionsOf = async ({ userId }: Member) =>
  (await database.db.sql`select action from audit_log where user_id = ${userId}`).map(
    (row) => row["action"] as string,
  );
/** Another browser of the same user's. */
async function another({ userId }: Member): Promise<Visitor> {
  const { cookie } = await seedSession(database.db, userId);
  return createVisitor(web, { cookies: new Map([[SESSION_COOKIE, cookie]]) });
}

/** The admin mutations that take no confirmation, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  "items.saveUpdate": "a mark on charts: audited, and changed back at will",
  "items.deleteUpdate": "the same; it answers what it deleted, so that it can be put back",
};

test("every admin mutation takes a confirmation, or is listed here with a reason", () => {
  const mutations = adminOnes.filter(({ isMutation }) => isMutation);
  expect(mutations.filter(({ isConfirmed }) => isConfirmed !== true).map(({ path }) => path)).toEqual(
    Object.keys(WITHOUT),
  );
  expect(mutations.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["admin.setRole", "admin.setLock", "admin.endSessions", "billing.replayEvent"]),
  );
  expect(procedures.filter(({ access, isConfirmed }) => isConfirmed === true && access !== "admin")).toEqual(
    [],
  );
});

describe("without a second factor", () => {
  test("an admin is refused everything, and told what to do", async () => {
    const member = await seedMember(web, database.db);
    await database.db.sql`update users set role = 'admin' where id = ${member.userId}`;
    // Not even a confirmation from somewhere helps.
    await database.db.sql`update sessions set confirmed_at = ${clock.now()} where user_id = ${member.userId}`;
    expect(adminOnes.length).toBeGreaterThan(10);
    for (const procedure of adminOnes) {
      const reply = await call(procedure, member);
      expect([procedure.path, ...told(reply)]).toEqual([procedure.path, 403, "second_factor"]);
      expect(reply.error?.message).toContain("Turn it on in Settings > Security");
    }
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
    await seedSecondFactor(database.db, member.userId);
    expect((await look(member)).status).toBe(200);
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: true } });
  });

  test("any more, the pages close at once, and no confirmation outlives the factor", async () => {
    const owner = await admin();
    const other = await another(owner);
    expect((await confirm(other, totp(SEEDED_APP))).status).toBe(200);
    const { password } = owner;
    const stop = { code: totp(SEEDED_APP, 1), password };
    expect((await owner.tell("account.stopTotp", stop)).data).toEqual({ done: true });
    for (const browser of [owner, other]) expect(told(await look(browser))).toEqual([403, "second_factor"]);
    await seedSecondFactor(database.db, owner.userId);
    expect([(await look(other)).status, told(await lock(other))]).toEqual([200, UNCONFIRMED]);
  });
});

describe("a confirmation", () => {
  test("holds for fifteen minutes by our clock", async () => {
    const owner = await admin();
    pass(15 * MINUTE_MS - 1);
    expect((await lock(owner)).status).toBe(200);
    pass(1);
    for (const procedure of adminOnes) {
      const reply = await call(procedure, owner);
      const isRefused = reply.error?.app?.["needs"] === "confirmation";
      expect([procedure.path, isRefused]).toEqual([procedure.path, procedure.isConfirmed === true]);
    }
    expect((await look(owner)).status).toBe(200);
    expect((await confirm(owner, totp(SEEDED_APP))).data).toEqual({ done: true });
    expect((await lock(owner)).status).toBe(200);
    expect(await actionsOf(owner)).toContain("confirmed");
  });

  test("is of one session: another of the same admin's has none, and one code confirms one", async () => {
    const owner = await admin();
    const other = await another(owner);
    expect([(await look(other)).status, told(await lock(other))]).toEqual([200, UNCONFIRMED]);
    const code = totp(SEEDED_APP);
    expect((await confirm(owner, code)).status).toBe(200);
    const used = await confirm(other, code);
    expect([used.status, used.error?.app]).toEqual([400, { code: "invalid_input", field: "code" }]);
    expect([(await lock(owner)).status, told(await lock(other))]).toEqual([200, UNCONFIRMED]);
    expect(await actionsOf(owner)).toContain("confirmation_failed");
    expect((await confirm(other, totp(SEEDED_APP, 1))).status).toBe(200);
    expect((await lock(other)).status).toBe(200);
  });

  test("is what a sign-in with the second factor is, and not what one without it was", async () => {
    const member = await seedMember(web, database.db);
    const { email, password, userId } = member;
    const early = createVisitor(web);
    await early.tell("auth.login", { email, password });
    await database.db.sql`update users set role = 'admin' where id = ${userId}`;
    await seedSecondFactor(database.db, userId);
    const browser = createVisitor(web);
    expect((await browser.tell("auth.login", { email, password })).data).toMatchObject({
      status: "second_factor",
    });
    expect((await browser.tell("auth.verifySecondFactor", { code: totp(SEEDED_APP) })).status).toBe(200);
    expect((await lock(browser)).status).toBe(200);
    expect(told(await lock(early))).toEqual(UNCONFIRMED);
    pass(15 * MINUTE_MS);
    expect(told(await lock(browser))).toEqual(UNCONFIRMED);
  });

  test("with a wrong code is audited and counts in the row that closes the factor", async () => {
    const owner = await admin();
    const other = await another(owner);
    const wrong = await confirm(other, notTotp(SEEDED_APP));
    expect([wrong.status, wrong.error?.app]).toEqual([400, { code: "invalid_input", field: "code" }]);
    expect((await factorOf(owner))?.["wrong_codes"]).toBe(1);
    expect(await actionsOf(owner)).toEqual(["confirmation_failed"]);
    expect((await confirm(other, totp(SEEDED_APP))).status).toBe(200);
    expect((await factorOf(owner))?.["wrong_codes"]).toBe(0);

    await database.db.sql`update two_factors set wrong_codes = 29 where user_id = ${owner.userId}`;
    const third = await another(owner);
    expect((await confirm(third, notTotp(SEEDED_APP))).status).toBe(400);
    const closed = await confirm(third, totp(SEEDED_APP, 1));
    expect([closed.status, closed.error?.app]).toEqual([403, { code: "forbidden", factor: "closed" }]);
    expect(told(await lock(third))).toEqual(UNCONFIRMED);
    // Nor does the code turn the factor off.
    const stop = { code: totp(SEEDED_APP, 1), password: owner.password };
    expect((await third.tell("account.stopTotp", stop)).status).toBe(403);
  });

  test("may be tried ten times in fifteen minutes, from whichever addresses", async () => {
    const owner = await admin();
    const from = () => createVisitor(web, { cookies: new Map(owner.cookies) });
    const replies = [];
    for (let at = 0; at < 11; at++) replies.push((await confirm(from(), notTotp(SEEDED_APP))).status);
    expect(replies).toEqual([...Array.from({ length: 10 }, () => 400), 429]);
  });

  test("does not turn on a factor that is only set up", async () => {
    const member = await seedMember(web, database.db);
    await seedSecondFactor(database.db, member.userId);
    await database.db.sql`update users set two_factor_enabled = false where id = ${member.userId}`;
    await database.db.sql`update two_factors set verified = false where user_id = ${member.userId}`;
    expect((await confirm(member, totp(SEEDED_APP))).status).toBe(409);
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
  });
});

describe("a copy of a session that is older than a change", () => {
  test.each([
    [
      "a demotion",
      (id: string) => database.db.sql`update users set role = 'user' where id = ${id}`,
      [403, undefined],
    ],
    [
      "a lock",
      (id: string) => database.db.sql`update users set locked_at = now() where id = ${id}`,
      [401, undefined],
    ],
    [
      "its end",
      (id: string) => database.db.sql`delete from sessions where user_id = ${id}`,
      [401, undefined],
    ],
    [
      "the end of its confirmation",
      (id: string) => database.db.sql`update sessions set confirmed_at = null where user_id = ${id}`,
      UNCONFIRMED,
    ],
  ])("does not help after %s", async (_name, change, refusal) => {
    const owner = await admin();
    expect((await lock(owner)).status).toBe(200);
    await change(owner.userId);
    expect(told(await lock(owner))).toEqual(refusal);
    // The copy stands: procedures for users still answer by it.
    expect((await owner.ask("account.activity", {})).status).toBe(200);
  });
});

test("an admin who is made one again begins without a confirmation", async () => {
  const owner = await admin();
  const chief = await admin();
  const role = (to: string) => chief.tell("admin.setRole", { userId: owner.userId, role: to });
  expect((await role("user")).status).toBe(200);
  expect((await role("admin")).status).toBe(200);
  expect((await lock(owner)).status).toBe(401);
  expect(told(await lock(await another(owner)))).toEqual(UNCONFIRMED);
  await database.db.sql`delete from two_factors where user_id = ${owner.userId}`;
  await makeAdmin(database.db, owner, clock);
  expect((await lock(owner)).status).toBe(200);
});
