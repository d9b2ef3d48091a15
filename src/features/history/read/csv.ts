import type { PriceHistory } from "#features/history/contract.ts";

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

/** Quoted where it must be; a leading sign that a spreadsheet would take for a formula is made text. */
function cell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

function* linesOf({ name, history }: CsvPart): Generator<string> {
  const { at, avgHigh, avgLow, highVolume, lowVolume } = history.columns;
  const item = `${history.itemId},${cell(name)}`;
  for (const [index, atMs] of at.entries()) {
    const figures = [avgHigh[index], avgLow[index], highVolume[index], lowVolume[index]];
    yield `${item},${new Date(atMs).toISOString()},${figures.map((figure) => figure ?? "").join(",")}`;
  }
}

/**
 * Histories as CSV (RFC 4180), a line a bucket: all digits, bucket starts as ISO times in UTC, an unknown price as
 * an empty cell. Buckets nobody traded in are absent, as in the answers they come from.
 */
export const toCsv = (parts: readonly CsvPart[]): string =>
  [HEADER.join(","), ...parts.flatMap((part) => [...linesOf(part)]), ""].join(LINE_END);
