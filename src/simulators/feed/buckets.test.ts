import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { renderBucket, renderSeries, STEP_S } from "./buckets.ts";
import type { Step } from "./buckets.ts";
import { loadCatalogue } from "./catalogue.ts";
import type { CatalogueItem } from "./catalogue.ts";
import { buildModel } from "./model.ts";

type Row = {
  avgHighPrice: number | null;
  highPriceVolume: number;
  avgLowPrice: number | null;
  lowPriceVolume: number;
};
type Bucket = { data: Record<string, Row>; timestamp: number };

const FIRST_DAY = 18_000;
const LAST_DAY = 22_000;
const seeds = fc.integer({ min: 0, max: 1_000_000 });
const days = fc.integer({ min: FIRST_DAY, max: LAST_DAY });
const hours = fc.integer({ min: FIRST_DAY * 24, max: LAST_DAY * 24 });

let items: CatalogueItem[] = [];
beforeAll(async () => {
  items = (await loadCatalogue()).filter((_item, index) => index % 40 === 0);
});

const market = (seed: number) => buildModel(items, seed);
const read = (seed: number, step: Step, startS: number): Bucket =>
  JSON.parse(renderBucket(market(seed), step, startS));

/** Units and value by item and side over several buckets. */
function total(buckets: Bucket[]): Map<string, [units: number, worth: number]> {
  const sums = new Map<string, [number, number]>();
  const add = (key: string, units: number, price: number | null) => {
    if (units === 0) return;
    const [before, worth] = sums.get(key) ?? [0, 0];
    sums.set(key, [before + units, worth + units * (price ?? Number.NaN)]);
  };
  for (const { data } of buckets) {
    for (const [id, row] of Object.entries(data)) {
      add(`${id} high`, row.highPriceVolume, row.avgHighPrice);
      add(`${id} low`, row.lowPriceVolume, row.avgLowPrice);
    }
  }
  return sums;
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe("a bucket", () => {
  test("is the same bytes for the same seed and time, regardless of earlier requests", () => {
    fc.assert(
      fc.property(seeds, hours, (seed, hour) => {
        const fresh = renderBucket(market(seed), "1h", hour * 3_600);
        const used = market(seed);
        renderBucket(used, "24h", LAST_DAY * 86_400);
        renderBucket(used, "5m", FIRST_DAY * 86_400);
        expect(renderBucket(used, "1h", hour * 3_600)).toBe(fresh);
        expect(renderBucket(market(seed + 1), "1h", hour * 3_600)).not.toBe(fresh);
      }),
      { numRuns: 20 },
    );
  });

  test("of an hour has the sum of its twelve 5m buckets, and their volume-weighted mean price", () => {
    fc.assert(
      fc.property(seeds, hours, (seed, hour) => {
        const parts = total(range(12).map((k) => read(seed, "5m", hour * 3_600 + k * 300)));
        const whole = total([read(seed, "1h", hour * 3_600)]);
        expect([...whole.keys()].toSorted()).toEqual([...parts.keys()].toSorted());
        for (const [key, [units, worth]] of whole) {
          const [partUnits, partWorth] = parts.get(key) ?? [0, 0];
          expect([key, units, worth / units]).toEqual([key, partUnits, Math.round(partWorth / partUnits)]);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("of a day has exactly the volume of its 24 hours, and nearly their mean price", () => {
    fc.assert(
      fc.property(seeds, days, (seed, day) => {
        const parts = total(range(24).map((k) => read(seed, "1h", day * 86_400 + k * 3_600)));
        const whole = total([read(seed, "24h", day * 86_400)]);
        const errors: number[] = [];
        expect([...whole.keys()].toSorted()).toEqual([...parts.keys()].toSorted());
        for (const [key, [units, worth]] of whole) {
          const [partUnits, partWorth] = parts.get(key) ?? [0, 0];
          expect([key, units]).toEqual([key, partUnits]);
          errors.push(Math.abs(Math.log(worth / units / (partWorth / partUnits))));
        }
        expect(errors.toSorted((a, b) => a - b)[errors.length >> 1] ?? 0).toBeLessThan(0.02);
      }),
      { numRuns: 10 },
    );
  });

  test("has integer prices within the valid range, null exactly for a side without volume, and no empty item", () => {
    fc.assert(
      fc.property(seeds, hours, fc.constantFrom<Step[]>("5m", "1h", "24h"), (seed, hour, step) => {
        const startS = Math.floor((hour * 3_600) / STEP_S[step]) * STEP_S[step];
        const bucket = read(seed, step, startS);
        expect(bucket.timestamp).toBe(startS);
        for (const row of Object.values(bucket.data)) {
          expect(row.highPriceVolume + row.lowPriceVolume).toBeGreaterThan(0);
          for (const [price, units] of [
            [row.avgHighPrice, row.highPriceVolume],
            [row.avgLowPrice, row.lowPriceVolume],
          ] as const) {
            expect(Number.isSafeInteger(units)).toBe(true);
            expect(price === null).toBe(units === 0);
            if (price === null) continue;
            expect(Number.isInteger(price)).toBe(true);
            expect(price).toBeGreaterThanOrEqual(1);
            expect(price).toBeLessThanOrEqual(2_147_483_647);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("a price", () => {
  test("stays in the valid range at both ends of the scale", () => {
    // A rarely traded item has the widest spread, so many of these would leave the valid range without the clamp.
    const item = items.find(({ mapping, traded }) => traded && mapping.limit === 8);
    if (item === undefined) throw new Error("no thin item");
    const at = (referencePriceGp: number) =>
      Array.from({ length: 900 }, (_, k) => ({
        ...item,
        referencePriceGp,
        mapping: { ...item.mapping, id: 1_000 + k },
      }));
    const pricesAt = (referencePriceGp: number) => {
      const { data }: Bucket = JSON.parse(
        renderBucket(buildModel(at(referencePriceGp), 1), "24h", 20_000 * 86_400),
      );
      return Object.values(data).flatMap((row) => [row.avgHighPrice ?? [], row.avgLowPrice ?? []].flat());
    };
    const [cheap, dear] = [pricesAt(1), pricesAt(2_147_483_647)];
    expect([Math.min(...cheap), Math.max(...dear)]).toEqual([1, 2_147_483_647]);
    expect(dear.filter((price) => price === 2_147_483_647).length).toBeGreaterThan(5);
  });
});

describe("a series", () => {
  test.each(["5m", "1h", "24h"] as const)("of %s equals the buckets of its times", (step) => {
    const model = market(5);
    const lastS = 20_000 * 86_400;
    for (const { mapping } of items.slice(0, 40)) {
      const series: { data: (Row & { timestamp: number })[]; itemId: number } = JSON.parse(
        renderSeries(model, mapping.id, step, lastS),
      );
      expect(series.itemId).toBe(mapping.id);
      const last = series.data.at(-1);
      if (last === undefined) continue;
      const { timestamp, ...row } = last;
      const bucket: Bucket = JSON.parse(renderBucket(model, step, timestamp));
      expect(bucket.data[String(mapping.id)]).toEqual(row);
    }
  });

  test("ascends, has at most the newest 365 points, and skips empty buckets", () => {
    const model = market(5);
    const lastS = 20_000 * 86_400;
    const seriesOf = (id: number): (Row & { timestamp: number })[] =>
      JSON.parse(renderSeries(model, id, "5m", lastS)).data;
    const reached = items.slice(0, 30).map(({ mapping }) => {
      const times = seriesOf(mapping.id).map((point) => point.timestamp);
      expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
      expect(times.every((time) => time % 300 === 0)).toBe(true);
      expect(times.length).toBeLessThanOrEqual(365);
      return { points: times.length, buckets: (lastS - (times[0] ?? lastS)) / 300 + 1 };
    });
    // One item trades in every bucket, one trades seldom but has 365 points, one has fewer within the look-back.
    expect(reached).toContainEqual({ points: 365, buckets: 365 });
    expect(reached.some(({ points, buckets }) => points === 365 && buckets > 365)).toBe(true);
    expect(reached.some(({ points }) => points > 0 && points < 365)).toBe(true);
    expect(Math.max(...reached.map(({ buckets }) => buckets))).toBeLessThanOrEqual(4 * 365);
  });
});
