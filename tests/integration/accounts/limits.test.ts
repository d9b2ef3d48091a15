import { describe, expect, test } from "vitest";
import { pagePolicy } from "#processes/web/pages/page-budget.ts";
import { limitsOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { sendBatch } from "../../support/http/batch.ts";
import type { Call } from "../../support/http/batch.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { randomEmail } from "../../support/people/members.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import { randomIp, createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const LONG = { timeout: 60_000 };

const passed = (calls: readonly Call[]) => calls.filter(({ status }) => status !== 429).length;
const cookieOf = (member: { cookies: Map<string, string> }) =>
  [...member.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
const guess = () => ({ email: randomEmail(), code: "000000" });
const numberOf = (headers: Headers, name: string) => Number(headers.get(name) ?? Number.NaN);

/** So many calls in batches of 20; how many of them passed, and the last answer. */
async function inBatches(
  web: { url: string },
  times: number,
  {
    path,
    inputs = 20,
    ...opts
  }: { path: string; inputs?: unknown[] | number } & Parameters<typeof sendBatch>[3],
) {
  let count = 0;
  let last = await sendBatch(web, path, inputs, opts);
  count += passed(last.calls);
  for (let at = 1; at < times; at++) {
    last = await sendBatch(web, path, inputs, opts);
    count += passed(last.calls);
  }
  return { count, last };
}

test("the rate limits are as documented", () => {
  const table = limitsOf(features).map(({ name, points, durationS, countBy }) => [
    name,
    points,
    durationS,
    countBy,
  ]);
  expect(table.toSorted()).toEqual([
    ["anonymousRead", 300, 60, "ip"],
    ["apiKey", 3_000, 60, "user"],
    ["confirm", 10, 900, "user"],
    ["dataExport", 30, 600, "user"],
    ["importUpload", 900, 60, "ip"],
    ["signIn", 10, 60, "ip"],
    ["signInAccount", 10, 3_600, "key"],
    ["userRead", 600, 60, "user"],
    ["userWrite", 60, 60, "user"],
    ["webhook", 3_000, 60, "ip"],
    ["wrongKey", 60, 60, "ip"],
  ]);
  expect(pagePolicy).toMatchObject({ points: 1_200, durationS: 60, countBy: "ip" });
});

describe("signing in", () => {
  test("is allowed ten times a minute per IP address", LONG, async () => {
    const visitor = createVisitor(desk.web);
    const { headers } = await visitor.tell("auth.verifyOtp", guess());
    expect(headers.get("ratelimit-policy")).toBe("10;w=60");
    expect([numberOf(headers, "ratelimit-limit"), numberOf(headers, "ratelimit-remaining")]).toEqual([10, 9]);
    const paths = [
      "auth.requestReset",
      "auth.resendOtp",
      "auth.register",
      "auth.login",
      "auth.resetPassword",
    ];
    for (let at = 1; at < 10; at++) {
      // What cannot be read is counted as well, and costs nothing more.
      expect((await visitor.tell(paths[at % 5] ?? "", {})).status).toBe(400);
    }
    const { status, headers: said, error } = await visitor.tell("auth.verifyOtp", guess());
    expect([status, error?.code, error?.app?.["code"]]).toEqual([429, "TOO_MANY_REQUESTS", "rate_limited"]);
    expect(error?.message).toMatch(/^Too many requests\. Wait \d+ seconds?, then try again$/);
    expect(numberOf(said, "retry-after")).toBeGreaterThan(0);
    expect(numberOf(said, "retry-after")).toBeLessThanOrEqual(60);
    expect(numberOf(said, "retry-after")).toBe(error?.app?.["retryAfterS"]);
    expect(said.get("ratelimit-remaining")).toBe("0");
    expect((await createVisitor(desk.web).tell("auth.verifyOtp", guess())).status).toBe(400);
    // Reading has a budget of its own.
    expect((await visitor.ask("auth.me")).status).toBe(200);
  });

  test(
    "is allowed ten times an hour per account, from all IP addresses and by all methods",
    LONG,
    async () => {
      const { email, ...member } = await seedMember(desk.web, desk.db);
      const ways: [string, object][] = [
        ["auth.login", { email, password: "not the password" }],
        ["auth.verifyOtp", { email, code: "000000" }],
        ["auth.resendOtp", { email }],
        ["auth.requestReset", { email: ` ${email.toUpperCase()} ` }],
        ["auth.resetPassword", { email, code: "000000", newPassword: "another password" }],
        ["auth.register", { email, password: "another password", name: "N" }],
      ];
      const statuses: number[] = [];
      for (let at = 0; at < 10; at++) {
        const [path, input] = ways[at % ways.length] ?? ["", {}];
        statuses.push((await createVisitor(desk.web).tell(path, input)).status);
      }
      expect(statuses).not.toContain(429);
      for (const [path, input] of ways) {
        const { status, error, headers } = await createVisitor(desk.web).tell(path, input);
        expect([path, status, error?.app?.["code"]]).toEqual([path, 429, "rate_limited"]);
        expect(error?.message).toMatch(
          /^Too many tries for this account\. Wait \d+ minutes, then try again$/,
        );
        expect(numberOf(headers, "retry-after")).toBeGreaterThan(3_000);
      }
      // Codes that a stolen session could guess are the account's, too; what is no try is not.
      expect((await member.tell("account.delete", { code: "000000" })).status).toBe(429);
      expect((await member.ask("account.activity", {})).status).toBe(200);
    },
  );

  test("twenty times in one request is charged twenty times", LONG, async () => {
    const address = randomIp();
    const { calls, headers } = await sendBatch(
      desk.web,
      "auth.verifyOtp",
      Array.from({ length: 20 }, guess),
      {
        address,
      },
    );
    expect(passed(calls)).toBe(10);
    expect(numberOf(headers, "retry-after")).toBeGreaterThan(0);
    expect((await sendBatch(desk.web, "auth.verifyOtp", [guess()], { address })).status).toBe(429);
  });
});

describe("reading", () => {
  test.each([
    ["from bytes", "items.getStatus"],
    ["with work", "auth.me"],
  ])("%s is allowed 300 times a minute per IP address, counted by call", LONG, async (_how, path) => {
    const address = randomIp();
    const first = await sendBatch(desk.web, path, 20, { address });
    expect(numberOf(first.headers, "ratelimit-remaining")).toBe(280);
    const { count } = await inBatches(desk.web, 15, { path, address });
    expect(count).toBe(280);
    const refused = await sendBatch(desk.web, path, 1, { address });
    expect(refused.status).toBe(429);
    expect(numberOf(refused.headers, "retry-after")).toBeGreaterThan(0);
    expect(refused.calls[0]?.message).toMatch(/^Too many requests/);
    expect((await sendBatch(desk.web, path, 1)).status).toBe(200);
  });

  test.each([
    ["from bytes", "items.getStatus"],
    ["with work", "auth.me"],
  ])("%s is allowed 600 times a minute per user, from all IP addresses", LONG, async (_how, path) => {
    const [one, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
    const { count, last } = await inBatches(desk.web, 31, { path, cookie: cookieOf(one) });
    expect(count).toBe(600);
    expect(last.headers.get("ratelimit-policy")).toBe("600;w=60");
    expect((await sendBatch(desk.web, path, 1, { cookie: cookieOf(other) })).status).toBe(200);
  });

  test("with an unsigned cookie is counted by IP address", LONG, async () => {
    const [member, address] = [await seedMember(desk.web, desk.db), randomIp()];
    const cookie = cookieOf(member).replace(/.{8}$/, "AAAAAA%3D");
    const { headers } = await sendBatch(desk.web, "items.getStatus", 20, { address, cookie });
    expect(headers.get("ratelimit-policy")).toBe("300;w=60");
  });
});

test("a signed token of a session that is over buys no budget", LONG, async () => {
  const [member, address] = [await seedMember(desk.web, desk.db), randomIp()];
  const cookie = cookieOf(member);
  await desk.db.sql`delete from sessions where token = ${member.token}`;
  for (const path of ["items.getStatus", "auth.me"]) {
    const first = await sendBatch(desk.web, path, 20, { address, cookie });
    expect(first.headers.get("ratelimit-policy")).toBe("300;w=60");
  }
  const { count } = await inBatches(desk.web, 31, { path: "items.getStatus", cookie, address });
  expect(count).toBeLessThanOrEqual(280);
});

test("writing is allowed 60 times a minute per user", LONG, async () => {
  const [one, other] = [await seedMember(desk.web, desk.db), await seedMember(desk.web, desk.db)];
  const inputs = Array.from({ length: 20 }, () => ({ name: "Zezima" }));
  const path = "account.updateProfile";
  const { count, last } = await inBatches(desk.web, 4, { path, inputs, cookie: cookieOf(one) });
  expect(count).toBe(60);
  expect(last.headers.get("ratelimit-policy")).toBe("60;w=60");
  expect((await sendBatch(desk.web, path, inputs.slice(0, 1), { cookie: cookieOf(other) })).status).toBe(200);
  expect((await sendBatch(desk.web, "auth.me", 1, { cookie: cookieOf(one) })).status).toBe(200);
});

test("two web processes share one budget", LONG, async () => {
  const [other, address] = [await desk.startAnother(), randomIp()];
  const [email, code] = [randomEmail(), "000000"];
  const half = Array.from({ length: 5 }, () => ({ email, code }));
  const here = await sendBatch(desk.web, "auth.verifyOtp", half, { address });
  const there = await sendBatch(other, "auth.verifyOtp", [...half, guess()], { address });
  expect([passed(here.calls), passed(there.calls)]).toEqual([5, 5]);
  // So does an account, from anywhere.
  expect((await createVisitor(other).tell("auth.verifyOtp", { email, code })).status).toBe(429);
});

test("without Redis each process counts by itself", LONG, async () => {
  const redis = await startOwnRedis();
  try {
    const [one, other] = [await desk.startAnother({ redis }), await desk.startAnother({ redis })];
    await redis.stop();
    const [address, email] = [randomIp(), randomEmail()];
    for (const web of [one, other]) {
      const tries = await sendBatch(web, "auth.verifyOtp", Array.from({ length: 20 }, guess), { address });
      expect(passed(tries.calls)).toBe(10);
      expect(numberOf(tries.headers, "retry-after")).toBeGreaterThan(0);
      const forOne = Array.from({ length: 10 }, () => ({ email, code: "000000" }));
      expect(passed((await sendBatch(web, "auth.verifyOtp", forOne)).calls)).toBe(10);
      expect((await createVisitor(web).tell("auth.verifyOtp", { email, code: "000000" })).status).toBe(429);
    }
  } finally {
    await redis.close();
  }
});
