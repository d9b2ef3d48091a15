import { fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { beforeAll, expect, inject, test } from "vitest";
import type { ImportView } from "#features/imports/contract.ts";
import { stagingTable } from "#features/imports/stage/staging-table.ts";
import { useDesk } from "../../support/people/desk.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startWebProcess } from "../../support/servers/web-process.ts";
import { joinImporter, seedCatalogue, sendBytes } from "../../support/trades/importer.ts";
import type { Importer } from "../../support/trades/importer.ts";

/** Web process and worker are killed (SIGKILL) in the middle; then the ledger is the one of an import that nobody disturbed. */
const desk = useDesk();
let databaseUrl: string;
beforeAll(async () => {
  await seedCatalogue(desk.db);
  const [{ name } = { name: "" }] = await desk.db.sql<{ name: string }[]>`select current_database() as name`;
  databaseUrl = Object.assign(new URL(inject("postgresUrl")), { pathname: `/${name}` }).href;
});

const AT = 1_780_000_000_000;
/** What one request of the upload carries here; the file has three of them. */
const PART_BYTES = 400_000;
/** Purchases and sales of two items. */
const LOG = Array.from({ length: 20_000 }, (_, at) =>
  JSON.stringify({
    b: at % 3 !== 0,
    i: at % 2 === 0 ? 561 : 2,
    q: 1 + (at % 40),
    p: 100 + (at % 11),
    t: AT + Math.floor(at / 2) * 90_000,
  }),
).join("\n");

/** Runs a worker for an import; kills it after `killAfterMs`. Returns how long it ran, ms. */
async function runWorker(id: string, killAfterMs: number | null): Promise<number> {
  const child = fork(new URL("../../support/trades/import-worker.ts", import.meta.url), [databaseUrl, id], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    execPath: process.execPath,
  });
  const exited = once(child, "exit");
  await Promise.race([once(child, "message"), exited]);
  const startedMs = performance.now();
  if (killAfterMs !== null) {
    await Promise.race([wait(killAfterMs), exited]);
    child.kill("SIGKILL");
  }
  await exited;
  return performance.now() - startedMs;
}

/** Lets a worker do what an import asks for; workers before it are killed at these parts of the time that it takes. */
async function disturbed(id: string, takesMs: number, parts: readonly number[]): Promise<void> {
  for (const part of parts) await runWorker(id, takesMs * part);
  await runWorker(id, null);
}

async function ledgerOf({ userId }: Importer) {
  const rows = await desk.db.sql`
    select at, item_id, kind, quantity, gross, unit_price, tax, is_exact, source from user_transactions
    where user_id = ${userId} order by 1, 2, 3, 4, 5`;
  const flips = await desk.db.sql`
    select at, item_id, kind, quantity, gross, tax, cost, profit, unexplained, missing from flips
    where user_id = ${userId} order by 1, 2, 3, 4, 5`;
  const [sums] = await desk.db.sql`
    select sum(profit)::text as profit, sum(rows)::int as rows, (select trades from ledgers where user_id = ${userId}) as trades,
      (select count(*)::int from open_lots where user_id = ${userId}) as lots
    from profit_hours where user_id = ${userId}`;
  return { rows: [...rows], flips: [...flips], sums };
}

test(
  "a web process that is killed in an upload, and workers in reading, adding and undoing",
  { timeout: 120_000 },
  async () => {
    const calm = await joinImporter(desk);
    const id = await calm.upload(LOG);
    const readMs = await runWorker(id, null);
    const calmView = await calm.get<ImportView>("imports.get", { id });
    expect(calmView).toMatchObject({ state: "ready" });
    await calm.do("imports.commit", { id });
    const commitMs = await runWorker(id, null);
    const expected = await ledgerOf(calm);
    expect(expected.rows.length).toBeGreaterThan(15_000);

    const trader = await joinImporter(desk);
    const bytes = Buffer.from(LOG);
    const { id: other } = await trader.do<ImportView>("imports.create", {
      name: "log.json",
      sizeBytes: bytes.length,
    });
    const part = (offset: number) => ({
      id: other,
      offset,
      bytes: bytes.subarray(offset, offset + PART_BYTES),
    });
    const doomed = await startWebProcess({ databaseUrl, redis: sharedRedis() });
    await sendBytes(doomed, trader, part(0));
    const cut = sendBytes(doomed, trader, part(PART_BYTES)).catch(() => null);
    await doomed.kill();
    await cut;
    const { receivedBytes } = await trader.get<ImportView>("imports.get", { id: other });
    expect([PART_BYTES, 2 * PART_BYTES]).toContain(receivedBytes);
    for (let offset = receivedBytes; offset < bytes.length; offset += PART_BYTES)
      expect((await sendBytes(desk.web, trader, part(offset))).status).toBe(200);

    await disturbed(other, readMs, [0.5]);
    const view = await trader.get<ImportView>("imports.get", { id: other });
    expect(view.summary).toEqual(calmView.summary);
    await trader.do("imports.commit", { id: other });
    await disturbed(other, commitMs, [0.3, 0.7]);
    expect(await ledgerOf(trader)).toEqual(expected);

    await trader.do("imports.undo", { id: other });
    await disturbed(other, commitMs / 4, [0.5]);
    expect(await trader.get<ImportView>("imports.get", { id: other })).toMatchObject({ state: "undone" });
    expect(await ledgerOf(trader)).toEqual({
      rows: [],
      flips: [],
      sums: { profit: null, rows: null, trades: expect.anything(), lots: 0 },
    });
    const [left] = await desk.db.sql`
    select (select count(*)::int from import_chunks) as chunks,
      (select count(*)::int from pg_class where relname = ${stagingTable(other)}) as tables`;
    expect(left).toEqual({ chunks: 0, tables: 0 });
  },
);
