import type { Model } from "./model.ts";
import { lastTrade } from "./quotes.ts";

function renderItem(model: Model, i: number, asOfS: number): string {
  const high = lastTrade(model, i, 0, asOfS);
  const low = lastTrade(model, i, 1, asOfS);
  if (high === null && low === null) return "";
  return `"${model.ids[i]}":{"high":${high?.price ?? null},"highTime":${high?.timeS ?? null},"low":${low?.price ?? null},"lowTime":${low?.timeS ?? null}}`;
}

/** The body of `/latest` at `asOfS` (a whole minute): all items that ever traded, or only the item `id`. */
export function renderLatest(model: Model, asOfS: number, id: number | null): string {
  const rows: string[] = [];
  if (id === null) {
    for (let i = 0; i < model.count; i += 1) rows.push(renderItem(model, i, asOfS));
  } else {
    const i = model.positions.get(id);
    if (i !== undefined) rows.push(renderItem(model, i, asOfS));
  }
  return `{"data":{${rows.filter((row) => row !== "").join(",")}}}`;
}
