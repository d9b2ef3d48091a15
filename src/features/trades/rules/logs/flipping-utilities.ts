import { z } from "zod";
import { isLastState, sideOfState } from "./logged-trade.ts";
import type { LoggedTrade, Refusal } from "./logged-trade.ts";
import { loggedMoment, parseWhole } from "./number-text.ts";

const offer = z.object({
  uuid: z.string().max(64).optional(),
  b: z.boolean(),
  id: z.number().int().positive(),
  /** Units traded so far. */
  cQIT: z.number().int().nonnegative(),
  /** Unit price before tax, rounded down. */
  p: z.number().int().nonnegative(),
  t: loggedMoment,
  st: z.string(),
});

const item = z.object({ h: z.object({ sO: z.array(z.unknown()) }) });

/**
 * Reads one item of `trades` in Flipping Utilities' `<account>.json`: a result for each of its offers. Offers that are
 * still open are refused, since a later file has their whole amounts.
 */
export function parseFlippingItem(value: unknown): (LoggedTrade | Refusal)[] {
  const parsed = item.safeParse(value);
  if (!parsed.success) return [{ reason: "This record is not an item of Flipping Utilities" }];
  return parsed.data.h.sO.map(parseFlippingOffer);
}

/** Reads one offer of an item. Those still open are refused, since a later file has their whole amounts. */
export function parseFlippingOffer(value: unknown): LoggedTrade | Refusal {
  const parsed = offer.safeParse(value);
  if (!parsed.success || sideOfState(parsed.data.st) === null) {
    return { reason: "This record is not an offer of Flipping Utilities" };
  }
  const { uuid, b, id, cQIT, p, t, st } = parsed.data;
  if (!isLastState(st)) return { reason: "This offer was still open when the file was written" };
  if (cQIT === 0) return { reason: "This offer was cancelled before anything traded" };
  return {
    side: b ? "buy" : "sell",
    item: { id },
    quantity: cQIT,
    coins: p * cQIT,
    isAfterTax: false,
    isExact: cQIT === 1,
    time: { epochMs: t },
    character: null,
    sourceId: uuid ?? null,
    isInferred: false,
  };
}

/** `2026-09-21 02:13 PM` as a clock time; null for anything else. */
function clockTime(text: string): string | null {
  const match = /^(\d{4}-\d{2}-\d{2}) (0[1-9]|1[0-2]):([0-5]\d) ([AP])M$/i.exec(text.trim());
  if (match === null) return null;
  const [, date = "", hour = "", minute = "", half = ""] = match;
  const hours = (Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0);
  return `${date}T${String(hours).padStart(2, "0")}:${minute}:00`;
}

/** Reads one row of its CSV, by the names of its header. Prices of sales are after tax. */
export function parseFlippingRow(row: Readonly<Record<string, string>>): LoggedTrade | Refusal {
  const { name = "", date = "", quantity = "", price = "", state = "" } = row;
  const side = sideOfState(state.trim().toUpperCase());
  const [units, each, local] = [parseWhole(quantity), parseWhole(price), clockTime(date)];
  if (name.trim() === "") return { reason: "The item has no name" };
  if (local === null) return { reason: `"${date}" is not a date such as 2026-09-21 02:13 PM` };
  if (units === null || units === 0) return { reason: `"${quantity}" is not a quantity` };
  if (each === null) return { reason: `"${price}" is not a price` };
  if (side === null) return { reason: `"${state}" is neither BOUGHT nor SOLD` };
  return {
    side,
    item: { name: name.trim() },
    quantity: units,
    coins: each * units,
    isAfterTax: side === "sell",
    isExact: units === 1,
    time: { local },
    character: null,
    sourceId: null,
    isInferred: false,
  };
}
