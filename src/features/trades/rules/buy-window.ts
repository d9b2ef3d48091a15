/** How long a buy limit lasts from the first unit on: the window is fixed and does not slide (docs/market-rules.md). */
export const BUY_WINDOW_MS = 4 * 3_600_000;

export type BuyWindow = {
  /** When the first unit of the window was bought, epoch ms. */
  openedMs: number;
  /** When the limit is whole again, epoch ms. */
  endsMs: number;
  /** Units bought in the window so far. */
  bought: number;
};

/**
 * The window of the buy limit that runs at `nowMs`, of one item and one character. It opens with the first unit that is
 * bought after the window before has ended. Null if none runs. `buys`: in order of time; only units that were bought
 * count, not those that an offer asks for.
 */
export function buyWindowAt(
  buys: readonly { atMs: number; quantity: number }[],
  nowMs: number,
): BuyWindow | null {
  let window: BuyWindow | null = null;
  for (const { atMs, quantity } of buys) {
    if (atMs > nowMs) break;
    if (window !== null && atMs < window.endsMs) window.bought += quantity;
    else window = { openedMs: atMs, endsMs: atMs + BUY_WINDOW_MS, bought: quantity };
  }
  return window !== null && nowMs < window.endsMs ? window : null;
}

/** Units that may still be bought in a window; null while the limit is unknown. A log may hold more than the limit. */
export const leftOf = (limit: number | null, window: BuyWindow | null): number | null =>
  limit === null ? null : Math.max(0, limit - (window?.bought ?? 0));
