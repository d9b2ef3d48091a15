import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { seedMarket } from "../../support/market/market.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { startOwnPostgres } from "../../support/servers/own-postgres.ts";
import type { OwnPostgres } from "../../support/servers/own-postgres.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import type { OwnRedis } from "../../support/servers/redis.ts";
import { startTraffic, viewerOf } from "../../support/http/traffic.ts";
import type { Seen } from "../../support/http/traffic.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import { startWebProcess } from "../../support/servers/web-process.ts";
import type { WebProcess } from "../../support/servers/web-process.ts";

/** The web process itself, on a PostgreSQL and a Redis that are its own, while people are signed in and use it. */
const MEMBERS = 20;
const NOBODIES = 10;
/** A connection may take 5 s and so may a query, and other tests may keep the machine busy; what waits longer hangs. */
const LONGEST_MS = 25_000;
const RECOVERY_MS = 3_000;
/** How long Redis may answer for a session. */
const COPY_MS = 30_000;
vi.setConfig({ testTimeout: 120_000 });

let store: OwnPostgres;
let redis: OwnRedis;
let web: WebProcess;
let members: Member[];

beforeAll(async () => {
  [store, redis] = await Promise.all([startOwnPostgres(), startOwnRedis()]);
  await seedMarket(store.db);
  web = await startWebProcess({ databaseUrl: store.url, redis });
  members = await Promise.all(Array.from({ length: MEMBERS }, () => signUp(web, store.db)));
}, 180_000);
afterAll(async () => {
  await web?.kill();
  await redis?.close();
  await store?.close();
}, 120_000);

const statusOf = ({ said }: Seen): number | null => said?.status ?? null;

/** Every answer in time, typed, and about who asked; answers how many were refused. */
function judge(seen: readonly Seen[]): number {
  expect(seen.filter(({ failure }) => failure !== null)).toEqual([]);
  const late = seen.filter(({ ms }) => ms > LONGEST_MS);
  expect(late.map(({ path, ms }) => [path, Math.round(ms)])).toEqual([]);
  const refused = seen.filter((one) => statusOf(one) !== 200);
  for (const { said, path } of refused) {
    const expected = said?.status === 429 ? "rate_limited" : "unavailable";
    expect([path, said?.status, said?.error?.app]).toEqual([
      path,
      expected === "rate_limited" ? 429 : 503,
      expect.objectContaining({ code: expected }),
    ]);
    expect(said?.error?.message).not.toMatch(/node_modules|postgres|ECONN|select /i);
  }
  const looks = seen.filter((one) => one.path === "auth.me" && statusOf(one) === 200);
  expect(looks.map(viewerOf)).toEqual(looks.map(({ who }) => who));
  return refused.length;
}

const answered = (seen: readonly Seen[], path: string) =>
  seen.filter((one) => one.path === path && statusOf(one) === 200).length;

/** How long after `backAt` (performance.now) the last request was sent that was refused, in ms. */
const recoveryOf = (seen: readonly Seen[], backAt: number): number =>
  Math.max(0, ...seen.filter((one) => statusOf(one) !== 200).map(({ sentAt }) => sentAt - backAt));

/** Until every kind of request has been answered `times` more. */
const flows = (seen: readonly Seen[], times: number) => {
  const from = seen.length;
  return vi.waitFor(
    () => {
      for (const path of ["auth.me", "items.getAll", "account.updateProfile", "auth.login"]) {
        const since = seen.slice(from).filter((one) => one.path === path);
        expect(since.length, path).toBeGreaterThanOrEqual(times);
      }
    },
    { timeout: 60_000, interval: 50 },
  );
};

function stillRuns(): void {
  expect(web.child.exitCode).toBeNull();
  expect(web.lines.filter(({ level }) => level === "fatal")).toEqual([]);
}

describe("in the middle of traffic", () => {
  test("PostgreSQL stops and returns: calls that need it get a typed 503 and succeed 3 s later", async () => {
    const traffic = startTraffic(web, members, NOBODIES);
    onTestFinished(async () => void (await traffic.stop()));
    await flows(traffic.seen, MEMBERS / 2);
    expect(judge(traffic.seen)).toBe(0);

    const goneAt = performance.now();
    await store.stop();
    await vi.waitFor(
      () => {
        const refused = traffic.seen.filter((one) => statusOf(one) === 503);
        for (const path of ["auth.me", "account.updateProfile", "auth.login"])
          expect(refused.filter((one) => one.path === path).length, path).toBeGreaterThan(2);
      },
      { timeout: 60_000, interval: 50 },
    );
    const backAt = await store.start();
    await flows(traffic.seen, MEMBERS / 2);
    // Somebody asks until the time for recovery is over, however fast the rest was.
    await vi.waitFor(() => expect(traffic.seen.at(-1)?.sentAt).toBeGreaterThan(backAt + RECOVERY_MS), 60_000);
    const seen = await traffic.stop();

    expect(judge(seen)).toBeGreaterThan(0);
    const away = seen.filter(({ sentAt }) => sentAt > goneAt && sentAt < backAt);
    expect(answered(away, "items.getAll")).toBeGreaterThan(0);
    expect(recoveryOf(seen, backAt)).toBeLessThanOrEqual(RECOVERY_MS);
    stillRuns();
    for (const member of members) {
      expect((await member.ask("auth.me")).data).toMatchObject({ user: { email: member.email } });
    }
  });

  test("Redis stops and returns: only rate limits change", async () => {
    const traffic = startTraffic(web, members, NOBODIES);
    onTestFinished(async () => void (await traffic.stop()));
    await flows(traffic.seen, MEMBERS / 2);
    await redis.stop();
    try {
      await flows(traffic.seen, MEMBERS / 2);
    } finally {
      await redis.start();
    }
    const backAt = performance.now();
    await vi.waitFor(() => expect(traffic.seen.at(-1)?.sentAt).toBeGreaterThan(backAt + RECOVERY_MS), 60_000);
    const seen = await traffic.stop();

    judge(seen);
    expect(seen.filter((one) => statusOf(one) === 503)).toEqual([]);
    expect(recoveryOf(seen, backAt)).toBeLessThanOrEqual(RECOVERY_MS);
    stillRuns();
    for (const member of members) {
      expect((await member.ask("auth.me")).data).toMatchObject({ user: { email: member.email } });
    }
  });
});

const isIn = async (visitor: Pick<Member, "ask">): Promise<boolean> =>
  ((await visitor.ask("auth.me")).data as { user: unknown }).user !== null;

/** Another browser of the same member, and the id that its session has in their list. */
async function secondBrowser({ email, password }: Member) {
  const browser = createVisitor(web);
  await browser.tell("auth.login", { email, password });
  const { data } = await browser.ask("auth.sessions");
  const { sessions } = data as { sessions: { id: string; current: boolean }[] };
  return { browser, sessionId: sessions.find(({ current }) => current)?.id };
}

describe("a session that is ended while Redis is down", () => {
  test("ends at once, and stays ended when Redis returns with its old data", async () => {
    const member = await signUp(web, store.db);
    const { browser, sessionId } = await secondBrowser(member);
    expect([await isIn(member), await isIn(browser)]).toEqual([true, true]);
    redis.freeze();
    try {
      expect((await member.tell("auth.revokeSession", { sessionId })).data).toEqual({ revoked: 1 });
      expect([await isIn(member), await isIn(browser)]).toEqual([true, false]);
    } finally {
      redis.thaw();
    }
    await expect.poll(() => isIn(browser), { timeout: COPY_MS + 1_000, interval: 250 }).toBe(false);
    expect(await isIn(member)).toBe(true);
    stillRuns();
  });

  test("stays valid in the session cache for at most half a minute", async () => {
    const cut = await startTestWeb({
      databaseUrl: store.url,
      redis: { url: "", restUrl: `http://127.0.0.1:${await freePort()}`, restToken: "none" },
      clock: systemClock,
    });
    onTestFinished(cut.close);
    const direct = new Redis(redis.url);
    onTestFinished(() => direct.disconnect());
    const member = await signUp(web, store.db);
    const { browser, sessionId } = await secondBrowser(member);
    await direct.flushall();
    await vi.waitFor(async () => {
      expect(await isIn(browser)).toBe(true);
      expect(await direct.keys("*:session:*")).toHaveLength(1);
      // Redis may still be given its pause of two seconds from the test before.
    }, 15_000);
    const [copy = ""] = await direct.keys("*:session:*");
    const elsewhere = createVisitor(cut, { cookies: new Map(member.cookies) });
    expect((await elsewhere.tell("auth.revokeSession", { sessionId })).data).toEqual({ revoked: 1 });

    const lifeMs = await direct.pttl(copy);
    expect(lifeMs).toBeGreaterThan(0);
    expect(lifeMs).toBeLessThanOrEqual(COPY_MS);
    await isIn(browser);
    expect(await direct.pttl(copy)).toBeLessThanOrEqual(lifeMs);
    // Instead of waiting for it.
    await direct.pexpire(copy, 1);
    await expect.poll(() => direct.exists(copy)).toBe(0);
    expect(await isIn(browser)).toBe(false);
  });
});

// Tried again where a busy machine kept Redis from answering within its 250 ms: it is then left alone for 2 s more.
test(
  "without Redis sign-ins are counted in the process, and in Redis again once it returns",
  { retry: 2 },
  async () => {
    const direct = new Redis(redis.url, { retryStrategy: () => 50 });
    direct.on("error", () => undefined);
    onTestFinished(() => direct.disconnect());
    await redis.stop();
    try {
      const visitor = createVisitor(web);
      const answers = [];
      for (let n = 0; n < 12; n++)
        answers.push(await visitor.tell("auth.resendOtp", { email: randomEmail() }));
      expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429, 429]);
      expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
      expect((await createVisitor(web).tell("auth.resendOtp", { email: randomEmail() })).status).toBe(200);
    } finally {
      await redis.start();
    }
    const backAt = performance.now();
    await vi.waitFor(
      async () => {
        const visitor = createVisitor(web);
        await visitor.tell("auth.resendOtp", { email: randomEmail() });
        expect(await direct.keys(`*limit:signIn:${visitor.address}`)).toHaveLength(1);
      },
      { timeout: 20_000, interval: 50 },
    );
    expect(performance.now() - backAt).toBeLessThanOrEqual(RECOVERY_MS);
  },
);
