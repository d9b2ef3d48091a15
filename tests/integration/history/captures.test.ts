import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closesMs } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { findSealable } from "#features/history/store/find-sealable.ts";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { readPoints } from "#features/history/read/read-points.ts";
import { sealPeriod } from "#features/history/store/seal-period.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { readCapture, readSlotCaptures } from "../../support/market/captures.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { verifySeals } from "../../support/market/verify-seals.ts";

const NOW = Date.parse("2026-09-21T12:30:30Z");

type Answer = { data: Record<string, unknown>; timestamp: number };
let database: TestDatabase;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock(new Date(NOW));
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const deps = () => ({ sql: database.db.sql, clock });
const answersOf = async (step: StoredStep): Promise<Answer[]> =>
  step === "5m" ? readSlotCaptures<Answer>() : [await readCapture<Answer>("1h.json")];
/** A bucket in the shape of the feed's answer. */
const answerOf = ({ bucketAtMs, rows }: Bucket): Answer => ({
  data: Object.fromEntries(
    rows.map((row) => [
      row.itemId,
      {
        avgHighPrice: row.avgHigh,
        highPriceVolume: row.highVolume,
        avgLowPrice: row.avgLow,
        lowPriceVolume: row.lowVolume,
      },
    ]),
  ),
  timestamp: bucketAtMs / 1_000,
});
const stored = async (step: StoredStep) => {
  const buckets = await readBuckets({ dbRead: database.db.orm }, { step, fromMs: 0, toMs: NOW });
  return buckets.map(answerOf);
};
const openRows = async () => {
  const [row] = await database.db.sql<
    { rows: number }[]
  >`select count(*)::int as rows from item_price_history`;
  return row?.rows;
};

describe("captures of the real feed", () => {
  test.each(["5m", "1h"] as const)("imported %s answers read as they were, sealed", async (step) => {
    const answers = await answersOf(step);
    const buckets = answers.map((answer) => {
      const parsed = parseBucket(answer, { step, bucketAtMs: null }, NOW);
      if (!parsed.ok) throw new Error(parsed.problem);
      expect(parsed.refused).toEqual({});
      return parsed.value;
    });
    await storeBuckets(deps(), { step, buckets, origin: "import" });
    expect(await openRows()).toBe(0);
    expect(await stored(step)).toEqual(answers);
    expect(await verifySeals(database.db.sql)).toEqual([]);
  });

  test.each(["5m", "1h"] as const)("followed as they came, then sealed: %s", async (step) => {
    const answers = await answersOf(step);
    for (const answer of answers) {
      clock.set(new Date(closesMs(step, answer.timestamp * 1_000) + 60_000));
      const result = await ingestBucket(deps(), { step, bucketAtMs: null }, answer);
      expect(result).toMatchObject({ used: true, problem: null });
    }
    expect(await stored(step)).toEqual(answers);
    expect(await findSealable(deps())).toEqual([]);
    clock.set(new Date(NOW));
    const [first] = answers;
    const period = { step, periodAtMs: periodOf(step, (first?.timestamp ?? 0) * 1_000) };
    expect(await findSealable(deps())).toEqual([period]);
    await sealPeriod(deps(), period);
    expect(await openRows()).toBe(0);
    expect(await stored(step)).toEqual(answers);
  });

  test("one item's series with its gap", async () => {
    type Point = { timestamp: number; avgHighPrice: number | null; avgLowPrice: number | null } & Record<
      string,
      number
    >;
    const { data } = await readCapture<{ data: Point[] }>("timeseries-5m-4151.json");
    const buckets = data.map((point) => ({
      bucketAtMs: point.timestamp * 1_000,
      rows: [
        {
          itemId: 4151,
          avgHigh: point.avgHighPrice,
          avgLow: point.avgLowPrice,
          highVolume: point["highPriceVolume"] ?? 0,
          lowVolume: point["lowPriceVolume"] ?? 0,
        },
      ],
    }));
    await storeBuckets(deps(), { step: "5m", buckets, origin: "import" });
    const points = await readPoints(
      { dbRead: database.db.orm },
      { itemId: 4151, step: "5m", fromMs: 0, toMs: NOW },
    );
    expect(points.at).toEqual(data.map(({ timestamp }) => timestamp * 1_000));
    expect(points.avgHigh).toEqual(data.map(({ avgHighPrice }) => avgHighPrice));
    expect(points.avgLow).toEqual(data.map(({ avgLowPrice }) => avgLowPrice));
  });
});
