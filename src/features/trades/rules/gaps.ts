const DAY_MS = 86_400_000;
/** A trader with fewer flips has no usual time yet. */
export const MIN_FLIPS = 5;
const UNKNOWN_USUAL_MS = 30 * DAY_MS;
const SHORTEST_MS = 3 * DAY_MS;
/** So many times the usual holding time is long. */
const LONG = 10;

/** A proposed trade is entered this long before what shows that it is missing. */
export const BEFORE_MS = 60_000;

/**
 * From which age on an open lot looks forgotten, ms: ten times as long as the trader usually holds goods, three days at
 * the least; 30 days where that is unknown (null).
 */
export const forgottenAfterMs = (usualMs: number | null): number =>
  usualMs === null ? UNKNOWN_USUAL_MS : Math.max(SHORTEST_MS, LONG * usualMs);

export type GapId = { kind: "buy" | "sell"; of: string };

const GAP_ID =
  /^(?:(buy):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})|(sell):([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?::\d{1,4})?))$/;

/** `buy:<flip id>` or `sell:<lot id>`; null for other text. */
export function parseGapId(id: string): GapId | null {
  const [, buy, flipId = "", sell, lotId = ""] = GAP_ID.exec(id) ?? [];
  if (buy !== undefined) return { kind: "buy", of: flipId };
  return sell === undefined ? null : { kind: "sell", of: lotId };
}
