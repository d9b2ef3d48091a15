import { beforeAll, describe, expect, test } from "vitest";

import { renderBucket } from "./buckets.ts";
import { loadCatalogue } from "./catalogue.ts";
import { renderLatest } from "./latest.ts";
import { buildModel } from "./model.ts";
import type { Model } from "./model.ts";

type Latest = { high: number | null; highTime: number | null; low: number | null; lowTime: number | null };
type Volumes = { highPriceVolume: number; lowPriceVolume: number };

const AT_S = 1_748_242_920;
let model: Model;
beforeAll(async () => {
  model = buildModel(await loadCatalogue(), 3);
});

const latestAt = (asOfS: number): Record<string, Latest> => JSON.parse(renderLatest(model, asOfS, null)).data;

describe("the latest prices", () => {
  test("never go back in time, and change within minutes", () => {
    let before = latestAt(AT_S);
    let changed = 0;
    for (let minute = 1; minute <= 12; minute += 1) {
      const after = latestAt(AT_S + minute * 60);
      for (const [id, row] of Object.entries(before)) {
        expect(after[id]?.highTime ?? 0).toBeGreaterThanOrEqual(row.highTime ?? 0);
        expect(after[id]?.lowTime ?? 0).toBeGreaterThanOrEqual(row.lowTime ?? 0);
        if (after[id]?.highTime !== row.highTime) changed += 1;
        else expect(after[id]?.high).toBe(row.high);
      }
      before = after;
    }
    expect(changed).toBeGreaterThan(1_000);
  });

  test("come from the last bucket in which the side traded, never from the future", () => {
    const after = AT_S - (AT_S % 300);
    const latest = latestAt(after);
    const slots = [1, 2, 3].map((back) => {
      const bucket: { data: Record<string, Volumes> } = JSON.parse(
        renderBucket(model, "5m", after - back * 300),
      );
      return bucket.data;
    });
    let checked = 0;
    for (const [id, row] of Object.entries(latest)) {
      expect(row.highTime ?? 0).toBeLessThan(after);
      const slot = slots.findIndex((data) => (data[id]?.highPriceVolume ?? 0) > 0);
      if (slot < 0) continue;
      checked += 1;
      expect(Math.floor((row.highTime ?? 0) / 300)).toBe(after / 300 - 1 - slot);
    }
    expect(checked).toBeGreaterThan(1_000);
  });

  test("have a price and a time together, or neither", () => {
    const rows = Object.values(latestAt(AT_S));
    for (const row of rows) {
      expect(row.high === null).toBe(row.highTime === null);
      expect(row.low === null).toBe(row.lowTime === null);
      expect(row.high === null && row.low === null).toBe(false);
    }
    expect(rows.some((row) => row.high === null || row.low === null)).toBe(true);
  });

  test("of one item equal its row in the full answer", () => {
    expect(JSON.parse(renderLatest(model, AT_S, 561)).data).toEqual({ "561": latestAt(AT_S)["561"] });
    expect(renderLatest(model, AT_S, 999_999_999)).toBe('{"data":{}}');
  });
});
