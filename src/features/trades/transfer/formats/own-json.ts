import type { NamedEntry } from "./named-entry.ts";

/** A trade of our own JSON file: times in epoch ms, amounts in gp, null where a value is unknown or does not apply. */
export function ownJsonTrade(entry: NamedEntry): object {
  const { atMs, boughtAtMs, id, character, item, ...rest } = entry;
  return { id, at: atMs, character, item, ...rest, boughtAt: boughtAtMs };
}
