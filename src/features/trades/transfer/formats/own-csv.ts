import { csvCell } from "#features/market/rules/csv-cell.ts";
import { OWN_COLUMNS } from "#features/trades/rules/logs/own-file.ts";
import { isoTime } from "./named-entry.ts";
import type { NamedEntry } from "./named-entry.ts";

type Column = [name: string, cell: (entry: NamedEntry) => string | number | null];

const COLUMNS: readonly Column[] = [
  [OWN_COLUMNS.time, ({ atMs }) => isoTime(atMs)],
  [OWN_COLUMNS.character, ({ character }) => csvCell(character)],
  [OWN_COLUMNS.kind, ({ kind }) => kind],
  [OWN_COLUMNS.itemId, ({ itemId }) => itemId],
  ["Item", ({ item }) => csvCell(item)],
  [OWN_COLUMNS.quantity, ({ quantity }) => quantity],
  [OWN_COLUMNS.gross, ({ gross }) => gross],
  ["Unit price (gp)", ({ unitPrice }) => unitPrice],
  ["Tax (gp)", ({ tax }) => tax],
  [OWN_COLUMNS.isExact, ({ isExact }) => (isExact ? "yes" : "no")],
  ["Cost (gp)", ({ cost }) => cost],
  ["Profit (gp)", ({ profit }) => profit],
  ["Without cost basis (gp)", ({ unexplained }) => unexplained],
  ["Units without purchase", ({ missing }) => missing],
  ["Bought (UTC)", ({ boughtAtMs }) => (boughtAtMs === null ? null : isoTime(boughtAtMs))],
  ["To character", ({ toCharacter }) => (toCharacter === null ? null : csvCell(toCharacter))],
  ["Fee (gp)", ({ fee }) => fee],
  ["Weight", ({ weight }) => weight],
  ["Source", ({ source }) => csvCell(source)],
  ["Note", ({ note }) => (note === null ? null : csvCell(note))],
  [OWN_COLUMNS.id, ({ id }) => id],
  ["Conversion", ({ groupId }) => groupId],
];

export const ownCsvHeader = `${COLUMNS.map(([name]) => name).join(",")}\r\n`;

/** Rows of the CSV file (RFC 4180): numbers whole, times in UTC, an unknown value as an empty cell. */
export const ownCsvRows = (entries: readonly NamedEntry[]): string =>
  entries.map((entry) => `${COLUMNS.map(([, cell]) => cell(entry) ?? "").join(",")}\r\n`).join("");
