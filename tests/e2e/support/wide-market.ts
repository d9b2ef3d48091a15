import { openDb } from "#platform/db/db.ts";
import { readEnv } from "#platform/env.ts";
import { bumpVersion } from "#features/market/ingest/bump-version.ts";
import { openDatabase } from "#processes/commands/database.ts";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import { test as base } from "./test.ts";
import { startDesk } from "./desk.ts";
import { untilPriced } from "./until-priced.ts";

const START_LIMIT_MS = 360_000;
const ITEMS = 24;
/** The most that an offer, and so a price, can be. */
export const MOST_GP = 2_147_483_647;
/** The catalogue's longest names, and its longest words. */
const NAMES = [
  "Trailblazer reloaded relic hunter (t1) armour set",
  "Trailblazer reloaded rejuvenation pool scroll",
  "Raging echoes relic hunter (t3) armour set",
  "Trailblazer reloaded blowpipe ornament kit",
  "Superantipoison(4)",
  "Frozen key piece (saradomin) (disassembled)",
];
/** Both sides at the most; a gain and a loss as large as can be; 999% and 123,456%. */
const PRICES: readonly (readonly [high: number, low: number])[] = [
  [MOST_GP, MOST_GP],
  [MOST_GP, 1],
  [1, MOST_GP],
  [11_200, 1_000],
  [1_260_000, 1_000],
  [2_145_000_000, 999_999_999],
];
const HOUR_MS = 3_600_000;
const AGES_MS = [23 * HOUR_MS, 59 * 60_000, 59_000, 4_000 * 24 * HOUR_MS];

type Sql = ReturnType<typeof openDb>["sql"];

/** Gives every item figures and names as wide as a column can get, and each known flaw to some. */
async function widen(sql: Sql): Promise<void> {
  const now = Date.now();
  await sql.begin(async (tx) => {
    const ids = (await tx<{ id: number }[]>`select id from items order by id limit ${ITEMS}`).map(
      ({ id }) => id,
    );
    for (const [index, id] of ids.entries()) {
      const [high = null, low = null] = PRICES[index % PRICES.length] ?? [];
      const highAt = new Date(now - (AGES_MS[index % AGES_MS.length] ?? 0));
      // An odd trade counts by its average, which hides the widest ROI.
      const isUsual = index % 2 === 1;
      const [avgHigh, avgLow] = isUsual ? [high, low] : [MOST_GP, MOST_GP];
      const lowAt = new Date(now - (AGES_MS[(index >> 2) % AGES_MS.length] ?? 0));
      await tx`
        update items set name = ${NAMES[index % NAMES.length] ?? ""} || repeat('.', ${Math.floor(index / NAMES.length)}::int),
          buy_limit = ${index % 2 === 0 ? MOST_GP : 300_000}, high_alch = ${MOST_GP}, members = ${index % 3 > 0}
        where id = ${id}`;
      await tx`
        insert into latest_prices (item_id, high, high_at, low, low_at, seen_at)
        values (${id}, ${high}, ${highAt}, ${low}, ${lowAt}, now())
        on conflict (item_id) do update
          set high = excluded.high, high_at = excluded.high_at, low = excluded.low, low_at = excluded.low_at`;
      await tx`
        insert into item_stats (item_id, avg_high_5m, avg_low_5m, avg_high_1h, avg_low_1h, high_volume_1h,
          low_volume_1h, high_volume_24h, low_volume_24h, avg_24h, mid_24h_ago, sparkline)
        values (${id}, ${avgHigh}, ${avgLow}, ${avgHigh}, ${avgLow}, 9876543210, 9876543210, 98765432109,
          98765432109, ${MOST_GP}, ${index % 2 === 0 ? 1 : MOST_GP}, ${"AZ".repeat(12)})
        on conflict (item_id) do update set
          avg_high_5m = excluded.avg_high_5m, avg_low_5m = excluded.avg_low_5m, avg_high_1h = excluded.avg_high_1h,
          avg_low_1h = excluded.avg_low_1h, high_volume_1h = excluded.high_volume_1h,
          low_volume_1h = excluded.low_volume_1h, high_volume_24h = excluded.high_volume_24h,
          low_volume_24h = excluded.low_volume_24h, avg_24h = excluded.avg_24h, mid_24h_ago = excluded.mid_24h_ago,
          sparkline = excluded.sparkline`;
    }
    await bumpVersion(tx, new Date(now));
  });
}

/** A desk of its own whose every figure and name is as wide as it can get. Its feed is away, so that nothing is replaced. E2E_WIDE_URL names one that runs already. */
export const test = base.extend<object, { wideDesk: string }>({
  wideDesk: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, run) => {
      const given = process.env["E2E_WIDE_URL"];
      if (given !== undefined) return run(given);
      const feed = await startFeedSimulator({ port: 0, itemLimit: ITEMS });
      const desk = await startDesk({ PRICE_FEED_URL: feed.url });
      try {
        await untilPriced(desk.url);
        await feed.close();
        const database = await openDatabase(readEnv("up", { ...process.env, DATA_DIR: desk.dataDir }), "e2e");
        const db = openDb({ url: database.url, max: 1, applicationName: "e2e" });
        await widen(db.sql);
        await db.close();
        await database.close();
        await run(desk.url);
      } finally {
        await desk.stop();
        await feed.close();
      }
    },
    { scope: "worker", timeout: START_LIMIT_MS },
  ],
  baseURL: async ({ wideDesk }, run) => {
    await run(wideDesk);
  },
});
