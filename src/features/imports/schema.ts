import {
  bigint,
  boolean,
  customType,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import type { FoundFile, ImportState, ImportSummary } from "./contract.ts";
import type { ColumnMapping } from "./rules/columns.ts";

const amount = (name: string) => bigint(name, { mode: "number" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });

/** What the trader has answered about a file. */
export type ImportOptions = {
  timeZone?: string;
  characterId?: string;
  /** By the name in the file, in small letters. */
  characters?: Record<string, string>;
};

/** A file that a trader has sent, and what became of it. */
export const imports = pgTable(
  "imports",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    state: text("state").$type<ImportState>().notNull(),
    createdAt: at("created_at").notNull(),
    changedAt: at("changed_at").notNull(),
    sizeBytes: amount("size_bytes").notNull(),
    receivedBytes: amount("received_bytes").notNull().default(0),
    readBytes: amount("read_bytes").notNull().default(0),
    rows: amount("rows").notNull().default(0),
    files: jsonb("files").$type<FoundFile[]>().notNull(),
    options: jsonb("options").$type<ImportOptions>().notNull(),
    summary: jsonb("summary").$type<ImportSummary>(),
    problem: text("problem"),
    committedAt: at("committed_at"),
    committedTrades: amount("committed_trades").notNull().default(0),
  },
  (table) => [
    index("imports_user_idx").on(table.userId, table.createdAt),
    index("imports_changed_idx").on(table.changedAt),
  ],
);

/** The bytes of a file until it is committed, undone or given up. Rows are written once and read by their offset. */
export const importChunks = pgTable(
  "import_chunks",
  {
    importId: uuid("import_id").notNull(),
    offset: amount("offset_bytes").notNull(),
    bytes: bytes("bytes").notNull(),
  },
  (table) => [primaryKey({ columns: [table.importId, table.offset] })],
);

/** How a trader mapped the columns of a header. */
export const importMappings = pgTable(
  "import_mappings",
  {
    userId: uuid("user_id").notNull(),
    /** See `headerKey` in rules/columns.ts. */
    header: text("header").notNull(),
    mapping: jsonb("mapping").$type<ColumnMapping>().notNull(),
    changedAt: at("changed_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.header] })],
);

/**
 * The rows of a file before they are trades. Always empty itself: each import has a table of its own like it, so that
 * dropping millions of rows costs nothing (stage/staging-table.ts).
 */
export const importRows = pgTable(
  "import_rows",
  {
    seq: amount("seq").primaryKey(),
    /** `new`, `known`, `repeated` or `unmatched`. */
    status: text("status").notNull(),
    /** Index in the import's `files`. */
    file: integer("file").notNull(),
    line: amount("line").notNull(),
    at: at("at"),
    character: text("character"),
    /** Null: the character is made with the commit. */
    characterId: uuid("character_id"),
    itemId: integer("item_id"),
    side: text("side"),
    quantity: amount("quantity"),
    gross: amount("gross"),
    unitPrice: amount("unit_price"),
    tax: amount("tax"),
    isExact: boolean("is_exact"),
    source: text("source").notNull(),
    origin: text("origin"),
    /** Of a known trade: the one of the ledger. */
    matchId: uuid("match_id"),
    reason: text("reason"),
    text: text("text"),
  },
  (table) => [index("import_rows_status_idx").on(table.status, table.seq)],
);
