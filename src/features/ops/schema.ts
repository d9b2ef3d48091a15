import { bigint, pgTable, text, timestamp } from "drizzle-orm/pg-core";

/** Who does what only one process may do at a time; written by platform/db/lease.ts. */
export const leases = pgTable("leases", {
  name: text("name").primaryKey(),
  /** Names the process: it is part of the application names of its connections. */
  holder: text("holder").notNull(),
  /** Grows with each holder, so that a transaction of an earlier one is recognized. */
  fence: bigint("fence", { mode: "number" }).notNull(),
  heartbeatAt: timestamp("heartbeat_at", { withTimezone: true }).notNull(),
});
