import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from "drizzle-orm/pg-core";

const units = (name: string) => bigint(name, { mode: "number" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });

/**
 * Average prices and volumes of one bucket of a period that is still open, the parent of monthly partitions (docs/adr/0003). Only its types
 * live here: drizzle cannot declare partitions, the migration does.
 */
export const itemPriceHistory = pgTable(
  "item_price_history",
  {
    itemId: integer("item_id").notNull(),
    /** Bucket length in seconds: 300, 3600, 21600 or 86400. */
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    avgHigh: units("avg_high"),
    avgLow: units("avg_low"),
    highVolume: units("high_volume").notNull(),
    lowVolume: units("low_volume").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.itemId, table.stepS, table.bucketAt] }),
    // The primary key serves one item's chart; this one serves a bucket or a day of all items.
    index("item_price_history_step_bucket_idx").on(table.stepS, table.bucketAt),
  ],
);

/**
 * One item's points of one closed period (a UTC day of 5m, a UTC month of the others), coded by codec.ts. Partitioned
 * by step, each step by month, so that a step's old months can go alone (docs/adr/0006).
 */
export const itemPriceSeries = pgTable(
  "item_price_series",
  {
    periodAt: at("period_at").notNull(),
    itemId: integer("item_id").notNull(),
    stepS: integer("step_s").notNull(),
    points: smallint("points").notNull(),
    data: bytea("data").notNull(),
  },
  (table) => [primaryKey({ columns: [table.itemId, table.stepS, table.periodAt] })],
);

/** The periods that are sealed: none of their points is a row, and what is written to them is merged. */
export const sealedPeriods = pgTable(
  "sealed_periods",
  {
    stepS: integer("step_s").notNull(),
    periodAt: at("period_at").notNull(),
    items: integer("items").notNull(),
    points: units("points").notNull(),
    /** The sum of the series' own checksums, each mixed with its item. */
    checksum: units("checksum").notNull(),
    sealedAt: at("sealed_at").notNull(),
    /** How often late points were merged. */
    reopened: integer("reopened").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.periodAt] })],
);

/** Every bucket ever stored or set aside: coverage is judged by its neighbours. */
export const priceBuckets = pgTable(
  "price_buckets",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    status: text("status", { enum: ["stored", "quarantined"] }).notNull(),
    itemCount: integer("item_count").notNull(),
    refusedCount: integer("refused_count").notNull().default(0),
    receivedAt: at("received_at").notNull(),
    /** Observed buckets (feed, import) are never replaced by what is rolled up from shorter ones. */
    origin: text("origin", { enum: ["feed", "rollup", "import"] })
      .notNull()
      .default("feed"),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets that should be there and are not; a row goes when its bucket comes. */
export const priceGaps = pgTable(
  "price_gaps",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    foundAt: at("found_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    triedAt: at("tried_at"),
    problem: text("problem"),
    /** Asked for so often, or so old, that nobody asks again. */
    unfillable: boolean("unfillable").notNull().default(false),
    /** Where the bucket itself cannot be had: up to which item (by id) its points were taken from item series. */
    seriesItemId: integer("series_item_id"),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets whose shorter ones changed: the roll-up job makes them anew. */
export const rollupsDue = pgTable(
  "rollups_due",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    since: at("since").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets that the nightly check found to differ from what their shorter ones make. */
export const historyDrift = pgTable(
  "history_drift",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    origin: text("origin", { enum: ["feed", "rollup", "import"] }).notNull(),
    /** Items that differ, are only in the roll-up, or only in what is stored. */
    differing: integer("differing").notNull(),
    missing: integer("missing").notNull(),
    extra: integer("extra").notNull(),
    worstItemId: integer("worst_item_id"),
    worstGp: units("worst_gp"),
    checkedAt: at("checked_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** What somebody must look at; one row a subject, counted when it happens again. */
export const historyAlerts = pgTable(
  "history_alerts",
  {
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    message: text("message").notNull(),
    raisedAt: at("raised_at").notNull(),
    lastAt: at("last_at").notNull(),
    times: integer("times").notNull().default(1),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subject] })],
);

/** Points that came too late to be kept, by reason. */
export const historyRefusals = pgTable(
  "history_refusals",
  {
    reason: text("reason").notNull(),
    stepS: integer("step_s").notNull(),
    points: units("points").notNull(),
    lastAt: at("last_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.reason, table.stepS] })],
);

/** What the game's makers did and when: marks on every chart. */
export const gameUpdates = pgTable(
  "game_updates",
  {
    id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
    at: at("at").notNull(),
    kind: text("kind", { enum: ["tax", "game"] }).notNull(),
    title: text("title").notNull(),
    url: text("url"),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [
    // The same thing is not told twice.
    unique("game_updates_at_title_unique").on(table.at, table.title),
  ],
);

/** How far an interrupted import of a file came; gone once it is through. */
export const historyImports = pgTable("history_imports", {
  /** Of the file's size, beginning and end. */
  fingerprint: text("fingerprint").primaryKey(),
  line: units("line").notNull(),
  step: text("step"),
  savedAt: at("saved_at").notNull(),
});

/** One row: how far the last backfill came, in buckets; null before the first. */
export const historyState = pgTable(
  "history_state",
  {
    one: boolean("one").primaryKey().default(true),
    backfillDone: integer("backfill_done"),
    backfillTotal: integer("backfill_total"),
  },
  (table) => [check("history_state_one_row", sql`${table.one}`)],
);
