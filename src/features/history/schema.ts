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
 * Rows of open periods: one item's average prices and volumes of one bucket. Partitioned by month (docs/adr/0003).
 * Drizzle cannot declare partitions, so the migration does; this declaration only provides types.
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
    // The primary key serves one item's chart, this index a bucket or a day of all items.
    index("item_price_history_step_bucket_idx").on(table.stepS, table.bucketAt),
  ],
);

/**
 * Series of sealed periods: one item's points of a UTC day of 5m or a UTC month of a longer step, encoded by
 * codec/series-codec.ts. Partitioned by step, then by month, so that each step has its own retention (docs/adr/0006).
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

/** Sealed periods: all their points are in series, none in rows. Later writes are merged into the series. */
export const sealedPeriods = pgTable(
  "sealed_periods",
  {
    stepS: integer("step_s").notNull(),
    periodAt: at("period_at").notNull(),
    items: integer("items").notNull(),
    points: units("points").notNull(),
    /** The sum of the series' checksums, each mixed with its item id. */
    checksum: units("checksum").notNull(),
    sealedAt: at("sealed_at").notNull(),
    /** How often late points changed the period. */
    reopened: integer("reopened").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.periodAt] })],
);

/** All buckets that were stored or quarantined. Coverage is checked against the item counts of neighbours. */
export const priceBuckets = pgTable(
  "price_buckets",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    status: text("status", { enum: ["stored", "quarantined"] }).notNull(),
    itemCount: integer("item_count").notNull(),
    refusedCount: integer("refused_count").notNull().default(0),
    receivedAt: at("received_at").notNull(),
    /** Observed buckets (feed, import) are never replaced by roll-ups. */
    origin: text("origin", { enum: ["feed", "rollup", "import"] })
      .notNull()
      .default("feed"),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets that should be stored and are not. A row is deleted when its bucket is stored. */
export const priceGaps = pgTable(
  "price_gaps",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    foundAt: at("found_at").notNull(),
    attempts: integer("attempts").notNull().default(0),
    triedAt: at("tried_at"),
    problem: text("problem"),
    /** No longer requested: all attempts failed, or the items' series did not fill the gap. */
    unfillable: boolean("unfillable").notNull().default(false),
    /** Set while the gap is filled from item series: the last item id whose series was requested. */
    seriesItemId: integer("series_item_id"),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets whose shorter buckets changed: the roll-up job recomputes them. */
export const rollupsDue = pgTable(
  "rollups_due",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    since: at("since").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Buckets that differ from their recomputation from shorter buckets, as the nightly check found. */
export const historyDrift = pgTable(
  "history_drift",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    origin: text("origin", { enum: ["feed", "rollup", "import"] }).notNull(),
    /** Items that differ, that only the roll-up has (`missing`), that only the stored bucket has (`extra`). */
    differing: integer("differing").notNull(),
    missing: integer("missing").notNull(),
    extra: integer("extra").notNull(),
    worstItemId: integer("worst_item_id"),
    worstGp: units("worst_gp"),
    checkedAt: at("checked_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);

/** Alerts for operators: one row per kind and subject, which counts repetitions. `closed_at`: when its cause was gone. */
export const historyAlerts = pgTable(
  "history_alerts",
  {
    kind: text("kind").notNull(),
    subject: text("subject").notNull(),
    message: text("message").notNull(),
    raisedAt: at("raised_at").notNull(),
    lastAt: at("last_at").notNull(),
    times: integer("times").notNull().default(1),
    closedAt: at("closed_at"),
  },
  (table) => [primaryKey({ columns: [table.kind, table.subject] })],
);

/** Counts of points that came too late to be stored, by reason. */
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

/** Game updates, which every chart marks. */
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
    // Prevents entering the same update twice.
    unique("game_updates_at_title_unique").on(table.at, table.title),
  ],
);

/** Checkpoints of interrupted imports. A row is deleted when its import completes. */
export const historyImports = pgTable("history_imports", {
  /** SHA-256 of the file's size, step, beginning and end. */
  fingerprint: text("fingerprint").primaryKey(),
  line: units("line").notNull(),
  step: text("step"),
  savedAt: at("saved_at").notNull(),
});

/** One row: the progress of the last backfill in buckets; null before the first. */
export const historyState = pgTable(
  "history_state",
  {
    one: boolean("one").primaryKey().default(true),
    backfillDone: integer("backfill_done"),
    backfillTotal: integer("backfill_total"),
  },
  (table) => [check("history_state_one_row", sql`${table.one}`)],
);
