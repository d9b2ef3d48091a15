import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getFlips } from "#features/trades/flips/get-flips.ts";
import type { GetFlipsInput } from "#features/trades/flips/contract.ts";
import { getProfitOverTime } from "#features/trades/flips/get-profit.ts";
import { changeLedger } from "#features/trades/store/change-ledger.ts";
import { rebuildLedger } from "#features/trades/store/rebuild-ledger.ts";
import type { UserActor } from "#platform/actor.ts";
import { openDb } from "#platform/db/db.ts";
import { migrateDatabase } from "#platform/db/migrate.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import { queuesOf } from "#server/compose.ts";
import { features } from "#server/features.ts";
import { quantile, seededRandom, timed } from "./support/history-store.ts";
import type { ImportFigures } from "./support/import-file.ts";
import { uploadLog } from "./support/upload-log.ts";
import { FROM_MS, TO_MS, copyTrades, tradeOf, userOf } from "./support/ledger-trades.ts";

/**
 * A ledger of 1,000,000 trades of 200 traders, one of them with 200,000, on a PostgreSQL with fsync on: computing it anew,
 * adding a trade, pages of flips at any depth, profit by day; then the import of a log of 2,000,000 lines beside COPY of the
 * same rows into the same table. `--share=10` takes a tenth, for a quick run.
 */
const oneIn = Number(process.argv.find((word) => word.startsWith("--share="))?.slice("--share=".length) ?? 1);
const LARGE = 200_000 / oneIn;
const OTHERS = 199;
const SMALL = Math.round((1_000_000 / oneIn - LARGE) / OTHERS);
const TIMES = 400;

const startedMs = performance.now();
const log = (text: string) =>
  console.log(`${((performance.now() - startedMs) / 1_000).toFixed(0).padStart(4)} s  ${text}`);

const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bench-"));
const server = await startPostgres({ dir, durable: true });
try {
  await ensureDatabase(server.url("postgres"), "bench");
  await migrateDatabase({ url: server.url("bench"), folder: "drizzle", queues: queuesOf(features) });
  const db = openDb({
    url: server.url("bench"),
    max: 4,
    applicationName: "bench",
    statementTimeoutMs: 300_000,
  });
  const clock = { now: () => new Date(TO_MS + 30 * 86_400_000) };
  const deps = { db: db.orm, clock };
  const userId = userOf(0);
  const actor = { userId } as UserActor;

  const seedUser = (id: string) => db.sql`
    insert into users (id, name, email, email_verified, created_at, updated_at)
    values (${id}, 'Bench', ${`${id}@example.com`}, true, now(), now())`;
  for (let trader = 0; trader <= OTHERS; trader += 1) await seedUser(userOf(trader));
  const copyMs = await timed(() => copyTrades(db.sql, 0, LARGE));
  for (let trader = 1; trader <= OTHERS; trader += 1) await copyTrades(db.sql, trader, SMALL);
  log(`trades loaded; by COPY at ${Math.round(LARGE / (copyMs / 1_000)).toLocaleString("en")} rows/s`);
  for (let trader = 1; trader <= OTHERS; trader += 1)
    await rebuildLedger(deps, userOf(trader), async () => true);
  await db.sql`vacuum (analyze)`;
  log("the other ledgers are computed");

  const rebuilds: number[] = [];
  for (let turn = 0; turn < 5; turn += 1)
    rebuilds.push(await timed(() => rebuildLedger(deps, userId, async () => true)));
  const recomputeTradesPerS = LARGE / (quantile(rebuilds, 0.5) / 1_000);
  log(`the large ledger computed anew at ${Math.round(recomputeTradesPerS).toLocaleString("en")} trades/s`);
  await db.sql`vacuum (analyze)`;

  const places = await db.sql<{ at: number; id: string; profit: number | null }[]>`
    select (extract(epoch from at) * 1000)::float8 as at, id, profit::float8 as profit from flips
    where user_id = ${userId} and profit is not null order by random() limit ${TIMES}`;
  const sorts = ["newest", "oldest", "best", "worst"] as const;
  const pages: number[] = [];
  const firsts: number[] = [];
  for (const [turn, { at, id, profit }] of places.entries()) {
    const sort = sorts[turn % sorts.length] ?? "newest";
    const value = sort === "newest" || sort === "oldest" ? at : (profit ?? 0);
    const input: GetFlipsInput = { state: "closed", sort, limit: 50, cursor: `${value}_${id}` };
    pages.push(await timed(() => getFlips(deps, actor, input)));
    firsts.push(await timed(() => getFlips(deps, actor, { state: "closed", sort, limit: 50 })));
  }
  log(
    `a page of flips in ${quantile(pages, 0.99).toFixed(1)} ms (p99), a first one with its totals in ${quantile(firsts, 0.99).toFixed(1)} ms`,
  );

  const series: number[] = [];
  for (let turn = 0; turn < TIMES / 4; turn += 1)
    series.push(
      await timed(() => getProfitOverTime(deps, actor, { step: "day", timeZone: "Europe/Berlin" })),
    );
  log(`profit by day of two years in ${quantile(series, 0.99).toFixed(1)} ms (p99)`);

  const added = async (atMs: (turn: number) => number): Promise<number[]> => {
    const took: number[] = [];
    for (let turn = 0; turn < TIMES; turn += 1) {
      const row = { ...tradeOf(0, 2 * Math.floor(seededRandom(turn, 5) * (LARGE / 2)) + (turn % 2), LARGE) };
      const add = [{ ...row, id: randomUUID(), atMs: atMs(turn), source: "hand" }];
      const times = add.map((each) => each.atMs);
      took.push(await timed(() => changeLedger(deps, userId, times, async () => ({ remove: [], add }))));
    }
    return took;
  };
  const now = await added((turn) => TO_MS + turn * 1_000);
  const past = await added((turn) => FROM_MS + Math.floor(seededRandom(turn, 9) * (TO_MS - FROM_MS)));
  log(
    `a trade of now added in ${quantile(now, 0.99).toFixed(1)} ms (p99), one of any time in ${quantile(past, 0.99).toFixed(1)} ms`,
  );

  const LINES = 2_000_000 / oneIn;
  for (let itemId = 1; itemId <= 500; itemId += 1)
    await db.sql`
      insert into items (id, name, examine, members, icon, updated_at)
      values (${itemId}, ${`Item ${itemId}`}, '', false, '', now())`;
  const plainMs = await timed(() => copyTrades(db.sql, OTHERS + 1, LINES));
  const copyRowsPerS = LINES / (plainMs / 1_000);
  log(
    `${LINES.toLocaleString("en")} rows copied into the same table at ${Math.round(copyRowsPerS).toLocaleString("en")} rows/s`,
  );
  const importer = userOf(OTHERS + 2);
  await seedUser(importer);
  const id = await uploadLog(deps, { userId: importer, trader: OTHERS + 2, lines: LINES });
  // The worker's own settings, as `up` starts it.
  const child = fork(new URL("support/import-file.ts", import.meta.url), [server.url("bench"), id], {
    execArgv: ["--max-old-space-size=192", "--max-semi-space-size=8"],
  });
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the import ended with ${code}`);
  });
  const [imported] = (await Promise.race([once(child, "message"), ended])) as [ImportFigures];
  ended.catch(() => undefined);
  const importRowsPerS = imported.trades / ((imported.readMs + imported.commitMs) / 1_000);
  log(
    `${imported.trades.toLocaleString("en")} trades imported at ${Math.round(importRowsPerS).toLocaleString("en")} rows/s (read and compared in ${(imported.readMs / 1_000).toFixed(0)} s, committed and computed in ${(imported.commitMs / 1_000).toFixed(0)} s), resident at most ${imported.rssMb.toFixed(0)} MB`,
  );

  await db.close();
  const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
  console.log(
    JSON.stringify({
      recomputeTradesPerS: Math.round(recomputeTradesPerS),
      addTradeP99Ms: rounded(quantile(now, 0.99)),
      addPastTradeP99Ms: rounded(quantile(past, 0.99)),
      flipsPageP99Ms: rounded(quantile([...pages, ...firsts], 0.99)),
      importRowsPerS: Math.round(importRowsPerS),
      importVsCopy: rounded(importRowsPerS / copyRowsPerS, 2),
      importRssMb: Math.round(imported.rssMb),
      profitSeriesP99Ms: rounded(quantile(series, 0.99)),
    }),
  );
} finally {
  await server.stop();
  await rm(dir, { recursive: true, force: true });
}
