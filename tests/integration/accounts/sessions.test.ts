import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import type { SessionList, SessionView } from "#features/accounts/contract.ts";
import { createEncryption } from "#platform/encryption.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode } from "../../support/people/mailbox.ts";
import type { Member } from "../../support/people/members.ts";
import { TEST_SECRETS } from "../../support/people/mailbox.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const PHONE =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1";

const isIn = async (browser: Visitor) => {
  const { status, data } = await browser.ask("auth.me");
  return status === 200 && (data as { user: object | null }).user !== null;
};
const listOf = async (browser: Visitor): Promise<SessionView[]> =>
  ((await browser.ask("auth.sessions")).data as SessionList).sessions;
/** The same browser at another web process. */
const at = (web: { url: string }, { cookies }: Visitor) => createVisitor(web, { cookies });
async function signIn({ email, password }: Member, opts: Parameters<typeof createVisitor>[1] = {}) {
  const browser = createVisitor(desk.web, opts);
  expect((await browser.tell("auth.login", { email, password })).status).toBe(200);
  return browser;
}

test("sessions are listed with device, IP address and last use, most recently used first", async () => {
  const member = await seedMember(desk.web, desk.db);
  const phone = await signIn(member, { userAgent: PHONE, address: "203.0.113.77" });
  const [first, second, ...rest] = await listOf(phone);
  expect(first).toMatchObject({
    current: true,
    address: "203.0.113.77",
    device: { browser: "Safari 26", system: "iOS", kind: "mobile" },
  });
  expect([second?.current, rest]).toEqual([false, []]);
  const lived = (first?.expiresAt ?? 0) - (first?.createdAt ?? 0);
  expect(Math.abs(lived - 30 * 86_400_000)).toBeLessThan(60_000);
  expect(JSON.stringify(first)).not.toContain(phone.cookies.values().next().value?.split(".")[0]);
});

test("a session shows its current IP address within a minute", async () => {
  const member = await seedMember(desk.web, desk.db);
  const row = () => desk.db.sql`select ip_address as at from sessions where user_id = ${member.userId}`;
  await desk.db
    .sql`update sessions set last_used_at = now() - interval '61 seconds' where user_id = ${member.userId}`;
  expect(await isIn(createVisitor(desk.web, { cookies: member.cookies, address: "203.0.113.88" }))).toBe(
    true,
  );
  expect(await row()).toEqual([{ at: "203.0.113.88" }]);
});

describe("an ended session", () => {
  test("is invalid at once in every process", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await desk.startAnother()];
    const stolen = await signIn(member);
    expect([await isIn(stolen), await isIn(at(other, stolen))]).toEqual([true, true]);
    const [target] = await listOf(stolen);
    const reply = await member.tell("auth.revokeSession", { sessionId: target?.id });
    expect(reply.data).toEqual({ revoked: 1 });
    expect([await isIn(stolen), await isIn(at(other, stolen))]).toEqual([false, false]);
    expect((await at(other, stolen).ask("account.activity", {})).status).toBe(401);
    expect(await isIn(at(other, member))).toBe(true);
    expect((await member.tell("auth.revokeSession", { sessionId: target?.id })).status).toBe(404);
  });

  test("is invalid at once in every process, if all others are ended", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await desk.startAnother()];
    const browsers = [await signIn(member), await signIn(member)];
    for (const browser of browsers) expect(await isIn(at(other, browser))).toBe(true);
    expect((await member.tell("auth.revokeOtherSessions")).data).toEqual({ revoked: 2 });
    for (const browser of browsers) expect(await isIn(at(other, browser))).toBe(false);
    expect(await listOf(member)).toHaveLength(1);
  });

  test("results from a new password, for all others", async () => {
    const member = await seedMember(desk.web, desk.db, { kind: "passwordless" });
    await member.tell("account.requestCode", { purpose: "change_password" });
    const input = { code: await newestCode(desk.db, member.email), newPassword: member.password };
    const refused = await member.tell("account.changePassword", { ...input, newPassword: "short" });
    expect(refused.error?.app?.["issues"]).toMatchObject([{ path: "newPassword" }]);
    expect((await member.tell("account.changePassword", input)).data).toEqual({ done: true });
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { hasPassword: true } });
    const browser = await signIn(member);
    await member.tell("account.requestCode", { purpose: "change_password" });
    const again = { code: await newestCode(desk.db, member.email), newPassword: "another password" };
    expect((await member.tell("account.changePassword", again)).status).toBe(200);
    expect([await isIn(member), await isIn(browser)]).toEqual([true, false]);
    const { email } = member;
    const old = await createVisitor(desk.web).tell("auth.login", { email, password: member.password });
    expect(old.status).toBe(401);
  });

  test("is invalid within half a minute while Redis is down", async () => {
    const redis = { ...(await startOwnRedis()), timeoutMs: 2_000 };
    try {
      const [one, other] = [await desk.startAnother({ redis }), await desk.startAnother({ redis })];
      const member = await seedMember(one, desk.db);
      const stolen = at(one, await signIn(member));
      expect([await isIn(stolen), await isIn(at(other, stolen))]).toEqual([true, true]);
      redis.freeze();
      const { data } = await member.tell("auth.revokeOtherSessions");
      expect(data).toEqual({ revoked: 1 });
      // Without Redis the database answers, and it knows.
      expect(await isIn(at(other, stolen))).toBe(false);
      redis.thaw();
      const client = new Redis(redis.url);
      const copies = await client.keys("ge:*:session:*");
      const left = await Promise.all(copies.map((key) => client.pttl(key)));
      expect(Math.max(...left)).toBeLessThanOrEqual(60_000);
      const texts = await Promise.all(copies.map((key) => client.get(key)));
      const { decrypt } = createEncryption(TEST_SECRETS);
      const living = left.filter((_ms, index) => !decrypt(texts[index] ?? "")?.includes('"ended":true'));
      expect(Math.max(0, ...living)).toBeLessThanOrEqual(30_000);
      // As they do by themselves when that time is over.
      await client.del(...copies);
      client.disconnect();
      desk.clock.advanceMs(30_000);
      expect([await isIn(stolen), await isIn(at(other, stolen))]).toEqual([false, false]);
      expect(await isIn(member)).toBe(true);
    } finally {
      await redis.close();
    }
  });

  test("that expired is invalid, although Redis has it cached", async () => {
    const member = await seedMember(desk.web, desk.db);
    expect(await isIn(member)).toBe(true);
    desk.clock.advanceMs(31 * 86_400_000);
    expect(await isIn(member)).toBe(false);
    desk.clock.advanceMs(-31 * 86_400_000);
  });
});

test("a session that is used is extended", async () => {
  const member = await seedMember(desk.web, desk.db);
  const expiry = async () => (await listOf(member))[0]?.expiresAt ?? 0;
  const before = await expiry();
  await isIn(member);
  expect(await expiry()).toBe(before);
  desk.clock.advanceMs(2 * 86_400_000);
  const { headers } = await member.ask("auth.me");
  expect(headers.getSetCookie()).toHaveLength(1);
  expect((await expiry()) - before).toBeGreaterThan(86_400_000);
  desk.clock.advanceMs(-2 * 86_400_000);
});
