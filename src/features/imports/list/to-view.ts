import type { ImportView } from "#features/imports/contract.ts";
import { asksOf } from "#features/imports/rules/asks.ts";
import type { imports } from "#features/imports/schema.ts";

export function toView(row: typeof imports.$inferSelect): ImportView {
  const { id, name, state, sizeBytes, receivedBytes, readBytes, rows, files, summary, problem } = row;
  return {
    id,
    name,
    state,
    createdAt: row.createdAt.getTime(),
    sizeBytes,
    receivedBytes,
    readBytes: Math.min(readBytes, sizeBytes),
    rows,
    files,
    asks: state === "asking" ? asksOf(files, row.options.timeZone ?? null) : [],
    timeZone: row.options.timeZone ?? null,
    characterId: row.options.characterId ?? null,
    summary,
    committedTrades: row.committedTrades,
    problem,
  };
}
