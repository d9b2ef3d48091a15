import { z } from "zod";
import { itemIdSchema } from "#features/market/contract.ts";
import { timeZoneName } from "#features/trades/characters/contract.ts";
import { logFormats } from "#features/trades/rules/logs/recognise.ts";
import { columnRoles } from "./rules/columns.ts";
import { MAX_FILE_BYTES, sizeText } from "./rules/sizes.ts";

const count = z.number().int().nonnegative();
const gp = z.number().int();

/**
 * `uploading` bytes arrive · `reading` a worker reads the file · `asking` it needs an answer · `ready` to be looked at
 * and committed · `committing`, `committed`, `undoing`, `undone` · `failed` it was refused, see `problem`.
 */
export const importStates = [
  "uploading",
  "reading",
  "asking",
  "ready",
  "committing",
  "committed",
  "undoing",
  "undone",
  "failed",
] as const;
export type ImportState = (typeof importStates)[number];

const column = z.number().int().min(0).max(199);
export const columnMapping = z.strictObject({
  columns: z.partialRecord(z.enum(columnRoles), column),
  isDayFirst: z.boolean(),
  isAfterTax: z.boolean(),
});

/** A file of an upload: itself, or one in its zip. `problem`: why it is left out. */
export const foundFile = z.object({
  name: z.string(),
  format: z.enum(logFormats).nullable(),
  problem: z.string().nullable(),
  header: z.array(z.string()).nullable().describe("of a table whose columns the trader maps"),
  sample: z.array(z.array(z.string())).describe("its first rows"),
  mapping: columnMapping.nullable().describe("as it was chosen, remembered or proposed"),
  isMapped: z.boolean().describe("false: the mapping is a proposal that the trader has not confirmed"),
  hasLocalTimes: z.boolean().describe("its times are of a clock whose zone the file does not name"),
});
export type FoundFile = z.infer<typeof foundFile>;

/** A character as the file names it; null: the file names none. `characterId` null: it is made with the commit. */
export const namedCharacter = z.object({
  name: z.string().nullable(),
  trades: count,
  characterId: z.string().nullable(),
});

export const importSummary = z.object({
  new: count,
  known: count.describe("trades that the ledger has already, also from another source"),
  repeated: count.describe("trades that the file has more than once"),
  unmatched: count.describe("lines that are no trade, each with its reason"),
  ambiguousTimes: count.describe(
    "clock times that came twice when the clocks went back: the earlier one is taken",
  ),
  skippedTimes: count.describe("clock times that did not exist when the clocks went forward: unmatched"),
  firstAt: z.number().int().nullable(),
  lastAt: z.number().int().nullable(),
  characters: z.array(namedCharacter),
});
export type ImportSummary = z.infer<typeof importSummary>;

export const importView = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(importStates),
  createdAt: z.number().int(),
  sizeBytes: count,
  receivedBytes: count,
  readBytes: count.describe("of sizeBytes"),
  rows: count.describe("read, or written to the ledger while it commits"),
  files: z.array(foundFile),
  asks: z.array(z.enum(["timeZone", "columns"])),
  timeZone: z.string().nullable(),
  characterId: z.string().nullable().describe("of trades that name none; null: the first one"),
  summary: importSummary.nullable(),
  committedTrades: count,
  problem: z.string().nullable(),
});
export type ImportView = z.infer<typeof importView>;

/** `allowed` null: no limit. `used`: trades imported this month. */
export const importAllowance = z.object({ allowed: count.nullable(), used: count });
export const importList = z.object({ imports: z.array(importView), allowance: importAllowance });
export type ImportList = z.infer<typeof importList>;

export const createImportInput = z.strictObject({
  name: z.string().trim().min(1).max(200),
  sizeBytes: z
    .number()
    .int()
    .min(1, "The file is empty")
    .max(
      MAX_FILE_BYTES,
      `A file may have at most ${sizeText(MAX_FILE_BYTES)}: split it, or pack it with gzip or zip`,
    ),
});
export type CreateImportInput = z.infer<typeof createImportInput>;

export const importIdInput = z.strictObject({ id: z.uuid() });
export type ImportIdInput = z.infer<typeof importIdInput>;

/** Answers what the file leaves open; it is read again. Absent: as before. */
export const configureImportInput = z.strictObject({
  id: z.uuid(),
  timeZone: timeZoneName.optional(),
  characterId: z.uuid().optional(),
  characters: z
    .array(z.strictObject({ name: z.string().max(64), characterId: z.uuid() }))
    .max(50)
    .optional(),
  mappings: z
    .array(z.strictObject({ header: z.array(z.string().max(200)).min(1).max(200), mapping: columnMapping }))
    .max(20)
    .optional(),
});
export type ConfigureImportInput = z.infer<typeof configureImportInput>;

export const rowStatuses = ["new", "known", "repeated", "unmatched"] as const;

export const listRowsInput = z.strictObject({
  id: z.uuid(),
  status: z.enum(rowStatuses),
  cursor: count.optional().describe("`nextCursor` of the page before"),
  limit: z.number().int().min(1).max(200).default(50),
});
export type ListRowsInput = z.infer<typeof listRowsInput>;

const tradeFacts = {
  at: z.number().int().nullable(),
  itemId: itemIdSchema.nullable(),
  itemName: z.string().nullable(),
  side: z.enum(["buy", "sell"]).nullable(),
  quantity: gp.nullable(),
  gross: gp.nullable(),
};
/** `match`: the trade of the ledger that it is the same as. `reason` and `text`: of an unmatched line. */
export const importRow = z.object({
  seq: count,
  file: z.string(),
  line: count,
  ...tradeFacts,
  tax: gp.nullable(),
  character: z.string().nullable(),
  source: z.string(),
  isExact: z.boolean(),
  reason: z.string().nullable(),
  text: z.string().nullable(),
  match: z.object({ ...tradeFacts, id: z.string(), source: z.string() }).nullable(),
});
export type ImportRow = z.infer<typeof importRow>;
export const rowPage = z.object({ rows: z.array(importRow), nextCursor: count.nullable() });
export type RowPage = z.infer<typeof rowPage>;

/** New trades by item, those with most coins first. */
export const importItems = z.object({
  items: z.array(
    z.object({
      itemId: itemIdSchema,
      itemName: z.string(),
      trades: count,
      bought: gp,
      spent: gp,
      sold: gp,
      received: gp.describe("before tax"),
    }),
  ),
  more: count.describe("items that are left out"),
});
export type ImportItems = z.infer<typeof importItems>;
