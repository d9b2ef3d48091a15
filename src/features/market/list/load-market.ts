import { createHash } from "node:crypto";
import { sql } from "drizzle-orm";
import type { Cache, CacheLookup } from "#platform/cache/cache.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { catalogueFields } from "#features/market/rules/tick/fields.ts";
import type { ItemColumns, ItemList } from "#features/market/contract.ts";
import { itemStats, items, latestPrices, marketState, usualVolumes } from "#features/market/schema.ts";
import { toItemColumns } from "./to-columns.ts";

type Deps = { dbRead: Db; db: Db; cache: Cache; clock: Clock };

const MINUTE_MS = 60_000;

/** The whole market at one version. `details` has the figures that only item pages show. */
export type Market = ItemList & {
  /** The version of the catalogue of the listed items. */
  catalogue: string;
  /** The index of an id in each column. */
  indexById: Record<number, number>;
  /** Items that the feed lists come first; those that it no longer lists follow, for their own pages. */
  listedCount: number;
  details: {
    examine: string[];
    highVolume1h: (number | null)[];
    lowVolume1h: (number | null)[];
    highVolume24h: (number | null)[];
    lowVolume24h: (number | null)[];
  };
};

/** The newest market version, cached for a second; the last known one if the database cannot be reached. */
export const currentVersion = (deps: Pick<Deps, "db" | "cache">): Promise<number> =>
  deps.cache({
    key: "market:version",
    local: true,
    freshMs: 1_000,
    staleMs: 5_000,
    load: async () => {
      const [state] = await deps.db.select({ version: marketState.version }).from(marketState);
      return state?.version ?? 0;
    },
  });

/** The number grows with a change of `Market`'s fields, so that a new release never reads an older one's copy. */
const keyOf = (version: number): string => `fields-5:market:v${version}`;

/** All items with their newest prices. Loaded once per version, then served from memory. */
export async function loadMarket(deps: Deps): Promise<Market> {
  const version = await currentVersion(deps);
  return deps.cache({
    key: keyOf(version),
    family: "market",
    freshMs: 10 * MINUTE_MS,
    staleMs: MINUTE_MS,
    load: () => readMarket(deps, version),
  });
}

/**
 * The market as it was at a version, if a process loaded it in the last minutes: from memory or Redis, never from the
 * database, which has the newest state alone. Null for any other version.
 */
export async function findMarket(cache: CacheLookup, version: number): Promise<Market | null> {
  const found = await cache.find<Market>({ key: keyOf(version), family: "earlier market" });
  return found?.version === version ? found : null;
}

/** A full outer join of catalogue and prices: the feed prices ids that it does not map, and maps ids that it never prices. */
async function readMarket(deps: Deps, asked: number): Promise<Market> {
  const rows = await deps.db
    .select({
      // In the same statement, so that a version always names the same state, even if a tick comes in between.
      version: sql<number>`(select version from market_state)`.mapWith(Number).as("version"),
      id: sql<number>`coalesce(${items.id}, ${latestPrices.itemId})`.mapWith(Number).as("id"),
      unlistedAt: items.unlistedAt,
      name: items.name,
      examine: items.examine,
      members: items.members,
      icon: items.icon,
      limit: items.buyLimit,
      value: items.value,
      highalch: items.highAlch,
      lowalch: items.lowAlch,
      high: latestPrices.high,
      highAt: latestPrices.highAt,
      low: latestPrices.low,
      lowAt: latestPrices.lowAt,
      avgHigh5m: itemStats.avgHigh5m,
      avgLow5m: itemStats.avgLow5m,
      avgHigh1h: itemStats.avgHigh1h,
      avgLow1h: itemStats.avgLow1h,
      highVolume1h: itemStats.highVolume1h,
      lowVolume1h: itemStats.lowVolume1h,
      highVolume24h: itemStats.highVolume24h,
      lowVolume24h: itemStats.lowVolume24h,
      avg24h: itemStats.avg24h,
      mid24hAgo: itemStats.mid24hAgo,
      sparkline: itemStats.sparkline,
      usualHigh: usualVolumes.high,
      usualLow: usualVolumes.low,
    })
    .from(items)
    .fullJoin(latestPrices, sql`${latestPrices.itemId} = ${items.id}`)
    .leftJoin(itemStats, sql`${itemStats.itemId} = coalesce(${items.id}, ${latestPrices.itemId})`)
    .leftJoin(usualVolumes, sql`${usualVolumes.itemId} = coalesce(${items.id}, ${latestPrices.itemId})`)
    .orderBy(sql`${items.unlistedAt} is not null`, sql`lower(${items.name}) nulls last`, sql`id`);

  const columns: ItemColumns = toItemColumns(rows, deps.clock.now().getTime());
  const listedCount = rows.filter(({ unlistedAt }) => unlistedAt === null).length;
  return {
    version: rows[0]?.version ?? asked,
    catalogue: catalogueVersionOf(columns, listedCount),
    columns,
    listedCount,
    indexById: Object.fromEntries(columns.id.map((id, index) => [id, index])),
    details: {
      examine: rows.map((row) => row.examine ?? ""),
      highVolume1h: rows.map((row) => row.highVolume1h),
      lowVolume1h: rows.map((row) => row.lowVolume1h),
      highVolume24h: rows.map((row) => row.highVolume24h),
      lowVolume24h: rows.map((row) => row.lowVolume24h),
    },
  };
}

/** A hash of the columns that a browser keeps by this version. */
function catalogueVersionOf(columns: ItemColumns, count: number): string {
  const kept = catalogueFields.map((field) => [field, columns[field].slice(0, count)]);
  return createHash("sha256").update(JSON.stringify(kept)).digest("base64url").slice(0, 22);
}
