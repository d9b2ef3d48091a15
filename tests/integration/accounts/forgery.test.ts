import { createHash, createHmac } from "node:crypto";
import { Redis } from "ioredis";
import { describe, expect, onTestFinished, test } from "vitest";
import { createEncryption } from "#platform/encryption.ts";
import type { Viewer } from "#features/accounts/contract.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { signValue } from "#features/accounts/core/sign-cookies.ts";
import { seedMember, seedSession, seedUser } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { TEST_SECRETS, newestCode } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import { sharedRedis, startOwnRedis } from "../../support/servers/redis.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const [secret = ""] = TEST_SECRETS;

/** The e-mail address of whom the server takes this request for. */
async function whoIs(headers: Record<string, string>): Promise<string | null> {
  const response = await fetch(`${desk.web.url}/trpc/auth.me`, { headers });
  expect(response.status).toBe(200);
  const body = (await response.json()) as { result: { data: Viewer } };
  return body.result.data.user?.email ?? null;
}
const base64 = (value: object | string) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const jwt = (header: object, payload: object, key: string | null): string => {
  const head = `${base64(header)}.${base64(payload)}`;
  return `${head}.${key === null ? "" : createHmac("sha256", key).update(head).digest("base64url")}`;
};
/** The name of a session's copy in Redis. */
const copyOf = (token: string): string => `session:${createHash("sha256").update(token).digest("base64url")}`;
const swapFirst = (text: string): string => (text.startsWith("A") ? "B" : "A") + text.slice(1);

type Held = { token: string; cookie: string; userId: string; email: string };
/** Forged from what the owner of a session sees of it; each as a whole `Cookie` header. */
const forgeries: Record<string, (held: Held) => string> = {
  "a changed token": ({ cookie }) => `${SESSION_COOKIE}=${swapFirst(cookie)}`,
  "a token with something behind it": ({ token, cookie }) =>
    `${SESSION_COOKIE}=${cookie.replace(token, `${token}.x`)}`,
  "a changed signature": ({ token, cookie }) =>
    `${SESSION_COOKIE}=${token}.${swapFirst(cookie.slice(token.length + 1))}`,
  "a changed end of the signature": ({ cookie }) =>
    `${SESSION_COOKIE}=${encodeURIComponent(decodeURIComponent(cookie).replace(/...=$/, "AAA="))}`,
  "a signature with something behind it": ({ cookie }) => `${SESSION_COOKIE}=${cookie}AAAA`,
  "a signature spelt in another way": ({ token, cookie }) =>
    `${SESSION_COOKIE}=${token}.${decodeURIComponent(cookie.slice(token.length + 1)).replace(/=$/, "")}`,
  "a truncated cookie": ({ cookie }) => `${SESSION_COOKIE}=${cookie.slice(0, -8)}`,
  "a token alone": ({ token }) => `${SESSION_COOKIE}=${token}`,
  "a token with an empty signature": ({ token }) => `${SESSION_COOKIE}=${token}.`,
  "an empty cookie": () => `${SESSION_COOKIE}=`,
  "a signature by another secret": ({ token }) =>
    `${SESSION_COOKIE}=${signValue(token, "another-secret-another-secret-another")}`,
  "a signature by an empty secret": ({ token }) => `${SESSION_COOKIE}=${signValue(token, "")}`,
  "a signature by the token": ({ token }) => `${SESSION_COOKIE}=${signValue(token, token)}`,
  "a name without its prefix": ({ cookie }) => `ge.session=${cookie}`,
  "a name in other letters": ({ cookie }) => `${SESSION_COOKIE.toLowerCase()}=${cookie}`,
  "the __Secure- prefix": ({ cookie }) => `__Secure-ge.session=${cookie}`,
  "better-auth's own name": ({ cookie }) => `better-auth.session_token=${cookie}`,
  "an encoded name": ({ cookie }) => `${SESSION_COOKIE.replaceAll("_", "%5F")}=${cookie}`,
  "a twice encoded value": ({ cookie }) => `${SESSION_COOKIE}=${encodeURIComponent(cookie)}`,
  "a value that cannot be decoded": ({ cookie }) => `${SESSION_COOKIE}=${cookie}%E0%A4%A`,
  "an encoded separator": ({ cookie }) => `${SESSION_COOKIE}%3D${cookie}`,
  "an encoded NUL behind it": ({ cookie }) => `${SESSION_COOKIE}=${cookie}%00`,
  quotes: ({ cookie }) => `${SESSION_COOKIE}="${cookie}"`,
  "the id of the user, signed by nobody": ({ userId }) => `${SESSION_COOKIE}=${userId}.${userId}`,
  "two forged ones": ({ cookie }) => `${SESSION_COOKIE}=${swapFirst(cookie)}; ${SESSION_COOKIE}=x.${cookie}`,
  "10 KB": ({ cookie }) => `pad=${"x".repeat(10_240)}; ${SESSION_COOKIE}=${cookie}`,
  "a token of 10 KB": () => `${SESSION_COOKIE}=${"x".repeat(10_240)}`,
  "a token no session has, well signed": () => `${SESSION_COOKIE}=${signValue("x".repeat(32), secret)}`,
};

describe("a request is anonymous with", () => {
  test.each(Object.entries(forgeries))("%s", async (_what, forge) => {
    const member = await seedMember(desk.web, desk.db);
    const cookie = member.cookies.get(SESSION_COOKIE) ?? "";
    expect(await whoIs({ cookie: `${SESSION_COOKIE}=${cookie}` })).toBe(member.email);
    expect(await whoIs({ cookie: forge({ ...member, cookie }) })).toBeNull();
  });

  test("a JWT, in a cookie or as a bearer token, whatever signed it", async () => {
    const { userId, email, token, cookies } = await seedMember(desk.web, desk.db);
    const cookie = cookies.get(SESSION_COOKIE) ?? "";
    const payload = { sub: userId, id: userId, userId, email, role: "admin", session: { token }, exp: 9e9 };
    const tokens = [
      jwt({ alg: "none", typ: "JWT" }, payload, null),
      jwt({ alg: "None" }, payload, ""),
      ...["secret", token, "", secret].map((key) => jwt({ alg: "HS256", typ: "JWT" }, payload, key)),
    ];
    for (const forged of [...tokens, token, cookie, decodeURIComponent(cookie)]) {
      expect(await whoIs({ authorization: `Bearer ${forged}` })).toBeNull();
      expect(await whoIs({ cookie: `token=${forged}; session=${forged}; jwt=${forged}` })).toBeNull();
    }
    for (const forged of tokens) expect(await whoIs({ cookie: `${SESSION_COOKIE}=${forged}` })).toBeNull();
    expect(await whoIs({ "x-user-id": userId, "x-session-token": token, "x-role": "admin" })).toBeNull();
  });

  test("the cookie of a session that has expired, was ended, or whose user is locked", async () => {
    const userId = await seedUser(desk.db, { email: randomEmail() });
    const [expired, ended, own] = await Promise.all([1, 2, 3].map(() => seedSession(desk.db, userId)));
    await desk.db.sql`update sessions set expires_at = now() where id = ${expired?.id ?? ""}`;
    await desk.db.sql`delete from sessions where id = ${ended?.id ?? ""}`;
    for (const held of [expired, ended])
      expect(await whoIs({ cookie: `${SESSION_COOKIE}=${held?.cookie}` })).toBeNull();
    await desk.db.sql`update users set locked_at = now() where id = ${userId}`;
    expect(await whoIs({ cookie: `${SESSION_COOKIE}=${own?.cookie}` })).toBeNull();
  });
});

test("of two cookies with one name the forged one is ignored", async () => {
  const [one, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
  const [mine = "", theirs = ""] = [one, other].map(({ cookies }) => cookies.get(SESSION_COOKIE));
  const cookie = `${SESSION_COOKIE}=${swapFirst(theirs)}; ${SESSION_COOKIE}=${mine}`;
  expect(await whoIs({ cookie })).toBe(one.email);
});

describe("signing in", () => {
  test("makes a new token and never adopts an earlier one", async () => {
    const [attacker, victim] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    const fixed = [signValue("fixed-fixed-fixed-fixed-fixed-32", secret), ...attacker.cookies.values()];
    for (const planted of fixed) {
      const browser = createVisitor(desk.web, { cookies: new Map([[SESSION_COOKIE, planted]]) });
      await browser.tell("auth.login", { email: victim.email, password: victim.password });
      expect(browser.cookies.get(SESSION_COOKIE)).not.toBe(planted);
      expect(await whoIs({ cookie: `${SESSION_COOKIE}=${planted}` })).not.toBe(victim.email);
    }
  });

  test("sets cookies that are HttpOnly, bound to the host and Secure", async () => {
    const browser = createVisitor(desk.web);
    const email = randomEmail();
    await browser.tell("auth.resendOtp", { email });
    const entered = await browser.tell("auth.verifyOtp", { email, code: await newestCode(desk.db, email) });
    desk.clock.advanceMs(2 * 86_400_000);
    const seen = await browser.ask("auth.me");
    const left = await browser.tell("auth.logout");
    const set = [entered, seen, left].flatMap(({ headers }) => headers.getSetCookie());
    expect(set).toHaveLength(5);
    for (const cookie of set) {
      expect(cookie).toMatch(
        /^__Host-ge\.[\w-]+=[^;]*; Max-Age=\d+; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
      );
    }
    desk.clock.advanceMs(-2 * 86_400_000);
  });
});

describe("the token of a session", () => {
  test("is in no key and no value in Redis", async () => {
    const member = await seedMember(desk.web, desk.db);
    expect(await whoIs({ cookie: `${SESSION_COOKIE}=${member.cookies.get(SESSION_COOKIE)}` })).not.toBeNull();
    const redis = new Redis(sharedRedis().url);
    const keys = await redis.keys("*");
    const values = await Promise.all(keys.map((key) => redis.get(key).catch(() => "")));
    redis.disconnect();
    const { decrypt } = createEncryption(TEST_SECRETS);
    expect(values.filter((value) => decrypt(value ?? "")?.includes(member.userId))).toHaveLength(1);
    const texts = [...keys, ...values, ...values.map((value) => decrypt(value ?? ""))];
    expect(texts.filter((text) => text?.includes(member.token))).toEqual([]);
  });

  test("is worth what its own copy says: one planted or moved by a writer to Redis is ignored", async () => {
    const [member, victim] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    const [own, other] = [copyOf(member.token), copyOf(victim.token)];
    const redis = new Redis(sharedRedis().url);
    onTestFinished(() => redis.disconnect());
    const emailNow = async () => whoIs({ cookie: `${SESSION_COOKIE}=${member.cookies.get(SESSION_COOKIE)}` });
    for (const { ask } of [member, victim]) await ask("auth.me");
    const [key] = await redis.keys(`*${own}`);
    const [victimKey] = await redis.keys(`*${other}`);
    if (key === undefined || victimKey === undefined) throw new Error("no copy is there");
    const sealed = (await redis.get(key)) ?? "";
    const plain = { key: own, id: victim.sessionId, userId: victim.userId, role: "admin", expiresAt: 9e12 };
    const planted = [
      JSON.stringify(plain),
      createEncryption(["another-secret-another-secret-another"]).encrypt(JSON.stringify(plain)),
      `${sealed.slice(0, -4)}AAAA`,
      (await redis.get(victimKey)) ?? "",
      "ended",
    ];
    for (const copy of planted) {
      await redis.set(key, copy);
      expect(await emailNow()).toBe(member.email);
    }
  });

  test("is in no log line, even if Redis fails", async () => {
    const redis = await startOwnRedis();
    const said: unknown[] = [];
    try {
      const web = await desk.startAnother({ redis, onWarn: (fields) => said.push(fields) });
      await redis.stop();
      const member = await seedMember(web, desk.db);
      await member.ask("auth.me");
      await member.tell("auth.logout");
      expect(said.length).toBeGreaterThan(0);
      const text = said.map((fields) => errorsIn(fields)).join("\n");
      expect(text).not.toContain(member.token);
    } finally {
      await redis.close();
    }
  });
});

/** All that a serializer of the log could print. */
const errorsIn = (fields: unknown): string =>
  JSON.stringify(fields, (_key, value: unknown) =>
    value instanceof Error
      ? { ...value, message: value.message, stack: value.stack, cause: value.cause }
      : value,
  );
