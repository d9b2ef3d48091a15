import { Redis } from "ioredis";
import { describe, expect, test } from "vitest";
import type { SessionList } from "#features/accounts/contract.ts";
import { DEVICE_COOKIE } from "#features/accounts/rules/session.ts";
import { signValue } from "#features/accounts/core/sign-cookies.ts";
import { useDesk } from "../../support/people/desk.ts";
import { TEST_SECRETS, queuedMails } from "../../support/people/mailbox.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const DAY_MS = 86_400_000;
type Member = Awaited<ReturnType<typeof seedMember>>;

const logIn = ({ email, password }: Member, browser = createVisitor(desk.web)): Promise<Visitor> =>
  browser.tell("auth.login", { email, password }).then(({ status }) => {
    expect(status).toBe(200);
    return browser;
  });
const newSignIns = async ({ email }: Member) =>
  (await queuedMails(desk.db, email)).filter(({ content }) => content.subject.startsWith("New sign-in"));

describe("a device", () => {
  test("that is new is reported to the owner, the first and a known one are not", async () => {
    const member = await seedMember(desk.web, desk.db);
    const first = await logIn(member);
    expect(first.cookies.has(DEVICE_COOKIE)).toBe(true);
    await logIn(member, first);
    expect(await newSignIns(member)).toHaveLength(0);
    const other = await logIn(member);
    const [mail] = await newSignIns(member);
    expect(JSON.stringify(mail)).toContain("Chrome 150");
    await first.tell("auth.logout");
    for (const browser of [first, other]) await logIn(member, browser);
    expect(await newSignIns(member)).toHaveLength(1);
  });

  test("is none by a cookie that nobody signed, and is its user's only", async () => {
    const [member, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    await logIn(member);
    const forged = createVisitor(desk.web, { cookies: new Map([[DEVICE_COOKIE, "abc.def"]]) });
    await logIn(member, forged);
    expect(forged.cookies.get(DEVICE_COOKIE)).not.toBe("abc.def");
    expect(await newSignIns(member)).toHaveLength(1);
    await logIn(other);
    await logIn(other, forged);
    expect(await newSignIns(other)).toHaveLength(1);
  });

  test("is forgotten for a newer one above twenty, and its id is not stored", async () => {
    const member = await seedMember(desk.web, desk.db);
    const device = "a-device-that-was-used-once";
    await desk.db.sql`
      insert into devices (user_id, hash, first_used_at, last_used_at)
      select ${member.userId}, 'hash ' || n, now(), now() - n * interval '1 day' from generate_series(1, 20) n`;
    const cookies = new Map([[DEVICE_COOKIE, signValue(device, TEST_SECRETS[0] ?? "")]]);
    await logIn(member, createVisitor(desk.web, { cookies }));
    const rows = await desk.db.sql<{ hash: string }[]>`
      select hash from devices where user_id = ${member.userId}`;
    const hashes = rows.map(({ hash }) => hash);
    expect(hashes).toHaveLength(20);
    expect(hashes).not.toContain("hash 20");
    expect(hashes.join()).not.toContain(device);
  });
});

describe("a session", () => {
  test("ends 90 days after the sign-in, however often it is used", async () => {
    const redis = await startOwnRedis();
    const web = await desk.startAnother({ redis });
    const member = await seedMember(web, desk.db);
    const browser = await logIn(member, createVisitor(web));
    const copies = new Redis(redis.url);
    const isIn = async () => {
      // The copies of sessions live by the real clock.
      await copies.flushall();
      return ((await browser.ask("auth.me")).data as { user: object | null }).user !== null;
    };
    try {
      for (const days of [20, 20, 20, 20, 9]) {
        desk.clock.advanceMs(days * DAY_MS);
        expect(await isIn()).toBe(true);
      }
      const { data } = await browser.ask("auth.sessions");
      const { sessions } = data as SessionList;
      const session = sessions.find(({ current }) => current);
      expect((session?.expiresAt ?? 0) - (session?.createdAt ?? 0)).toBe(90 * DAY_MS);
      desk.clock.advanceMs(2 * DAY_MS);
      expect(await isIn()).toBe(false);
    } finally {
      desk.clock.advanceMs(-91 * DAY_MS);
      copies.disconnect();
      await redis.close();
    }
  });
});
