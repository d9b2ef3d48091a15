import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  integer,
  pgTable,
  smallint,
  text,
  timestamp,
  unique,
  uuid,
} from "drizzle-orm/pg-core";

const gp = (name: string) => bigint(name, { mode: "number" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** The catalogue, from `/mapping`. Absent limits and alch values are unknown (null). */
export const items = pgTable("items", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  examine: text("examine").notNull(),
  members: boolean("members").notNull(),
  icon: text("icon").notNull(),
  buyLimit: gp("buy_limit"),
  value: gp("value"),
  lowAlch: gp("low_alch"),
  highAlch: gp("high_alch"),
  updatedAt: at("updated_at").notNull(),
  /** Since when the feed's catalogue leaves the item out; null while it is listed. */
  unlistedAt: at("unlisted_at"),
});

/** The last valid trade of each side, from `/latest`. No foreign key, because the feed prices items that it does not map. */
export const latestPrices = pgTable("latest_prices", {
  itemId: integer("item_id").primaryKey(),
  high: gp("high"),
  highAt: at("high_at"),
  low: gp("low"),
  lowAt: at("low_at"),
  seenAt: at("seen_at").notNull(),
});

/**
 * The last distinct trades of each side that `/latest` reported, newest first, at most 20: prices in gp and epoch seconds.
 * One row an item, so that a tick rewrites what changed and nothing has to be swept.
 */
export const recentTrades = pgTable("recent_trades", {
  itemId: integer("item_id").primaryKey(),
  high: gp("high").array().notNull(),
  highS: integer("high_s").array().notNull(),
  low: gp("low").array().notNull(),
  lowS: integer("low_s").array().notNull(),
});

/** Figures that the market list shows beside the latest prices, recomputed when a bucket closes. */
export const itemStats = pgTable("item_stats", {
  itemId: integer("item_id").primaryKey(),
  avgHigh5m: gp("avg_high_5m"),
  avgLow5m: gp("avg_low_5m"),
  avgHigh1h: gp("avg_high_1h"),
  avgLow1h: gp("avg_low_1h"),
  highVolume1h: gp("high_volume_1h"),
  lowVolume1h: gp("low_volume_1h"),
  highVolume24h: gp("high_volume_24h"),
  lowVolume24h: gp("low_volume_24h"),
  avg24h: gp("avg_24h"),
  mid24hAgo: gp("mid_24h_ago"),
  sparkline: text("sparkline"),
});

/** Units that the current hour of the week usually sees by side: the median of the last weeks. Empty while unknown. */
export const usualVolumes = pgTable("usual_volumes", {
  itemId: integer("item_id").primaryKey(),
  high: gp("high").notNull(),
  low: gp("low").notNull(),
});

/** One row. `version` grows with each change of a shown value, in the same transaction (bump-version.ts). */
export const marketState = pgTable(
  "market_state",
  {
    one: boolean("one").primaryKey().default(true),
    version: gp("version").notNull().default(0),
    changedAt: at("changed_at"),
    /** The hour that `usual_volumes` are for, and of how many weeks. */
    usualHourAt: at("usual_hour_at"),
    usualWeeks: smallint("usual_weeks").notNull().default(0),
  },
  (table) => [check("market_state_one_row", sql`${table.one}`)],
);

/** The view that a user left the market list with, as the query of its address. No row: the default view. */
export const lastViews = pgTable("last_views", {
  userId: uuid("user_id").primaryKey(),
  view: text("view").notNull(),
  changedAt: at("changed_at").notNull(),
});

/** Views of the market list that users named. */
export const namedViews = pgTable(
  "named_views",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    view: text("view").notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [unique("named_views_user_name").on(table.userId, table.name)],
);

/** A watchlist of a user. `item_ids` is in the owner's order; `share_token` is that of its read-only link. */
export const watchlists = pgTable(
  "watchlists",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    /** The place among the lists of the user, from 0. */
    position: smallint("position").notNull(),
    itemIds: integer("item_ids").array().notNull(),
    shareToken: text("share_token").unique("watchlists_share_token"),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [unique("watchlists_user_name").on(table.userId, table.name)],
);
