import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { importFile } from "#features/history/transfer/import-file.ts";
import { CAPTURES_DIR, readCapture, readSlotCaptures } from "../../support/market/captures.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

/** A client as users write them for the wiki's API; it needs only a base URL. */
const wikiClient = (base: string) => async (path: string) => {
  const response = await fetch(`${base}${path}`, {
    headers: { "User-Agent": "flip-sheet (me@example.org)" },
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as unknown;
};

/** Answers from open periods and from sealed periods must be equal. */
describe.each([
  ["open periods", "2025-05-26T07:03:00Z", 0],
  ["sealed periods", "2026-09-21T12:30:00Z", 3],
])("the captures, imported into %s", (_, nowText, sealedSteps) => {
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
        { path: join(CAPTURES_DIR, name), signal: new AbortController().signal, onProgress: () => undefined },
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

  test("are stored in the periods that this run tests", async () => {
    const sealed = await database.db
      .sql`select 1 from sealed_periods where extract(year from period_at) = 2025`;
    expect(sealed.length > 0).toBe(sealedSteps > 0);
  });

  test("/mapping equals the capture: fields, order, absent values", async () => {
    expect(await ask("/mapping")).toEqual(await readCapture("mapping.json"));
  });

  test("/latest equals the capture, nulls included", async () => {
    const captured = await readCapture<{ data: Record<string, unknown> }>("latest.json");
    expect(await ask("/latest")).toEqual(captured);
    expect(await ask("/latest?id=4151")).toEqual({ data: { "4151": captured.data["4151"] } });
  });

  test("/5m equals each of the thirteen captured buckets, and without a timestamp the newest", async () => {
    const captured = await readSlotCaptures<{ timestamp: number }>();
    expect(captured).toHaveLength(13);
    for (const bucket of captured) expect(await ask(`/5m?timestamp=${bucket.timestamp}`)).toEqual(bucket);
    expect(await ask("/5m")).toEqual(captured.at(-1));
  });

  test("/1h equals the capture", async () => {
    const captured = await readCapture<{ timestamp: number }>("1h.json");
    expect(await ask("/1h")).toEqual(captured);
    expect(await ask(`/1h?timestamp=${captured.timestamp}`)).toEqual(captured);
  });

  test("/timeseries equals the capture: its order and its missing bucket", async () => {
    const captured = await readCapture<{ data: { timestamp: number }[] }>("timeseries-5m-4151.json");
    const before = (captured.data.at(-1)?.timestamp ?? 0) + 300;
    expect(await ask(`/timeseries?id=4151&timestep=5m&to=${before}`)).toEqual(captured);
    const from = captured.data[0]?.timestamp ?? 0;
    expect(await ask(`/timeseries?timestep=5m&id=4151&from=${from}&to=${before}`)).toEqual(captured);
  });
});
