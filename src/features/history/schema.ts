import { bigint, index, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const units = (name: string) => bigint(name, { mode: "number" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/**
 * Average prices and volumes of one bucket, the parent of monthly partitions (docs/adr/0003). Only its types
 * live here: drizzle cannot declare partitions, the migration does.
 */
export const itemPriceHistory = pgTable(
  "item_price_history",
  {
    itemId: integer("item_id").notNull(),
    /** Bucket length in seconds: 300, 3600 or 86400. */
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

/** Every bucket ever fetched: coverage is judged by its neighbours, and backfill resumes from what is absent. */
export const priceBuckets = pgTable(
  "price_buckets",
  {
    stepS: integer("step_s").notNull(),
    bucketAt: at("bucket_at").notNull(),
    status: text("status", { enum: ["stored", "quarantined", "empty"] }).notNull(),
    itemCount: integer("item_count").notNull(),
    refusedCount: integer("refused_count").notNull().default(0),
    receivedAt: at("received_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.stepS, table.bucketAt] })],
);
