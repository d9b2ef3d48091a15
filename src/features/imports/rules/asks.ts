import type { FoundFile } from "#features/imports/contract.ts";

type Asked = "timeZone" | "columns";

/**
 * What the trader has to say before the files can be read: the zone of clock times, and the columns of a table that is no
 * known log.
 */
export function asksOf(files: readonly FoundFile[], timeZone: string | null): Asked[] {
  const read = files.filter(({ problem }) => problem === null);
  const asks: Asked[] = [];
  if (read.some(({ format, isMapped }) => format === "table" && !isMapped)) asks.push("columns");
  if (timeZone === null && read.some(({ hasLocalTimes }) => hasLocalTimes)) asks.push("timeZone");
  return asks;
}
