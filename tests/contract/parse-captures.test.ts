import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseBucket } from "#features/history/backfill/parse-bucket.ts";
import { isTaxExempt } from "#features/market/rules/tax-exemptions.ts";
import { parseLatest } from "#features/market/ingest/parse-latest.ts";
import { parseMapping } from "#features/market/ingest/parse-mapping.ts";

/** Real answers of the feed, beside the project in `../shared/data`; a checkout without them skips this file. */
const CAPTURES = join(import.meta.dirname, "../../../shared/data");
const here = existsSync(join(CAPTURES, "latest.json"));
const CAPTURED_MS = Date.parse("2025-05-26T07:03:00Z");

const textOf = (name: string) => readFile(join(CAPTURES, name), "utf8");
const jsonOf = async (name: string): Promise<unknown> => JSON.parse(await textOf(name));
const accepted = <T>(parsed: { ok: true; value: T; refused: object } | { ok: false; problem: string }): T => {
  if (!parsed.ok) throw new Error(parsed.problem);
  expect(parsed.refused).toEqual({});
  return parsed.value;
};

describe.skipIf(!here)("every row of the real captures is accepted", () => {
  test("/latest", async () => {
    const rows = accepted(parseLatest(await jsonOf("latest.json"), CAPTURED_MS));
    expect(rows).toHaveLength(4_162);
    expect(rows.filter(({ high, low }) => high !== null && low !== null && high < low)).toHaveLength(696);
  });

  test("/mapping", async () => {
    const rows = accepted(parseMapping(await jsonOf("mapping.json")));
    expect(rows).toHaveLength(4_275);
    expect(rows.filter(({ limit }) => limit === null)).toHaveLength(334);
    expect(rows.find(({ id }) => id === 4151)).toMatchObject({ name: "Abyssal whip", limit: 70 });
  });

  test("/1h", async () => {
    const bucket = accepted(
      parseBucket(await jsonOf("1h.json"), { step: "1h", bucketAtMs: null }, CAPTURED_MS),
    );
    expect(bucket.bucketAtMs).toBe(Date.parse("2025-05-26T06:00:00Z"));
    expect(bucket.rows).toHaveLength(2_932);
  });

  test("/5m, thirteen in a row", async () => {
    const lines = (await textOf("5m-13-buckets.jsonl")).trim().split("\n");
    const starts = lines.map((line) => {
      const body: unknown = JSON.parse(line);
      const bucket = accepted(parseBucket(body, { step: "5m", bucketAtMs: null }, CAPTURED_MS));
      expect(bucket.rows.length).toBeGreaterThan(1_400);
      return bucket.bucketAtMs;
    });
    const first = Date.parse("2025-05-26T05:55:00Z");
    expect(starts).toEqual(Array.from({ length: 13 }, (_, index) => first + index * 300_000));
  });
});

test.skipIf(!here)("the items that tax spares are the captured ones, each from its date on", async () => {
  const exempt = (await jsonOf("ge-tax-exempt.json")) as { id: number; since: string }[];
  expect(exempt).toHaveLength(48);
  for (const { id, since } of exempt) {
    expect([id, isTaxExempt(id, Date.parse(since)), isTaxExempt(id, Date.parse(since) - 1)]).toEqual([
      id,
      true,
      false,
    ]);
  }
  const ids = new Set(exempt.map(({ id }) => id));
  const others = Array.from({ length: 32_000 }, (_, id) => id).filter((id) => !ids.has(id));
  expect(others.filter((id) => isTaxExempt(id, CAPTURED_MS * 2))).toEqual([]);
});
