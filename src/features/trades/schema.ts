import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";

const gp = (name: string) => bigint(name, { mode: "number" });
const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** One row a trader. Whoever changes the trader's ledger locks it first, so that changes follow one another. */
export const ledgers = pgTable("ledgers", {
  userId: uuid("user_id").primaryKey(),
  /** `fifo` or `average` (rules/ledger/holding.ts). */
  method: text("method").notNull().default("fifo"),
  /** The IANA name of the trader's time zone; null until a page has said it. */
  timeZone: text("time_zone"),
  /** Grows with each change of the ledger, in the same transaction. */
  version: gp("version").notNull().default(0),
  /** Rows of the ledger. */
  trades: gp("trades").notNull().default(0),
});

/** The OSRS characters of a trader. The name is unique for the trader whatever its case. */
export const characters = pgTable(
  "characters",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    name: text("name").notNull(),
    createdAt: at("created_at").notNull(),
    /** gp in the character's buy offers as the trader entered it, and when; both null: not entered. */
    offerCoins: gp("offer_coins"),
    offerCoinsAt: at("offer_coins_at"),
  },
  (table) => [uniqueIndex("characters_user_name").on(table.userId, sql`lower(${table.name})`)],
);

/**
 * What happened to a trader's goods: the source of truth of the ledger. One row an event, but one a leg of a conversion.
 * Partitioned by month of `at`. Drizzle cannot declare partitions, so the migration does; this declaration only provides
 * types.
 */
export const userTransactions = pgTable(
  "user_transactions",
  {
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    userId: uuid("user_id").notNull(),
    characterId: uuid("character_id").notNull(),
    itemId: integer("item_id").notNull(),
    /** `buy`, `sell`, `gain`, `withdrawal`, `transfer`; a conversion's legs are `input` and `output`. */
    kind: text("kind").notNull(),
    quantity: gp("quantity").notNull(),
    /** gp for all units before tax; of a conversion: what it pays out, on its first input. */
    gross: gp("gross").notNull(),
    /** The unit price, gp, where the source has one; null: it has a total. */
    unitPrice: gp("unit_price"),
    /** gp that the Grand Exchange kept of a sale. */
    tax: gp("tax").notNull(),
    /** False: the coins follow from a rounded unit price or a guess, so they may be a few gp off. */
    isExact: boolean("is_exact").notNull(),
    /** Where it comes from: `hand`, or the format of a log. */
    source: text("source").notNull(),
    /** The import that brought it. */
    importId: uuid("import_id"),
    /** The id that its source gives it. */
    origin: text("origin"),
    note: text("note"),
    /** The conversion that a leg belongs to. */
    groupId: uuid("group_id"),
    /** Of an output: its share of the cost among the outputs. */
    weight: gp("weight"),
    /** Of a conversion's first input: coins that the conversion costs. */
    fee: gp("fee"),
    toCharacterId: uuid("to_character_id"),
    /** A purchase and a sale that were entered as one flip. */
    pairId: uuid("pair_id"),
  },
  (table) => [
    primaryKey({ columns: [table.id, table.at] }),
    // Newest first, and the order in which a whole ledger is computed.
    index("user_transactions_user_at_idx").on(table.userId, table.at, table.id),
    // One item of a trader; what a change of it computes again.
    index("user_transactions_item_idx").on(table.userId, table.itemId, table.at),
    index("user_transactions_import_idx")
      .on(table.importId)
      .where(sql`${table.importId} is not null`),
    // What connects items and characters with each other.
    index("user_transactions_links_idx")
      .on(table.userId, table.at)
      .where(sql`${table.kind} in ('transfer', 'input', 'output')`),
  ],
);

/**
 * What is held: by FIFO the lots that are not used up, by average cost one row of known and one of unknown cost. Derived
 * from `user_transactions`.
 */
export const openLots = pgTable(
  "open_lots",
  {
    userId: uuid("user_id").notNull(),
    characterId: uuid("character_id").notNull(),
    itemId: integer("item_id").notNull(),
    /** The order in which lots are used, lowest first. */
    position: gp("position").notNull(),
    /** The event that opened the lot, with `:n` for its further lots; null by average cost. */
    lotId: text("lot_id"),
    boughtAt: at("bought_at"),
    /** Units of the lot when it was opened, and gp for all of them; null: unknown. */
    units: gp("units").notNull(),
    cost: gp("cost"),
    /** Units taken from it since. */
    taken: gp("taken").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.itemId, table.characterId, table.position] })],
);

/**
 * What each event that takes goods means: a sale, a withdrawal, a transfer or a conversion. Derived from
 * `user_transactions` (rules/ledger/replay.ts). Apart from them, so that a computation replaces rows without touching
 * trades.
 */
export const flips = pgTable(
  "flips",
  {
    userId: uuid("user_id").notNull(),
    /** The id of the transaction; of a conversion: of its group. */
    id: uuid("id").notNull(),
    at: at("at").notNull(),
    characterId: uuid("character_id").notNull(),
    /** Of a conversion: its first input. */
    itemId: integer("item_id").notNull(),
    /** `sell`, `withdrawal`, `transfer` or `conversion`. */
    kind: text("kind").notNull(),
    quantity: gp("quantity").notNull(),
    gross: gp("gross").notNull(),
    tax: gp("tax").notNull(),
    /** gp that the taken units of known cost have cost; null: none of them has a known cost. */
    cost: gp("cost"),
    /** Units among `quantity` whose cost is known. */
    knownUnits: gp("known_units").notNull(),
    profit: gp("profit"),
    unexplained: gp("unexplained").notNull(),
    absorbed: gp("absorbed").notNull(),
    /** Units that nobody held: a purchase is missing in the ledger. */
    missing: gp("missing").notNull(),
    /** When the taken units were bought, weighted by units; null: unknown. */
    boughtAt: at("bought_at"),
    source: text("source").notNull(),
    isExact: boolean("is_exact").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.at, table.id] }),
    index("flips_item_idx").on(table.userId, table.itemId, table.at, table.id),
    index("flips_profit_idx")
      .on(table.userId, table.profit, table.id)
      .where(sql`${table.profit} is not null`),
    index("flips_missing_idx")
      .on(table.userId, table.at)
      .where(sql`${table.missing} > 0`),
  ],
);

/** Sums of a trader's flips by hour (UTC), so that profit over years is read from few rows. Derived from `flips`. */
export const profitHours = pgTable(
  "profit_hours",
  {
    userId: uuid("user_id").notNull(),
    hourAt: at("hour_at").notNull(),
    characterId: uuid("character_id").notNull(),
    /** Flips with a known profit, and those of them with one above 0. */
    flips: integer("flips").notNull(),
    wins: integer("wins").notNull(),
    profit: gp("profit").notNull(),
    /** gp paid for the units that were sold with a known cost. */
    cost: gp("cost").notNull(),
    gross: gp("gross").notNull(),
    tax: gp("tax").notNull(),
    unexplained: gp("unexplained").notNull(),
    absorbed: gp("absorbed").notNull(),
    /** All flips of the hour, with those that have no known profit. */
    rows: integer("rows").notNull(),
    /** With the flips that neither earn nor lose coins, and a hash of all of them (store/hour-sums.ts). */
    stored: integer("stored").notNull().default(0),
    hash: gp("hash").notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hourAt, table.characterId] })],
);

/** Changes that the trader can take back: the rows that went, and those that came. */
export const ledgerChanges = pgTable(
  "ledger_changes",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id").notNull(),
    at: at("at").notNull(),
    removed: jsonb("removed").notNull(),
    added: jsonb("added").notNull(),
  },
  (table) => [index("ledger_changes_user_idx").on(table.userId), index("ledger_changes_at_idx").on(table.at)],
);

/** Proposals to repair a gap that the trader does not want to see again. */
export const dismissedGaps = pgTable(
  "dismissed_gaps",
  {
    userId: uuid("user_id").notNull(),
    /** `buy:<flip id>` or `sell:<lot id>` (rules/gaps.ts). */
    gap: text("gap").notNull(),
    at: at("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.gap] })],
);
