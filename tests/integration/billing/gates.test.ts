import { describe, expect, test } from "vitest";
import type { SubscriptionStatus } from "#features/billing/contract.ts";
import type { ApiKeyList } from "#features/api/contract.ts";
import { apiKeysAllowed } from "#features/api/rules/allowances.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import type { PriceHistory } from "#features/history/contract.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { DAY_MS, ITEM, hold, useBillingSites } from "../../support/billing/billing-sites.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply, Visitor } from "../../support/people/visitor.ts";

const shop = useBillingSites();
const upgrade = { needs: "pro", upgradeUrl: "/plans" };
const GATE = { ...upgrade, allowance: "historyDays", allowed: historyDays.free };

const nobody = () => createVisitor(shop.selling);
const member = () => seedMember(shop.selling, shop.db);
type Status = { status: SubscriptionStatus; dueDays?: number; ranOutDays?: number };
async function subscriber({ status, dueDays, ranOutDays }: Status = { status: "active" }) {
  const somebody = await member();
  const at = shop.clock.now().getTime();
  const due = dueDays === undefined ? {} : { pastDueSince: new Date(at - dueDays * DAY_MS) };
  const end = ranOutDays === undefined ? {} : { periodEndsAt: new Date(at - ranOutDays * DAY_MS) };
  await hold(shop.db, somebody.userId, { status, plan: "pro", ...due, ...end });
  return somebody;
}

/** The same question of everybody, so that every cache on the way may get it wrong. */
const question = () => ({ itemId: ITEM, timestep: "24h", from: shop.begin });
const historyOf = ({ data }: Reply) => data as PriceHistory;
const askHistory = async (as: Visitor) => historyOf(await as.ask("items.getPriceHistory", question()));
const exported = (as: Visitor) =>
  as.ask("items.exportHistory", { itemIds: [ITEM], timestep: "24h", from: shop.begin });

function expectWhole({ columns, gate }: PriceHistory): void {
  expect(gate).toBeNull();
  expect(columns.at.length).toBeGreaterThan(120);
  expect(columns.at[0]).toBeLessThan(shop.begin + 10 * DAY_MS);
}
function expectClipped({ columns, gate, from }: PriceHistory): void {
  expect(gate).toEqual(GATE);
  expect(from).toBe(shop.reach);
  expect(columns.at.length).toBeGreaterThan(50);
  expect(columns.at.filter((at) => at < shop.reach)).toEqual([]);
}

type Case = [name: string, who: () => Visitor | Promise<Visitor>];
const withPro: Case[] = [
  ["who pays", () => subscriber()],
  ["who tries it", () => subscriber({ status: "trialing" })],
  ["whose payment failed six days ago", () => subscriber({ status: "past_due", dueDays: 6 })],
  ["whose renewal Stripe owes since six days", () => subscriber({ status: "active", ranOutDays: 6 })],
];
const withoutPro: Case[] = [
  ["who never subscribed", member],
  ["whose payment failed eight days ago", () => subscriber({ status: "past_due", dueDays: 8 })],
  ["whose renewal Stripe owes since eight days", () => subscriber({ status: "active", ranOutDays: 8 })],
  ["whose trial should be over since eight days", () => subscriber({ status: "trialing", ranOutDays: 8 })],
  ["whose subscription ended", () => subscriber({ status: "canceled" })],
  ["whose invoice stays unpaid", () => subscriber({ status: "unpaid" })],
  ["who left the first payment open", () => subscriber({ status: "incomplete" })],
];

describe("with Pro", () => {
  test.each(withPro)("%s sees, exports and has keys", async (_, who) => {
    const somebody = await who();
    expectWhole(await askHistory(somebody));
    const file = (await exported(somebody)).data as { fileName: string; csv: string };
    expect(file.fileName).toMatch(/^item-3-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/);
    expect(file.csv.split("\r\n").length).toBeGreaterThan(120);
    expect(file.csv).toContain(`${ITEM},Item ${ITEM},`);
    expect((await somebody.tell("apiKeys.create", { name: "bot" })).status).toBe(200);
  });
});

describe("without Pro", () => {
  test.each(withoutPro)("%s is told what is missing", async (_, who) => {
    const somebody = await who();
    expectClipped(await askHistory(somebody));
    const file = await exported(somebody);
    expect([file.status, file.error?.app]).toEqual([
      403,
      { code: "plan_required", ...upgrade, allowance: "exports", allowed: false },
    ]);
    expect(file.error?.message).toMatch(/Export of history as CSV.*Plans/);
    const key = await somebody.tell("apiKeys.create", { name: "bot" });
    expect([key.status, key.error?.app]).toEqual([
      403,
      { code: "plan_required", ...upgrade, allowance: "apiKeys", allowed: 0 },
    ]);
  });

  test("nobody sees as far, and is asked to sign in for the rest", async () => {
    expectClipped(await askHistory(nobody()));
    const file = await exported(nobody());
    expect([file.status, file.error?.app?.["code"]]).toEqual([401, "unauthenticated"]);
    expect((await nobody().tell("apiKeys.create", { name: "bot" })).status).toBe(401);
  });

  test("what lies within reach is whole, and what lies before it is empty", async () => {
    const within = { itemId: ITEM, timestep: "24h", from: shop.reach };
    expect(historyOf(await nobody().ask("items.getPriceHistory", within)).gate).toBeNull();
    const before = { itemId: ITEM, timestep: "24h", from: shop.begin, to: shop.reach - DAY_MS };
    expect(historyOf(await nobody().ask("items.getPriceHistory", before))).toMatchObject({
      gate: GATE,
      columns: { at: [], highVolume: [] },
    });
    const few = { ...question(), maxPoints: 10 };
    const long = historyOf(await nobody().ask("items.getPriceHistory", few));
    expect(long.stepS).toBeGreaterThan(86_400);
    expect(long.columns.at.filter((at) => at < shop.reach)).toEqual([]);
    const unsaid = await nobody().ask("items.getPriceHistory", { itemId: ITEM, timestep: "24h" });
    expect(historyOf(unsaid).gate).toBeNull();
    expect(historyOf(unsaid).columns.at.length).toBeGreaterThan(250);
  });
});

test("5-minute prices reach as far as the plan: the free history, or all that is on record", async () => {
  const [old, recent] = [shop.begin, shop.reach + DAY_MS];
  const rows = [{ itemId: 903, avgHigh: 110, avgLow: 100, highVolume: 3, lowVolume: 2 }];
  const buckets = [old, recent].map((bucketAtMs) => ({ bucketAtMs, rows }));
  await storeBuckets({ sql: shop.db.sql, clock: shop.clock }, { step: "5m", buckets, origin: "import" });
  const dayOf = async (as: Visitor, from: number) => {
    const asked = { itemId: 903, timestep: "5m", from, to: from + DAY_MS };
    const { columns, gate } = historyOf(await as.ask("items.getPriceHistory", asked));
    return [columns.at, gate];
  };
  const pro = await subscriber();
  expect(await dayOf(pro, old)).toEqual([[old], null]);
  expect(await dayOf(nobody(), old)).toEqual([[], GATE]);
  for (const as of [pro, nobody()]) expect(await dayOf(as, recent)).toEqual([[recent], null]);
});

test("where nothing is sold, everybody has everything", async () => {
  const stranger = createVisitor(shop.free);
  expectWhole(await askHistory(stranger));
  expect((await exported(stranger)).status).toBe(200);
});

describe("no cache mixes answers", () => {
  const asksAs = (as: Visitor, path: string) =>
    fetch(`${shop.selling.url}/trpc/${path}`, {
      headers: {
        "x-forwarded-for": as.address,
        cookie: [...as.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
      },
    });

  test("whoever asked first", async () => {
    const pro = await subscriber();
    for (const _ of [1, 2, 3]) {
      expectWhole(await askHistory(pro));
      expectClipped(await askHistory(nobody()));
      expectClipped(await askHistory(await member()));
    }
  });

  test("nor when many ask at once", async () => {
    const pro = await subscriber();
    const asked = await Promise.all(
      Array.from({ length: 12 }, (_, index) => askHistory(index % 2 === 0 ? pro : nobody())),
    );
    for (const [index, answer] of asked.entries()) (index % 2 === 0 ? expectWhole : expectClipped)(answer);
  });

  test("nor in a batch", async () => {
    const path = `items.getStatus,items.getPriceHistory?batch=1&input=${encodeURIComponent(JSON.stringify({ 1: question() }))}`;
    const second = async (response: Response) =>
      ((await response.json()) as { result: { data: PriceHistory } }[])[1]?.result.data;
    const pro = await subscriber();
    expect((await second(await asksAs(nobody(), path)))?.gate).toEqual(GATE);
    expect((await second(await asksAs(pro, path)))?.gate).toBeNull();
    expect((await second(await asksAs(nobody(), path)))?.gate).toEqual(GATE);
  });

  test("nor one on the way: what is somebody's is not kept, what is nobody's hangs on the cookie", async () => {
    const path = `items.getPriceHistory?input=${encodeURIComponent(JSON.stringify(question()))}`;
    const open = await asksAs(nobody(), path);
    expect(open.headers.get("cache-control")).toContain("public");
    expect(open.headers.get("vary")).toMatch(/Cookie/);
    const own = await asksAs(await subscriber(), path);
    expect(own.headers.get("cache-control")).toMatch(/^private\b/);
    expect(own.headers.get("vary")).toMatch(/Cookie/);
  });

  test("users of one plan are answered from the same bytes", async () => {
    const path = `items.getPriceHistory?input=${encodeURIComponent(JSON.stringify(question()))}`;
    const [one, other] = [await subscriber(), await subscriber()];
    const first = await asksAs(one, path);
    expect(first.headers.get("etag")).toMatch(/^W\/"/);
    expect((await asksAs(other, path)).headers.get("etag")).toBe(first.headers.get("etag"));
    expect((await asksAs(nobody(), path)).headers.get("etag")).not.toBe(first.headers.get("etag"));
  });

  test("and a cookie that we did not sign is nobody's", async () => {
    const forged = createVisitor(shop.selling, { cookies: new Map([["__Host-ge.session", "abc.def"]]) });
    expectClipped(await askHistory(forged));
  });
});

describe("API keys", () => {
  const keysOf = async (as: Visitor) => (await as.ask("apiKeys.list")).data as ApiKeyList;

  test("twelve made at once stay within the plan", async () => {
    const pro = await subscriber();
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, index) => pro.tell("apiKeys.create", { name: `bot ${index}` })),
    );
    expect(made.filter(({ status }) => status === 200)).toHaveLength(apiKeysAllowed.pro);
    expect(made.filter(({ status }) => status === 403)).toHaveLength(12 - apiKeysAllowed.pro);
    const { keys, allowed } = await keysOf(pro);
    expect([keys.length, allowed]).toEqual([apiKeysAllowed.pro, apiKeysAllowed.pro]);
  });

  test("above the plan are kept and locked, newest first", async () => {
    const pro = await subscriber();
    await shop.db.sql`
      insert into api_keys (id, user_id, name, hash, start, created_at)
      select gen_random_uuid(), ${pro.userId}, 'key ' || n, ${pro.userId} || n, 'gem_', now() - n * interval '1 day'
      from generate_series(1, ${apiKeysAllowed.pro + 2}) n`;
    const before = await keysOf(pro);
    expect(before.keys.map(({ name, locked }) => [name, locked])).toEqual([
      ["key 1", true],
      ["key 2", true],
      ...[3, 4, 5, 6, 7].map((n) => [`key ${n}`, false]),
    ]);
    await hold(shop.db, pro.userId, { status: "canceled", plan: "pro" });
    const after = await keysOf(pro);
    expect([after.allowed, after.keys.filter(({ locked }) => locked).length]).toEqual([0, 7]);
    await hold(shop.db, pro.userId, { status: "active", plan: "pro" });
    expect(await keysOf(pro)).toEqual(before);
  });
});
