import { z } from "zod";
import type { LoggedTrade, Refusal } from "./logged-trade.ts";
import { loggedMoment } from "./number-text.ts";

const units = z.number().int().positive();
const gp = z.number().int().nonnegative();

const short = z.object({ b: z.boolean(), i: units, q: units, p: gp, t: loggedMoment });
const long = z
  .object({ buy: z.boolean(), itemId: units, quantity: units, price: gp, time: loggedMoment })
  .transform(({ buy, itemId, quantity, price, time }) => ({
    b: buy,
    i: itemId,
    q: quantity,
    p: price,
    t: time,
  }));
const record = z.union([short, long]);

/**
 * Reads one trade of RuneLite's own log (`b`, `i`, `q`, `p`, `t`) or of its website's export (`buy`, `itemId`, …). The
 * unit price is rounded down. It has no id: two records with equal values are the same trade.
 */
export function parseRuneliteTrade(value: unknown): LoggedTrade | Refusal {
  const parsed = record.safeParse(value);
  if (!parsed.success) return { reason: "This record is not a trade of RuneLite" };
  const { b, i, q, p, t } = parsed.data;
  return {
    side: b ? "buy" : "sell",
    item: { id: i },
    quantity: q,
    coins: p * q,
    isAfterTax: false,
    isExact: q === 1,
    time: { epochMs: t },
    character: null,
    sourceId: null,
    isInferred: false,
  };
}
