import { z } from "zod";
import { sideOfState } from "./logged-trade.ts";
import type { Refusal } from "./logged-trade.ts";

/** A line of the Exchange Logger plugin: the state of one offer. `quantity` and `worth` count from the offer's start. */
export type ExchangeLine = {
  /** `2026-09-21T14:13:20`, on the clock of the trader's computer. */
  local: string;
  state: string;
  /** 0 to 7. */
  slot: number;
  itemId: number;
  quantity: number;
  /** Coins before tax, gp. */
  worth: number;
  /** Units and unit price that the offer asked for; null where the line leaves them out. */
  max: number | null;
  offer: number | null;
};

const count = z.coerce.number().int().nonnegative();
const fields = z.object({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  time: z.string().regex(/^\d{2}:\d{2}:\d{2}$/),
  state: z.string().refine((state) => state === "EMPTY" || sideOfState(state) !== null),
  slot: count.max(7),
  item: count.default(0),
  qty: count.default(0),
  worth: count.default(0),
  max: count.optional(),
  offer: count.optional(),
  /** The fork with this field writes `worth` after tax on sells. */
  tax: count.default(0),
});

const CSV_FIELDS = ["date", "time", "state", "slot", "item", "qty", "worth", "max", "offer", "tax"] as const;
const NO_FIELD = "This line is not one of the Exchange Logger plugin";

/** Reads a line in any of the plugin's three forms: JSON, CSV without a header, or text. */
export function parseExchangeLine(text: string): ExchangeLine | Refusal {
  const line = text.trim();
  const parsed = fields.safeParse(line.startsWith("{") ? readJson(line) : readWords(line));
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0];
    return { reason: field === undefined ? NO_FIELD : `${NO_FIELD}: "${String(field)}" is missing or wrong` };
  }
  const { date, time, state, slot, item, qty, worth, max, offer, tax } = parsed.data;
  if (state !== "EMPTY" && item === 0) return { reason: `${NO_FIELD}: "item" is missing or wrong` };
  return {
    local: `${date}T${time}`,
    state,
    slot,
    itemId: item,
    quantity: qty,
    worth: sideOfState(state) === "sell" ? worth + tax : worth,
    max: max ?? null,
    offer: offer ?? null,
  };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** `date,time,state,…` or `date time state: BUY slot: 3 …`. */
function readWords(line: string): unknown {
  if (line.includes(",")) {
    const values = line.split(",").map((value) => value.trim());
    if (values.length < 9 || values.length > 10) return undefined;
    return Object.fromEntries(CSV_FIELDS.slice(0, values.length).map((name, at) => [name, values[at]]));
  }
  const [date, time, ...rest] = line.split(/\s+/);
  const pairs = rest.join(" ").matchAll(/(\w+): (\S+)/g);
  return { date, time, ...Object.fromEntries([...pairs].map(([, name = "", value]) => [name, value])) };
}
