/** Valid values in an answer of the price feed. Source: docs/market-rules.md, section 1. Every captured row passes. */

/** Times up to this far ahead of our clock are accepted; later ones are in the future and refused. */
export const CLOCK_SKEW_MS = 300_000;
/** The game opened in 2013, so an earlier time is no trade. Milliseconds taken as seconds would be far in the future. */
const FIRST_SECOND = 1_356_998_400;
const LAST_ID = 2_147_483_647;

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** 1 or more and exact: JSON numbers of 2^53 and above lose precision when they are parsed. */
export const isPrice = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 1;

export const isAmount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Number(value) >= 0;

export const isItemId = (value: unknown): value is number => isAmount(value) && value <= LAST_ID;

/** The keys of `data` are ids in decimal: `"4151"`, never `"04151"` or `"4e3"`. */
export const itemIdOf = (key: string): number | null =>
  /^(?:0|[1-9]\d{0,9})$/.test(key) && isItemId(Number(key)) ? Number(key) : null;

export const isTradeSecond = (value: unknown, nowMs: number): value is number =>
  isAmount(value) && value >= FIRST_SECOND && value * 1_000 <= nowMs + CLOCK_SKEW_MS;

/** The number of refused rows, by reason. */
export type Refusals = Record<string, number>;

export const refuse = (refused: Refusals, reason: string): void => {
  refused[reason] = (refused[reason] ?? 0) + 1;
};

export const countRefused = (refused: Refusals): number =>
  Object.values(refused).reduce((sum, count) => sum + count, 0);

/** Throws if the whole body is unusable, with a message for users. */
export type Parsed<T> = { ok: true; value: T; refused: Refusals } | { ok: false; problem: string };

export const NOTHING_USABLE = "The price feed sent not one usable row.";

export const unreadable = {
  ok: false,
  problem: "The price feed sent data in a shape we do not know.",
} as const;
