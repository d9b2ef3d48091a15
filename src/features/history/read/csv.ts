import type { PriceHistory } from "#features/history/contract.ts";
import { csvCell } from "#features/market/rules/csv-cell.ts";

export type CsvPart = { name: string; history: Pick<PriceHistory, "itemId" | "columns"> };

const HEADER = [
  "Item id",
  "Item",
  "Time (UTC)",
  "Average high (gp)",
  "Average low (gp)",
  "Bought instantly (units)",
  "Sold instantly (units)",
];
const LINE_END = "\r\n";

function* rowsOf({ name, history }: CsvPart): Generator<string> {
  const { at, avgHigh, avgLow, highVolume, lowVolume } = history.columns;
  const item = `${history.itemId},${csvCell(name)}`;
  for (const [index, atMs] of at.entries()) {
    const figures = [avgHigh[index], avgLow[index], highVolume[index], lowVolume[index]];
    yield `${item},${new Date(atMs).toISOString()},${figures.map((figure) => figure ?? "").join(",")}`;
  }
}

/**
 * Formats histories as CSV (RFC 4180), one row per bucket: unrounded numbers, bucket starts as ISO 8601 in UTC, an
 * unknown price as an empty cell. Buckets without trades are absent, as in the API's answers.
 */
export const toCsv = (parts: readonly CsvPart[]): string =>
  [HEADER.join(","), ...parts.flatMap((part) => [...rowsOf(part)]), ""].join(LINE_END);
