import { OWN_JSON } from "./own-file.ts";

/** The logs that can be read without help; `table` is any other table with a header, whose columns the trader maps. */
export const logFormats = [
  "runelite",
  "exchange-logger",
  "flipping-utilities",
  "flipping-utilities-csv",
  "copilot-transactions",
  "copilot-flips",
  "ge-metrics",
  "ge-metrics-csv",
  "table",
] as const;
export type LogFormat = (typeof logFormats)[number];

/** The columns by which a table is known, whatever its other columns and their order are. */
const TABLES: readonly { format: LogFormat; columns: readonly string[] }[] = [
  { format: "ge-metrics-csv", columns: ["time (utc)", "kind", "item id", "gross (gp)", "trade id"] },
  { format: "copilot-transactions", columns: ["timestamp", "side", "item", "quantity", "paid/received"] },
  { format: "copilot-flips", columns: ["first buy time", "item", "bought", "sold", "avg. buy price"] },
  { format: "flipping-utilities-csv", columns: ["name", "date", "quantity", "price", "state"] },
];

const EXCHANGE_LINE =
  /^\d{4}-\d{2}-\d{2}(?:[ ,]+)\d{2}:\d{2}:\d{2}(?:,\s*| state: )(?:BUY|SELL|BOUGHT|SOLD|CANCELLED_|EMPTY)/;

/** What separates the columns of a line; null if it has only one. */
export const delimiterOf = (line: string): string | null =>
  [",", ";", "\t"].find((each) => line.includes(each)) ?? null;

/** The names of a header's columns, in small letters; null if the line is no header of two columns or more. */
function headerOf(line: string): string[] | null {
  const delimiter = delimiterOf(line);
  if (delimiter === null) return null;
  const names = line.split(delimiter).map((name) =>
    name
      .trim()
      .replace(/^"(.*)"$/, "$1")
      .toLowerCase(),
  );
  return names.length > 1 && names.every((name) => /\p{Letter}/u.test(name)) ? names : null;
}

/** JSON may be cut off at the end of `head`, so it is known by its first keys. */
function recogniseJson(head: string): LogFormat | null {
  const has = (...keys: string[]) => keys.every((key) => new RegExp(`"${key}"\\s*:`).test(head));
  if (head.includes(`"${OWN_JSON}"`)) return "ge-metrics";
  if (has("state", "slot", "worth")) return "exchange-logger";
  if (has("sO") || has("trades") || has("lastOffers")) return "flipping-utilities";
  if (has("b", "i", "q", "p", "t") || has("buy", "itemId", "quantity", "price", "time")) return "runelite";
  return null;
}

/**
 * Tells by the start of a file (some KB of text, without a byte order mark) which log it is. Its name plays no part.
 * Lines that start with # are comments. Null: neither a known log nor a table.
 */
export function recogniseLog(head: string): LogFormat | null {
  const first = head
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .find((line) => line !== "" && !line.startsWith("#"));
  if (first === undefined) return null;
  if (first.startsWith("{") || first.startsWith("[")) return recogniseJson(head);
  if (EXCHANGE_LINE.test(first)) return "exchange-logger";
  const header = headerOf(first);
  if (header === null) return null;
  return TABLES.find(({ columns }) => columns.every((name) => header.includes(name)))?.format ?? "table";
}
