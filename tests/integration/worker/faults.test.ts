import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { storedSteps } from "#features/history/rules/bucket.ts";
import { newestWantedMs } from "#features/history/rules/wanted-buckets.ts";
import type { FeedFault } from "#simulators/feed/faults.ts";
import { useReadyMarket } from "../../support/market/ready-market.ts";

/** Every fault of the feed: what is stored, what is refused, what the page is told, and that it heals. */
const market = useReadyMarket();
const { clock, feed, sql, run, open, drop, snapshot, endpoint, statusOf, gapOf, noteGap, missedAt, status } =
  market;

const nextBucket = () => clock.advanceMs(300_000);

const BROKEN: [string, FeedFault, RegExp][] = [
  ["a 500", { kind: "status", status: 500 }, /has an error of its own \(500\)/],
  ["a 429", { kind: "status", status: 429, retryAfterS: 5 }, /asks us to slow down/],
  ["a hang", { kind: "hang" }, /took too long to answer/],
  ["a slow trickle", { kind: "trickle", bytesPerS: 200 }, /took too long to answer/],
  ["an HTML page with 200", { kind: "html" }, /sent a page instead of data/],
  ["truncated JSON", { kind: "truncated" }, /breaks off or cannot be read/],
  ["half of the items missing", { kind: "missing-items", share: 0.5 }, /held \d+ of the usual \d+ items/],
];
const isSlow = ({ kind }: FeedFault): boolean => kind === "hang" || kind === "trickle";

/** After so long there is something new to ask for. */
const NEW_AFTER_MS = { latest: 300_000, "5m": 300_000, "1h": 3_600_000, "24h": 86_400_000, mapping: 300_000 };
/** What the page says is older for it, beside why. */
const WAITS = {
  latest: /[.]$/,
  "5m": /\. Five-minute averages are older than they should be\.$/,
  "1h": /\. Hourly averages and volumes are older than they should be\.$/,
  "24h": /\. The newest days of charts are missing\.$/,
  mapping: /\. Names, limits and alchemy values may be out of date\.$/,
};
const polled = ["latest", "5m", "1h", "24h", "mapping"] as const;

// One database a fault: each test ends healed, and its clock goes on from there.
describe.each(BROKEN)("%s", (_name, fault, words) => {
  beforeAll(open);
  afterAll(drop);

  test("of an item's series leaves the gap as it is and asks for the same item again", async () => {
    const at = missedAt("5m");
    await noteGap("5m");
    const before = await snapshot();
    feed().setFault("timeseries", fault);
    await run("series", { impatient: isSlow(fault) });
    // Of a series half of the points may be missing: what is there is an answer.
    if (fault.kind === "missing-items") {
      expect((await gapOf("5m", at))?.asked).not.toBeNull();
    } else {
      expect(await snapshot()).toEqual(before);
      expect(await gapOf("5m", at)).toMatchObject({ attempts: 2, unfillable: false, asked: null });
    }
    expect(await statusOf("5m", at)).toBeNull();
    // Only a shaded stretch of a chart waits for it: that is no news of the feed.
    expect((await status()).problem).toBeNull();
    const [asked] = feed().requests("timeseries").urls.slice(-1);

    feed().clearFaults();
    if (fault.kind === "status") clock.advanceMs(10_000);
    await run("series");
    const again = feed().requests("timeseries").urls.at(-1);
    if (fault.kind === "missing-items") expect(again).not.toBe(asked);
    else expect(again).toBe(asked);
    expect((await gapOf("5m", at))?.asked).not.toBeNull();
    await sql()`delete from price_gaps`;
  });

  test("of the buckets asked for by their time leaves the gap, keeps why, and is over when the feed heals", async () => {
    const before = await snapshot();
    for (const step of storedSteps) feed().setFault(step, fault);
    await run("backfill", { impatient: isSlow(fault) });
    expect(await snapshot()).toEqual(before);
    expect((await status()).backfill).toMatchObject({ done: expect.any(Number), total: expect.any(Number) });
    // An answer without it counts as one try; a feed that is away says nothing about the bucket.
    const isAnswered = fault.kind === "missing-items";
    for (const step of storedSteps) {
      expect(feed().requests(step).urls.at(-1)).toContain(`?timestamp=${missedAt(step).getTime() / 1_000}`);
      expect(await gapOf(step, missedAt(step))).toMatchObject({
        attempts: isAnswered ? 1 : 0,
        problem: expect.stringMatching(words),
        unfillable: false,
      });
      expect(await statusOf(step, missedAt(step))).toBe(isAnswered ? "quarantined" : null);
    }

    feed().clearFaults();
    clock.advanceMs(11 * 60_000);
    await run("backfill");
    for (const step of storedSteps) {
      expect([step, await statusOf(step, missedAt(step))]).toEqual([step, "stored"]);
      expect(await gapOf(step, missedAt(step))).toBeNull();
    }
  });

  test.each(polled)(
    "of /%s changes nothing, is told in words, and is over when the feed heals",
    async (name) => {
      const before = await snapshot();
      clock.advanceMs(NEW_AFTER_MS[name]);
      // The catalogue of the test feed never changes: without its etag it is sent, and spoilt, all the same.
      await sql()`update feed_endpoints set etag = null where endpoint = 'mapping'`;
      feed().setFault(name, fault);
      await run(name, { impatient: isSlow(fault) });
      expect(await snapshot()).toEqual(before);
      expect(await endpoint(name)).toMatchObject({ problem: expect.stringMatching(words), failures: 1 });
      const { problem } = await status();
      expect(problem).toMatch(words);
      expect(problem).toMatch(WAITS[name]);
      if (fault.kind === "missing-items" && name !== "latest" && name !== "mapping") {
        const newest = new Date(newestWantedMs(name, clock.now().getTime()));
        expect(await statusOf(name, newest)).toBe("quarantined");
      }

      feed().clearFaults();
      clock.advanceMs(60_000);
      await run(name);
      expect(await endpoint(name)).toMatchObject({ problem: null, failures: 0 });
      if (name !== "mapping") expect(await snapshot()).not.toEqual(before);
    },
  );
});

/** A feed that answers the same bucket for so long gives no error: the page counts for itself. */
const LATE = {
  "5m": /answers, but its newest five-minute averages ended [34]\d minutes ago\.$/,
  "1h": /answers, but its newest hourly averages ended 7 hours ago\.$/,
  "24h": /answers, but its newest daily averages ended 18\d hours ago\.$/,
};

describe("in a market of its own", () => {
  beforeEach(open);
  afterEach(drop);

  test("the page keeps the last good prices and says why they are not newer", async () => {
    feed().setFault("latest", { kind: "status", status: 500 });
    nextBucket();
    await run("latest");
    expect(await status()).toMatchObject({
      state: "stale",
      problem: "The price feed has an error of its own (500).",
    });
    feed().clearFaults();
    await run("latest");
    expect(await status()).toMatchObject({ state: "live", problem: null });
  });

  test("64-bit numbers cost the rows that hold them, and no others", async () => {
    const { prices } = await snapshot();
    clock.advanceMs(NEW_AFTER_MS["24h"]);
    for (const name of polled) {
      feed().setFault(name, { kind: "huge-numbers" });
      await run(name);
    }
    const latest = await endpoint("latest");
    expect(latest.problem).toBeNull();
    expect(latest.refused["not a price"]).toBeGreaterThan(prices.length / 30);
    for (const step of storedSteps)
      expect(Object.keys((await endpoint(step)).refused).toSorted()).toEqual(["not a price", "not a volume"]);
    expect((await endpoint("mapping")).refused["not an amount"]).toBeGreaterThan(0);

    const at = missedAt("5m");
    await noteGap("5m");
    clock.advanceMs(-NEW_AFTER_MS["24h"]);
    feed().setFault("timeseries", { kind: "huge-numbers" });
    for (let item = 0; item < 5; item++) await run("series");
    expect((await gapOf("5m", at))?.asked).not.toBeNull();

    const [largest] = await sql()<{ high: string; units: string }[]>`
    select (select max(high) from latest_prices) as high,
      (select max(greatest(high_volume, avg_high, low_volume, avg_low)) from item_price_history) as units`;
    expect(Number(largest?.high)).toBeLessThan(2 ** 40);
    expect(Number(largest?.units)).toBeLessThan(2 ** 40);
    expect((await snapshot()).prices).toHaveLength(prices.length);
  });

  test.each(storedSteps)(
    "a bucket of %s that is answered again and again is stored once, and asked for until the next one comes",
    async (step) => {
      const before = await snapshot();
      feed().setFault(step, { kind: "duplicate-bucket" });
      clock.advanceMs(NEW_AFTER_MS[step]);
      expect(await run(step)).toBeLessThanOrEqual(600_000);
      expect(await run(step)).toBeLessThanOrEqual(600_000);
      expect(await snapshot()).toEqual(before);
      expect((await status()).problem).toBeNull();
      clock.advanceMs(6 * NEW_AFTER_MS[step]);
      await run(step);
      expect((await status()).problem).toMatch(LATE[step]);
      feed().clearFaults();
      await run(step);
      expect((await status()).problem).toBeNull();
      expect((await snapshot()).buckets).toHaveLength(before.buckets.length + 1);
    },
  );

  test("prices that are answered again and again change nothing, and are called late after ten minutes", async () => {
    const before = await snapshot();
    feed().setFault("latest", { kind: "duplicate-bucket" });
    for (let minute = 0; minute < 2; minute++) {
      clock.advanceMs(60_000);
      await run("latest");
    }
    expect(await snapshot()).toEqual(before);
    expect(await status()).toMatchObject({ state: "live", problem: null });
    clock.advanceMs(600_000);
    await run("latest");
    expect(await snapshot()).toEqual(before);
    expect(await status()).toMatchObject({
      state: "stale",
      problem: expect.stringMatching(/its newest trade was 1\d minutes old/),
    });
    feed().clearFaults();
    await run("latest");
    expect(await status()).toMatchObject({ state: "live", problem: null });
  });

  test.each(storedSteps)("a late bucket of %s is fetched when it comes", async (step) => {
    const before = await snapshot();
    feed().setFault(step, { kind: "late-bucket", delayS: NEW_AFTER_MS[step] / 1_000 });
    clock.advanceMs(NEW_AFTER_MS[step]);
    await run(step);
    expect(await snapshot()).toEqual(before);
    clock.advanceMs(NEW_AFTER_MS[step]);
    await run(step);
    expect((await snapshot()).buckets).toHaveLength(before.buckets.length + 1);
  });

  test("prices that come late replace no newer ones", async () => {
    const before = await snapshot();
    feed().setFault("latest", { kind: "late-bucket", delayS: 600 });
    await run("latest");
    expect(await snapshot()).toEqual(before);
  });

  test("a feed that asks for a long pause is left alone until it is over", async () => {
    feed().setFault("latest", { kind: "status", status: 429, retryAfterS: 120, times: 1 });
    clock.advanceMs(60_000);
    expect(await run("latest")).toBeGreaterThanOrEqual(119_000);
    const asked = feed().requests("latest").count;
    await run("latest");
    expect(feed().requests("latest").count).toBe(asked);
    clock.advanceMs(121_000);
    await run("latest");
    expect(await endpoint("latest")).toMatchObject({ problem: null });
  });

  test("an answer that has not changed is not sent again", async () => {
    const before = await snapshot();
    for (const name of polled) {
      await run(name);
      expect([name, feed().requests(name).lastHeaders]).toEqual([
        name,
        expect.objectContaining({ "if-none-match": expect.any(String) }),
      ]);
    }
    expect(await snapshot()).toEqual(before);
    expect(await endpoint("latest")).toMatchObject({ problem: null });
  });

  test("each endpoint is asked as often as it deserves", async () => {
    expect(await run("latest")).toBe(60_000);
    expect(await run("mapping")).toBe(24 * 3_600_000);
    // 12:50:30, and the bucket of 12:45 is published at 12:51.
    expect(await run("5m")).toBe(15_000);
    clock.advanceMs(60_000);
    // Stored; the next one closes at 12:55.
    expect(await run("5m")).toBe(220_000);
    feed().setFault("mapping", { kind: "huge-numbers" });
    expect(await run("mapping")).toBe(3_600_000);
  });
});
