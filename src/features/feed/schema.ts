import { sql } from "drizzle-orm";
import { boolean, check, integer, jsonb, pgTable, text, timestamp } from "drizzle-orm/pg-core";
import { feedSources } from "./contract.ts";

const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One row: origin and path of the feed whose prices this database holds, so that two feeds never mix. */
export const feedState = pgTable(
  "feed_state",
  {
    one: boolean("one").primaryKey().default(true),
    url: text("url"),
    source: text("source", { enum: feedSources }),
  },
  (table) => [check("feed_state_one_row", sql`${table.one}`)],
);

/** The state of polling: one row per endpoint (mapping, latest, 5m, 1h, 24h). */
export const feedEndpoints = pgTable("feed_endpoints", {
  endpoint: text("endpoint").primaryKey(),
  etag: text("etag"),
  polledAt: at("polled_at"),
  succeededAt: at("succeeded_at"),
  failures: integer("failures").notNull().default(0),
  problem: text("problem"),
  /** Refused rows of the newest response, by reason. */
  refused: jsonb("refused").$type<Record<string, number>>(),
});
