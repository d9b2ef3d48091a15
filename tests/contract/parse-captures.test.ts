import { describe, expect, test } from "vitest";
import { parseBucket } from "#features/history/ingest/parse-bucket.ts";
import { TAX_UPDATES, isTaxExempt } from "#features/market/rules/tax/tax-exemptions.ts";
import { parseLatest } from "#features/market/ingest/parse-latest.ts";
import { parseMapping } from "#features/market/ingest/parse-mapping.ts";
import { STALE_AFTER_MS } from "#features/market/rules/quality.ts";
import { CAPTURED_MS, readCapture, readSlotCaptures } from "../support/market/captures.ts";

const accepted = <T>(parsed: { ok: true; value: T; refused: object } | { ok: false; problem: string }): T => {
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(parsed.refused).toEqual({});
  return parsed.value;
};

const latestRows = async () => accepted(parseLatest(await readCapture("latest.json"), CAPTURED_MS));
const mappingRows = async () => accepted(parseMapping(await readCapture("mapping.json")));
const hourBucket = async () =>
  accepted(parseBucket(await readCapture("1h.json"), { step: "1h", bucketAtMs: null }, CAPTURED_MS));

describe("every row of the real captures is accepted", () => {
  test("/latest, with inverted sides and with one side unknown", async () => {
    const rows = await latestRows();
    expect(rows).toHaveLength(413);
    expect(rows.filter(({ high, low }) => high !== null && low !== null && high < low)).toHaveLength(64);
    expect(rows.filter(({ low }) => low === null)).toEqual([
      { itemId: 2660, high: 50_000, highS: 1_618_883_126, low: null, lowS: null },
    ]);
    expect(rows.filter(({ high }) => high === null)).toEqual([
      { itemId: 26247, high: null, highS: null, low: 100_000_000, lowS: 1_635_032_482 },
    ]);
  });

  test("/mapping, with and without a buy limit and alchemy values", async () => {
    const rows = await mappingRows();
    expect(rows).toHaveLength(425);
    expect(rows.filter(({ limit }) => limit === null)).toHaveLength(37);
    expect(rows.flatMap(({ id, highalch }) => (highalch === null ? [id] : []))).toEqual([
      13190, 28490, 28523,
    ]);
    expect(rows.find(({ id }) => id === 4151)).toMatchObject({ name: "Abyssal whip", limit: 70 });
  });

  test("/1h, with sides that did not trade", async () => {
    const bucket = await hourBucket();
    expect(bucket.bucketAtMs).toBe(Date.parse("2025-05-26T06:00:00Z"));
    expect(bucket.rows).toHaveLength(293);
    expect(bucket.rows.filter(({ highVolume }) => highVolume === 0)).toHaveLength(48);
    expect(bucket.rows.filter(({ lowVolume }) => lowVolume === 0)).toHaveLength(35);
  });

  test("/5m, thirteen in a row", async () => {
    const starts = (await readSlotCaptures()).map((body) => {
      const bucket = accepted(parseBucket(body, { step: "5m", bucketAtMs: null }, CAPTURED_MS));
      expect(bucket.rows.length).toBeGreaterThan(150);
      return bucket.bucketAtMs;
    });
    const first = Date.parse("2025-05-26T05:55:00Z");
    expect(starts).toEqual(Array.from({ length: 13 }, (_, index) => first + index * 300_000));
  });
});

test("the captures hold ids on either side of the join of /latest and /mapping", async () => {
  const mapped = new Set((await mappingRows()).map(({ id }) => id));
  const priced = new Set((await latestRows()).map(({ itemId }) => itemId));
  expect([...priced].filter((id) => !mapped.has(id))).toEqual([2660, 26247, 28644]);
  expect([...mapped].filter((id) => !priced.has(id))).toHaveLength(15);
});

test("the captures hold stale sides, and the items that other rules name", async () => {
  const rows = await latestRows();
  const staleAfterS = STALE_AFTER_MS / 1_000;
  const isStale = (atS: number | null) => atS !== null && CAPTURED_MS / 1_000 - atS > staleAfterS;
  expect(rows.filter(({ highS, lowS }) => isStale(highS) || isStale(lowS))).toHaveLength(99);
  expect(rows.filter(({ highS, lowS }) => isStale(highS) && isStale(lowS))).toHaveLength(44);
  const priced = new Set(rows.map(({ itemId }) => itemId));
  expect([554, 561, 4151, 13190].filter((id) => !priced.has(id))).toEqual([]);
});

/** The hours of the updates that the source names by their days. */
const UPDATES: Readonly<Record<string, number>> = {
  "2021-12-09": TAX_UPDATES.first,
  "2025-05-29": TAX_UPDATES.second,
};

test("the exempt items are those of the source table, each from its update on", async () => {
  const exempt = await readCapture<{ id: number; since: string }[]>("ge-tax-exempt.json");
  expect(exempt).toHaveLength(48);
  for (const { id, since } of exempt) {
    const from = UPDATES[since] ?? Number.NaN;
    expect(new Date(from).toISOString().slice(0, 10)).toBe(since);
    expect([id, isTaxExempt(id, from), isTaxExempt(id, from - 1)]).toEqual([id, true, false]);
  }
  const ids = new Set(exempt.map(({ id }) => id));
  const others = Array.from({ length: 32_000 }, (_, id) => id).filter((id) => !ids.has(id));
  expect(others.filter((id) => isTaxExempt(id, CAPTURED_MS * 2))).toEqual([]);
});
