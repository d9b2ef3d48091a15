import { expect, it } from "vitest";
import { addTradesInput } from "#features/trades/entry/contract.ts";
import { addFlipInput } from "#features/trades/flips/contract.ts";
import { FormRefusal } from "#ui/form/failure.ts";
import { blank, entrySchema } from "./entry-schema.ts";
import type { EntryKind } from "./entry-schema.ts";
import { toAdd } from "./to-trade.ts";
import type { Goods } from "./to-trade.ts";

const WHIP = 4151;
const goods: Goods = {
  itemId: WHIP,
  inputs: [{ key: 1, item: { id: 12_873, name: "Guthan's set", icon: "" }, quantity: "1" }],
  outputs: [
    { key: 2, item: { id: 4724, name: "Helm", icon: "" }, quantity: "1" },
    { key: 3, item: { id: 4728, name: "Body", icon: "" }, quantity: "1" },
  ],
  items: {
    pricesOf: (id) => ({
      high: id === 4724 ? 300 : 100,
      low: null,
      highalch: id === WHIP ? 72_000 : null,
    }),
  },
};
const filled = { ...blank, quantity: "1k", buyPrice: "100", price: "1.5m", toCharacter: "Other" };
const add = (kind: EntryKind, values: object = {}, more: Partial<Goods> = {}) =>
  toAdd(entrySchema.parse({ kind, ...filled, ...values }), { ...goods, ...more });

it.each([
  ["buy", {}, { kind: "buy", itemId: WHIP, quantity: 1_000, price: 1_500_000 }],
  ["sell", { per: "total" }, { kind: "sell", itemId: WHIP, quantity: 1_000, total: 1_500_000 }],
  ["gain", { price: "" }, { kind: "gain", itemId: WHIP, quantity: 1_000, total: 0 }],
  ["withdrawal", { note: " mine " }, { kind: "withdrawal", itemId: WHIP, quantity: 1_000, note: "mine" }],
  ["transfer", {}, { kind: "transfer", itemId: WHIP, quantity: 1_000, toCharacter: "Other" }],
  [
    "alchemy",
    { quantity: "2" },
    {
      kind: "conversion",
      inputs: [
        { itemId: WHIP, quantity: 2 },
        { itemId: 561, quantity: 2 },
      ],
      outputs: [],
      paid: 0,
      received: 144_000,
    },
  ],
  [
    "conversion",
    { paid: "5k" },
    {
      kind: "conversion",
      inputs: [{ itemId: 12_873, quantity: 1 }],
      outputs: [
        { itemId: 4724, quantity: 1, weight: 300 },
        { itemId: 4728, quantity: 1, weight: 100 },
      ],
      paid: 5_000,
      received: 0,
    },
  ],
] as const)("%s becomes a trade that the server takes", (kind, values, trade) => {
  const added = add(kind, values);
  if (!("trade" in added)) throw new Error("a trade");
  const [read] = addTradesInput.parse({ trades: [structuredClone(added.trade)] }).trades;
  expect(JSON.parse(JSON.stringify(read))).toEqual(trade);
});

it("keeps a purchase and its sale together", () => {
  const added = add("flip", { sellPrice: "110" });
  if (!("flip" in added)) throw new Error("a flip");
  expect(addFlipInput.parse(added.flip)).toMatchObject({ itemId: WHIP, buyPrice: 100, sellPrice: 110 });
  const open = add("flip");
  expect("flip" in open && open.flip.sellPrice).toBeUndefined();
});

it("says which goods are missing", () => {
  expect(() => add("buy", {}, { itemId: null })).toThrow(FormRefusal);
  expect(() => add("alchemy", {}, { itemId: 4724 })).toThrow(/alchemy value/);
  expect(() => add("conversion", {}, { inputs: [] })).toThrow(/used up/);
  const half = [{ key: 1, item: null, quantity: "3" }];
  expect(() => add("conversion", {}, { outputs: half })).toThrow(/its item/);
});
