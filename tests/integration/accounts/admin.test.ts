import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ManagedUser, UserPage } from "#features/accounts/admin/contract.ts";
import type { ActivityPage } from "#features/accounts/contract.ts";
import type { Viewer } from "#features/accounts/contract.ts";
import type { GameUpdate, GameUpdates } from "#features/history/contract.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import { makeAdmin } from "../../support/people/admins.ts";
import { signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { seedSecondFactor } from "../../support/people/seed-factor.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const clock = createTestClock(new Date());
let database: TestDatabase;
let web: TestWeb;
let admin: Member;
let member: Member;

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
  admin = await signUp(web, database.db, { name: "The admin" });
  await makeAdmin(database.db, admin);
  member = await signUp(web, database.db, { name: "A plain user" });
});

afterAll(async () => {
  await web?.close();
  await database?.drop();
});

const viewerOf = async (visitor: Visitor) => ((await visitor.ask("auth.me")).data as Viewer).user;
const signIn = ({ email, password }: Member) => {
  const browser = createVisitor(web);
  return browser.tell("auth.login", { email, password }).then((reply) => ({ browser, reply }));
};
const search = async (input: object) => (await admin.ask("admin.users", input)).data as UserPage;
const find = async (email: string): Promise<ManagedUser | undefined> =>
  (await search({ text: email })).users[0];
const update = { at: Date.UTC(2026, 10, 18, 11, 30), kind: "game", title: "A new boss", url: null };

/** All that the pages of admins may ask, with input that would work. */
const calls = () =>
  [
    ["ask", "admin.users", { text: "" }],
    ["ask", "admin.auditLog", { userId: member.userId }],
    ["tell", "admin.setLock", { userId: admin.userId, locked: true }],
    ["tell", "admin.setRole", { userId: member.userId, role: "admin" }],
    ["tell", "admin.endSessions", { userId: admin.userId }],
    ["ask", "items.getUpdatesToEdit", undefined],
    ["tell", "items.saveUpdate", update],
    ["tell", "items.deleteUpdate", { id: 1 }],
  ] as const;

const state = async () => {
  const { sql } = database.db;
  const users = await sql`select id, role, locked_at, updated_at from users order by id`;
  const sessions = await sql`select id from sessions order by id`;
  const updates = await sql`select * from game_updates order by id`;
  const lines = await sql`select id from audit_log order by id`;
  return JSON.stringify({ users, sessions, updates, lines });
};

describe("access", () => {
  it("a visitor gets 401, and no row changes", async () => {
    const before = await state();
    for (const [how, path, input] of calls()) {
      const reply = await createVisitor(web)[how](path, input);
      expect([path, reply.status, reply.error?.app?.["code"]]).toEqual([path, 401, "unauthenticated"]);
    }
    expect(await state()).toBe(before);
  });

  it("a user without the role gets 403, and no row changes", async () => {
    const before = await state();
    for (const [how, path, input] of calls()) {
      const reply = await member[how](path, input);
      expect([path, reply.status, reply.error?.app?.["code"]]).toEqual([path, 403, "forbidden"]);
    }
    expect(await state()).toBe(before);
  });

  it("an admin may not change their own account", async () => {
    const before = await state();
    for (const [path, input] of [
      ["admin.setLock", { userId: admin.userId, locked: true }],
      ["admin.setRole", { userId: admin.userId, role: "user" }],
    ] as const) {
      const reply = await admin.tell(path, input);
      expect([path, reply.status]).toEqual([path, 403]);
    }
    expect(await state()).toBe(before);
  });

  it("an account that does not exist is 404", async () => {
    const userId = "00000000-0000-4000-8000-000000000000";
    for (const [path, input] of [
      ["admin.setLock", { userId, locked: true }],
      ["admin.setRole", { userId, role: "admin" }],
      ["admin.endSessions", { userId }],
    ] as const) {
      expect([path, (await admin.tell(path, input)).status]).toEqual([path, 404]);
    }
  });
});

describe("the list of accounts", () => {
  beforeAll(async () => {
    await database.db.sql`
      insert into users (id, name, email, email_verified, locked_at, created_at, updated_at)
      select gen_random_uuid(), 'Crowd 50% ' || n, 'crowd_' || n || '@example.org', n % 2 = 0,
             case when n % 10 = 0 then now() end, timestamptz '2020-01-01' + n / 3 * interval '1 s', now()
      from generate_series(1, 120) n`;
  });

  it("is searched by parts of name and e-mail address, in which % and _ are literal", async () => {
    expect((await search({ text: "PLAIN" })).users.map(({ id }) => id)).toEqual([member.userId]);
    expect((await search({ text: member.email.slice(2, 9) })).users.map(({ id }) => id)).toContain(
      member.userId,
    );
    expect((await search({ text: "50% 7" })).total).toBe(11);
    expect((await search({ text: "50%7" })).total).toBe(0);
    expect((await search({ text: "crowd_1" })).total).toBe(32);
    expect((await search({ text: "crowd-1" })).total).toBe(0);
  });

  it("is filtered by admins, locked and unverified", async () => {
    expect((await search({ filter: "admins" })).users.map(({ id }) => id)).toEqual([admin.userId]);
    expect((await search({ filter: "locked" })).total).toBe(12);
    expect((await search({ text: "crowd", filter: "unverified" })).total).toBe(60);
  });

  it("is paginated, newest first, each account once", async () => {
    const seen: ManagedUser[] = [];
    let after: string | null = null;
    do {
      const page: UserPage = await search({ text: "crowd", ...(after !== null && { after }) });
      expect(page.total).toBe(120);
      seen.push(...page.users);
      after = page.next;
    } while (after !== null);
    expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
    const made = seen.map(({ createdAt }) => createdAt);
    expect(made).toEqual(made.toSorted((a, b) => b - a));
  });

  it("refuses an invalid cursor", async () => {
    for (const after of [
      "1; drop table users",
      `${"9".repeat(15)}.${crypto.randomUUID()}`,
      `1.${"-".repeat(36)}`,
    ])
      expect((await admin.ask("admin.users", { after })).status, after).toBe(400);
  });
});

describe("a lock", () => {
  it("signs out at once, blocks sign-in, is audited, and can be removed", async () => {
    const victim = await signUp(web, database.db, { name: "Victim" });
    expect(await viewerOf(victim)).toMatchObject({ email: victim.email });
    const locked = await admin.tell("admin.setLock", { userId: victim.userId, locked: true });
    expect(locked.data).toMatchObject({ id: victim.userId, sessions: 0, lockedAt: expect.any(Number) });
    expect(await viewerOf(victim)).toBeNull();
    expect((await victim.ask("account.activity", {})).status).toBe(401);
    expect((await signIn(victim)).reply.error?.code).toBe("FORBIDDEN");

    const opened = await admin.tell("admin.setLock", { userId: victim.userId, locked: false });
    expect(opened.data).toMatchObject({ lockedAt: null });
    expect(await viewerOf(victim)).toBeNull();
    const { browser } = await signIn(victim);
    const own = (await browser.ask("account.activity", {})).data as ActivityPage;
    expect(own.entries.filter(({ by }) => by !== null)).toMatchObject([
      { action: "unlocked", by: "The admin" },
      { action: "locked", by: "The admin" },
    ]);
    const log = (await admin.ask("admin.auditLog", { userId: victim.userId })).data as ActivityPage;
    expect(log.entries.map(({ action }) => action)).toEqual(expect.arrayContaining(["locked", "unlocked"]));
    expect(new Set(log.entries.map(({ about }) => about))).toEqual(new Set([victim.email]));
  });

  it("set twice is audited once", async () => {
    const victim = await signUp(web, database.db);
    for (const _ of [1, 2]) await admin.tell("admin.setLock", { userId: victim.userId, locked: true });
    const log = (await admin.ask("admin.auditLog", { userId: victim.userId })).data as ActivityPage;
    expect(log.entries.filter(({ action }) => action === "locked")).toHaveLength(1);
  });
});

describe("a role", () => {
  it("takes effect at the next sign-in if granted, and at once if removed", async () => {
    const deputy = await signUp(web, database.db, { name: "Deputy" });
    await admin.tell("admin.setRole", { userId: deputy.userId, role: "admin" });
    expect(await viewerOf(deputy)).toBeNull();
    const { browser } = await signIn(deputy);
    await seedSecondFactor(database.db, deputy.userId);
    expect((await browser.ask("admin.users", { text: deputy.email })).status).toBe(200);
    await admin.tell("admin.setRole", { userId: deputy.userId, role: "user" });
    expect((await browser.ask("admin.users", { text: deputy.email })).status).toBe(401);
    await database.db.sql`update users set two_factor_enabled = false where id = ${deputy.userId}`;
    const again = (await signIn(deputy)).browser;
    expect((await again.ask("admin.users", { text: deputy.email })).status).toBe(403);
    const log = (await admin.ask("admin.auditLog", { userId: deputy.userId })).data as ActivityPage;
    expect(log.entries.filter(({ action }) => action === "role_changed")).toMatchObject([
      { detail: { from: "admin", to: "user" } },
      { detail: { from: "user", to: "admin" } },
    ]);
  });

  it("an admin ends all sessions of a user", async () => {
    const busy = await signUp(web, database.db);
    const { browser } = await signIn(busy);
    expect((await find(busy.email))?.sessions).toBe(2);
    expect((await admin.tell("admin.endSessions", { userId: busy.userId })).data).toEqual({ revoked: 2 });
    expect([await viewerOf(busy), await viewerOf(browser)]).toEqual([null, null]);
    expect((await find(busy.email))?.sessions).toBe(0);
  });
});

describe("game updates", () => {
  const edited = async () =>
    ((await admin.ask("items.getUpdatesToEdit")).data as GameUpdates).updates.map(({ title }) => title);
  const shown = async () =>
    ((await createVisitor(web).ask("items.getUpdates")).data as GameUpdates).updates.map(
      ({ title }) => title,
    );

  it("are visible to the editor at once, and to everybody within 20 seconds", async () => {
    expect(await shown()).not.toContain(update.title);
    const made = (await admin.tell("items.saveUpdate", update)).data as GameUpdate;
    expect(await edited()).toContain(update.title);
    clock.advanceMs(20_001);
    expect(await shown()).toContain(update.title);
    expect((await admin.tell("items.deleteUpdate", { id: made.id })).data).toEqual(made);
    expect(await edited()).not.toContain(update.title);
    clock.advanceMs(20_001);
    expect(await shown()).not.toContain(update.title);
  });

  it("report the invalid field", async () => {
    const made = (await admin.tell("items.saveUpdate", update)).data as GameUpdate;
    const twin = await admin.tell("items.saveUpdate", update);
    expect([twin.status, twin.error?.app]).toEqual([409, { code: "conflict", field: "title" }]);
    const bad = await admin.tell("items.saveUpdate", { ...update, url: "javascript:alert(1)", title: " " });
    expect(bad.error?.app?.["issues"]).toEqual([
      { path: "title", message: "Say in a few words what came" },
      { path: "url", message: "Write an address that begins with https://" },
    ]);
    await admin.tell("items.deleteUpdate", { id: made.id });
    expect((await admin.tell("items.deleteUpdate", { id: made.id })).status).toBe(404);
  });

  it("are in the log of all accounts with the acting user", async () => {
    const log = (await admin.ask("admin.auditLog", {})).data as ActivityPage;
    expect(log.entries[0]).toMatchObject({
      action: "update_deleted",
      by: "The admin",
      about: null,
      detail: { title: update.title },
    });
  });
});
