/** When a trade happened: a moment, or a clock time in a zone that the log does not name (`2026-09-21T14:13:20`). */
export type LoggedTime = { epochMs: number } | { local: string };

/** An item as a log names it. */
export type LoggedItem = { id: number } | { name: string };

/** One trade as a log has it, before its item and its time are looked up. */
export type LoggedTrade = {
  side: "buy" | "sell";
  item: LoggedItem;
  /** Units, 1 or more. */
  quantity: number;
  /** gp for all units, before tax unless `isAfterTax`. */
  coins: number;
  /** True: the log has what the seller kept. The price before tax follows from the tax of that time. */
  isAfterTax: boolean;
  /** False: the log has only a unit price that was rounded down, so `coins` may be up to `quantity` - 1 too low. */
  isExact: boolean;
  time: LoggedTime;
  /** The OSRS character; null where the log does not name it. */
  character: string | null;
  /** The id that the log gives the trade, the same in each of its exports; null where it has none. */
  sourceId: string | null;
  /** True: the log lacks the trade's last line, and what happened follows from the line before. */
  isInferred: boolean;
};

/** A line or record that is no trade, with what is wrong in words for its owner. */
export type Refusal = { reason: string };

export const isRefusal = (result: object): result is Refusal => "reason" in result;

const SIDES: Readonly<Record<string, "buy" | "sell">> = {
  BUYING: "buy",
  BUY: "buy",
  BOUGHT: "buy",
  CANCELLED_BUY: "buy",
  SELLING: "sell",
  SELL: "sell",
  SOLD: "sell",
  CANCELLED_SELL: "sell",
};

/** The side of a RuneLite offer state; null for EMPTY and for what is no state. */
export const sideOfState = (state: string): "buy" | "sell" | null => SIDES[state] ?? null;

/** True if an offer in this state changes no more. */
export const isLastState = (state: string): boolean => /^(?:BOUGHT|SOLD|CANCELLED_(?:BUY|SELL))$/.test(state);
