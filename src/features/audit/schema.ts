import { bigint, index, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";
import type { AuditDetail } from "./contract.ts";

/**
 * Append-only: a trigger refuses changes. Rows leave with the account they are about, by the foreign key that
 * drizzle/0005 makes; this schema does not name it, since the room of accounts lies beside this one.
 */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    at: timestamp("at", { withTimezone: true }).notNull(),
    userId: uuid("user_id"),
    /** Null where the account's owner did it. */
    actorId: uuid("actor_id"),
    action: text("action").notNull(),
    address: text("address"),
    userAgent: text("user_agent"),
    detail: jsonb("detail").$type<AuditDetail>().notNull().default({}),
  },
  (table) => [index("audit_log_user").on(table.userId, table.id.desc())],
);
