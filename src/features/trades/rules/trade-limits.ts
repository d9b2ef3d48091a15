/** The game opened as Old School RuneScape on 2013-02-22; no trade is older. */
export const FIRST_TRADE_MS = Date.UTC(2013, 1, 22);
/** Clocks of players may be ahead by this much. */
const CLOCK_SKEW_MS = 60_000;

/** Why a trade cannot have happened at this time, in words for its owner; null if it can. */
export function timeProblem(atMs: number, nowMs: number): string | null {
  if (atMs < FIRST_TRADE_MS) return "Old School RuneScape opened on 2013-02-22: no trade is older";
  return atMs > nowMs + CLOCK_SKEW_MS
    ? "This time is in the future: a trade is entered after it happened"
    : null;
}

/** Why the coins of a trade cannot be counted, in words; null if they can: amounts are exact up to 2^53 - 1 gp. */
export const coinsProblem = (coins: number): string | null =>
  Number.isSafeInteger(coins) && coins >= 0
    ? null
    : "Quantity times price is beyond 9,007,199,254,740,991 gp, which is more than can be counted to the coin";

/** How many items one answer ranks by profit. */
export const MAX_PROFIT_ITEMS = 500;
