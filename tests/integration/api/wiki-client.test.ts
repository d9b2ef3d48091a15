import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFile } from "#features/history/transfer/import-file.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { sharedRedis } from "../../support/redis.ts";
import { startTestWeb } from "../../support/web.ts";
import type { TestWeb } from "../../support/web.ts";

/** Real answers of the feed, beside the project in `../shared/data`; a checkout without them skips this file. */
const CAPTURES = join(import.meta.dirname, "../../../../shared/data");
const here = existsSync(join(CAPTURES, "latest.json"));

const textOf = (name: string) => readFile(join(CAPTURES, name), "utf8");
const jsonOf = async (name: string): Promise<unknown> => JSON.parse(await textOf(name));

/** A client as people write them for the wiki: it knows a base address and nothing of who answers. */
const wikiClient = (base: string) => async (path: string) => {
  const response = await fetch(`${base}${path}`, {
    headers: { "User-Agent": "flip-sheet (me@example.org)" },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as unknown;
};

/**
 * While the captures' periods are open they are read from rows, long after from what is sealed: the answers are the
 * same. `capturedAt` is a moment after the newest bucket.
 */
describe.skipIf(!here).each([
  ["open periods", "2025-05-26T07:03:00Z", 0],
  ["sealed periods", "2026-09-21T12:30:00Z", 3],
])(
  "the captures in ../shared/data, imported into %s (skipped where they are absent)",
  (_, nowText, sealedSteps) => {
    let database: TestDatabase;
    let web: TestWeb;
    let ask: ReturnType<typeof wikiClient>;
    const clock = { now: () => new Date(nowText) };

    beforeAll(async () => {
      database = await createTestDatabase();
      const files = [
        "mapping.json",
        "latest.json",
        "5m-13-buckets.jsonl",
        "1h.json",
        "timeseries-5m-4151.json",
      ];
      for (const name of files) {
        const { counts, interrupted } = await importFile(
          { sql: database.db.sql, clock },
          { path: join(CAPTURES, name), signal: new AbortController().signal, onProgress: () => undefined },
        );
        expect([name, interrupted, counts.refused, counts.stored]).toEqual([name, false, {}, counts.read]);
      }
      web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
      ask = wikiClient(`${web.url}/api/v1/osrs`);
    });
    afterAll(async () => {
      await web?.close();
      await database?.drop();
    });

    test("lie where this run says", async () => {
      const sealed = await database.db
        .sql`select 1 from sealed_periods where extract(year from period_at) = 2025`;
      expect(sealed.length > 0).toBe(sealedSteps > 0);
    });

    test("/mapping equals the capture: keys, order, what is absent", async () => {
      expect(await ask("/mapping")).toEqual(await jsonOf("mapping.json"));
    });

    test("/latest equals the capture, nulls included", async () => {
      const captured = (await jsonOf("latest.json")) as { data: Record<string, unknown> };
      expect(await ask("/latest")).toEqual(captured);
      expect(await ask("/latest?id=4151")).toEqual({ data: { "4151": captured.data["4151"] } });
    });

    test("/5m equals each of the thirteen captured buckets, and the newest without a timestamp", async () => {
      const captured = (await textOf("5m-13-buckets.jsonl"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as { timestamp: number });
      expect(captured).toHaveLength(13);
      for (const bucket of captured) expect(await ask(`/5m?timestamp=${bucket.timestamp}`)).toEqual(bucket);
      expect(await ask("/5m")).toEqual(captured.at(-1));
    });

    test("/1h equals the capture", async () => {
      const captured = (await jsonOf("1h.json")) as { timestamp: number };
      expect(await ask("/1h")).toEqual(captured);
      expect(await ask(`/1h?timestamp=${captured.timestamp}`)).toEqual(captured);
    });

    test("/timeseries equals the capture: its order, and the bucket it leaves out", async () => {
      const captured = (await jsonOf("timeseries-5m-4151.json")) as { data: { timestamp: number }[] };
      const before = (captured.data.at(-1)?.timestamp ?? 0) + 300;
      expect(await ask(`/timeseries?id=4151&timestep=5m&to=${before}`)).toEqual(captured);
      const from = captured.data[0]?.timestamp ?? 0;
      expect(await ask(`/timeseries?timestep=5m&id=4151&from=${from}&to=${before}`)).toEqual(captured);
    });
  },
);
