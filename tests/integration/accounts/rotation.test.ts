import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { CHALLENGE_COOKIE, SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { verifyValue } from "#features/accounts/core/sign-cookies.ts";
import { systemClock } from "#platform/clock.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { TEST_SECRETS, newestCode } from "../../support/people/mailbox.ts";
import { seedMarket } from "../../support/market/market.ts";
import { randomEmail, signUp } from "../../support/people/members.ts";
import type { Member } from "../../support/people/members.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { createAuthenticator } from "../../support/people/authenticator.ts";
import type { AssertionRequest, CreationRequest } from "#features/accounts/rules/webauthn.ts";
import { totp } from "../../support/people/totp.ts";
import { startTraffic, viewerOf } from "../../support/http/traffic.ts";
import type { Traffic } from "../../support/http/traffic.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

/** `AUTH_SECRETS` changes: the first of the list signs, the others still verify. */
vi.setConfig({ testTimeout: 120_000 });

const [OLD = ""] = TEST_SECRETS;
const NEW = "the-newer-secret-the-newer-secret-the-newer";
const BOTH = [NEW, OLD];
const HOUR_MS = 3_600_000;

let database: TestDatabase;
/** Whose list is the old secret alone, the new one in front, and the new one alone. */
let before: TestWeb;
let during: TestWeb;
let after: TestWeb;

const webWith = (secrets: readonly string[], aheadMs = 0): Promise<TestWeb> =>
  startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => new Date(systemClock.now().getTime() + aheadMs) },
    secrets,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  [before, during, after] = await Promise.all([webWith([OLD]), webWith(BOTH), webWith([NEW])]);
});
afterAll(async () => {
  await Promise.all([before?.close(), during?.close(), after?.close()]);
  await database?.drop();
});

/** The same browser at another address. */
const at = (web: { url: string }, { address, cookies }: Visitor): Visitor =>
  createVisitor(web, { address, cookies: new Map(cookies) });

const me = async (visitor: Visitor): Promise<string | null> =>
  ((await visitor.ask("auth.me")).data as { user: { email: string } | null }).user?.email ?? null;

const signedBy = ({ cookies }: Visitor, name = SESSION_COOKIE): "old" | "new" | "neither" => {
  const cookie = cookies.get(name) ?? "";
  if (verifyValue(cookie, [OLD]) !== null) return "old";
  return verifyValue(cookie, [NEW]) === null ? "neither" : "new";
};

const signIn = async (web: { url: string }, { email, password }: Member) => {
  const browser = createVisitor(web);
  const { data } = await browser.tell("auth.login", { email, password });
  return { browser, status: (data as { status?: string } | undefined)?.status };
};

type Authenticator = { secret: string; backupCodes: string[] };

async function turnOnTotp(member: Member): Promise<Authenticator> {
  const { data } = await member.tell("account.startTotp", { password: member.password });
  const { secret, backupCodes } = data as TotpStarted;
  const { status } = await member.tell("account.confirmTotp", { code: totp(secret) });
  expect(status).toBe(200);
  return { secret, backupCodes };
}

describe("while requests run", () => {
  /** Until everybody has been answered `times` more: whatever was under way when it began is over. */
  const everybodyAnswered = ({ seen }: Traffic, members: readonly Member[], times: number) => {
    const from = seen.length;
    return vi.waitFor(
      () => {
        for (const { email } of members)
          expect(seen.slice(from).filter(({ who }) => who === email).length).toBeGreaterThanOrEqual(times);
      },
      { timeout: 60_000, interval: 20 },
    );
  };

  const expectNobodySignedOut = ({ seen }: Traffic) => {
    expect(seen.filter(({ said }) => said?.status !== 200)).toEqual([]);
    const looks = seen.filter(({ path }) => path === "auth.me");
    expect(looks.map(viewerOf)).toEqual(looks.map(({ who }) => who));
  };

  test("a restart with a new first secret signs nobody out, and uses the new one", async () => {
    const first = await webWith([OLD]);
    onTestFinished(() => first.close().catch(() => undefined));
    const desk = { url: first.url };
    const members = await Promise.all(Array.from({ length: 6 }, () => signUp(desk, database.db)));
    const traffic = startTraffic(desk, members, 2);
    onTestFinished(async () => void (await traffic.stop()));
    await everybodyAnswered(traffic, members, 5);
    desk.url = during.url;
    await everybodyAnswered(traffic, members, 2);
    await first.close();
    await everybodyAnswered(traffic, members, 5);
    await traffic.stop();

    expectNobodySignedOut(traffic);
    const signIns = traffic.seen.filter(({ path }) => path === "auth.login");
    expect(signIns.length).toBeGreaterThanOrEqual(members.length);
    for (const member of members) {
      expect(signedBy(member)).toBe("old");
      const { browser, status } = await signIn(during, member);
      expect([status, signedBy(browser)]).toEqual(["signed_in", "new"]);
      expect(await me(at(after, browser))).toBe(member.email);
    }
  });

  test("two processes whose lists have different orders accept each other's cookies", async () => {
    const [one, other] = await Promise.all([webWith([OLD, NEW]), webWith([NEW, OLD])]);
    onTestFinished(() => one.close());
    onTestFinished(() => other.close());
    let asked = 0;
    /** A balancer that sends every request to the other one. */
    const desk = {
      get url() {
        return asked++ % 2 === 0 ? one.url : other.url;
      },
    };
    const members = await Promise.all(
      Array.from({ length: 6 }, (_, n) => signUp(n % 2 === 0 ? one : other, database.db, { secrets: BOTH })),
    );
    expect(members.map((member) => signedBy(member))).toEqual(["old", "new", "old", "new", "old", "new"]);
    const everywhere = members.map((member) => ({ ...member, ...at(desk, member) }));
    const traffic = startTraffic(desk, everywhere, 2);
    onTestFinished(async () => void (await traffic.stop()));
    await everybodyAnswered(traffic, members, 12);
    await traffic.stop();
    expectNobodySignedOut(traffic);

    for (const [here, there] of [
      [one, other],
      [other, one],
    ] as const) {
      const email = randomEmail();
      const visitor = createVisitor(here);
      await visitor.tell("auth.resendOtp", { email });
      const code = await newestCode(database.db, email, BOTH);
      const entered = await at(there, visitor).tell("auth.verifyOtp", { email, code });
      expect(entered.data).toMatchObject({ status: "signed_in" });

      const member = await signUp(here, database.db, { secrets: BOTH });
      const { secret } = await turnOnTotp(member);
      const { browser, status } = await signIn(here, member);
      expect(status).toBe("second_factor");
      const passed = await at(there, browser).tell("auth.verifySecondFactor", { code: totp(secret, 1) });
      expect(passed.data).toMatchObject({ status: "signed_in" });
    }
  });
});

describe("a cookie of the old secret", () => {
  test("is signed again by auth.me after a day, and then outlives the old secret", async () => {
    const member = await signUp(before, database.db);
    expect(await me(at(during, member))).toBe(member.email);
    const [nextDay, nextDayAlone] = await Promise.all([
      webWith(BOTH, 25 * HOUR_MS),
      webWith([NEW], 25 * HOUR_MS),
    ]);
    onTestFinished(() => nextDay.close());
    onTestFinished(() => nextDayAlone.close());
    const early = at(during, member);
    await early.ask("auth.me");
    expect(signedBy(early)).toBe("old");
    const late = at(nextDay, member);
    expect(await me(late)).toBe(member.email);
    expect(signedBy(late)).toBe("new");
    expect(await me(at(nextDayAlone, late))).toBe(member.email);
    expect(await me(at(nextDayAlone, member))).toBeNull();
  });

  test("is invalid once the old secret is removed", async () => {
    const member = await signUp(before, database.db);
    const visitor = at(after, member);
    expect(await me(visitor)).toBeNull();
    expect((await visitor.tell("account.updateProfile", { name: "Changed" })).status).toBe(401);
    expect(await me(at(during, member))).toBe(member.email);
  });
});

describe("work in progress during the rotation", () => {
  test("a mailed code still works, but not once the old secret is removed", async () => {
    const [email, other] = [randomEmail(), randomEmail()];
    for (const to of [email, other]) await createVisitor(before).tell("auth.resendOtp", { email: to });
    const code = await newestCode(database.db, email);
    const entered = await createVisitor(during).tell("auth.verifyOtp", { email, code });
    expect(entered.data).toMatchObject({ status: "signed_in" });
    const late = { email: other, code: await newestCode(database.db, other) };
    expect((await createVisitor(after).tell("auth.verifyOtp", late)).error?.app).toMatchObject({
      field: "code",
    });
  });

  test("a sign-in that waits for its second factor can be completed by app and by backup code", async () => {
    const member = await signUp(before, database.db);
    const { secret, backupCodes } = await turnOnTotp(member);
    const begun = await signIn(before, member);
    expect([begun.status, signedBy(begun.browser, CHALLENGE_COOKIE)]).toEqual(["second_factor", "old"]);

    const gone = at(after, begun.browser);
    expect((await gone.tell("auth.verifySecondFactor", { code: totp(secret, 1) })).status).toBe(401);
    const finished = at(during, begun.browser);
    const passed = await finished.tell("auth.verifySecondFactor", { code: totp(secret, 1) });
    expect(passed.data).toMatchObject({ status: "signed_in" });
    expect(signedBy(finished)).toBe("new");

    // A secret that lay encrypted under the old one, asked for by a sign-in under the new one.
    const again = await signIn(during, member);
    expect(signedBy(again.browser, CHALLENGE_COOKIE)).toBe("new");
    const backupCode = backupCodes[0] ?? "";
    const helped = await again.browser.tell("auth.verifySecondFactor", { backupCode });
    expect(helped.data).toMatchObject({ status: "signed_in" });
    // As some time later: each code opens one thing.
    await database.db.sql`delete from used_totps`;
    const stopped = await again.browser.tell("account.stopTotp", {
      code: totp(secret),
      password: member.password,
    });
    expect(stopped.data).toEqual({ done: true });
  });

  test("a passkey signs the challenge that it was given before, but not once the old secret is removed", async () => {
    const { create, get } = createAuthenticator("http://127.0.0.1");
    const member = await signUp(before, database.db);
    const started = await member.tell("account.startPasskey", { password: member.password });
    const { passkey, created } = create(started.data as CreationRequest);
    const gone = at(after, member);
    expect((await gone.tell("account.addPasskey", { passkey: created })).status).toBe(401);
    const added = await at(during, member).tell("account.addPasskey", { passkey: created });
    expect((added.data as { backupCodes: string[] }).backupCodes).toHaveLength(10);

    const browser = createVisitor(before);
    const { data } = await browser.tell("auth.startPasskeySignIn");
    const assertion = { passkey: get(passkey, data as AssertionRequest) };
    expect((await at(after, browser).tell("auth.signInByPasskey", assertion)).status).toBe(401);
    const entered = await at(during, browser).tell("auth.signInByPasskey", assertion);
    expect(entered.data).toMatchObject({ status: "signed_in" });
  });
});
