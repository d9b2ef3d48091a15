import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AuditDetail } from "./contract.ts";

/**
 * Append-only: a trigger rejects updates. A foreign key from drizzle/0005 deletes the rows of a deleted account; this
 * schema leaves it out, because audit may not import the schema of accounts.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    userId: uuid("user_id"),
    /** The user who acted; null if it was the account's owner. */
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    ip: text("address"),
    userAgent: text("user_agent"),
    detail: jsonb("detail").$type<AuditDetail>().notNull().default({}),
  },
  (table) => [index("audit_log_user").on(table.userId, table.id.desc())],
);
