import type { NewTrade } from "#features/trades/entry/contract.ts";
import type { AddFlipInput } from "#features/trades/flips/contract.ts";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import { FormRefusal } from "#ui/form/failure.ts";
import type { EntryValues } from "./entry-schema.ts";
import { readParts, weightsOf } from "./part.ts";
import type { Part } from "./part.ts";

export type Goods = {
  itemId: number | null;
  inputs: readonly Part[];
  outputs: readonly Part[];
  items: Pick<Items, "pricesOf">;
};
export type ToAdd = { flip: AddFlipInput } | { trade: NewTrade };

/** What a filled form stores. Throws a FormRefusal where goods are missing. */
export function toAdd(values: EntryValues, goods: Goods): ToAdd {
  if (values.kind === "conversion") return { trade: conversionOf(values, goods) };
  const { itemId } = goods;
  if (itemId === null)
    throw new FormRefusal("Choose an item first: type its name and pick it from the list.");
  switch (values.kind) {
    case "flip": {
      const { kind: _kind, ...flip } = values;
      return { flip: { itemId, ...flip } };
    }
    case "buy":
    case "sell": {
      const { kind, price, per, ...rest } = values;
      return { trade: { kind, itemId, ...rest, ...(per === "total" ? { total: price } : { price }) } };
    }
    case "gain": {
      const { price = 0, ...rest } = values;
      return { trade: { itemId, ...rest, total: price } };
    }
    case "withdrawal":
    case "transfer":
      return { trade: { itemId, ...values } };
    case "alchemy":
      return { trade: alchemyOf(itemId, values, goods) };
  }
}

const NATURE_RUNE = 561;

/** High alchemy uses up a nature rune a cast. Without typed coins it brings the item's alchemy value. */
function alchemyOf(
  itemId: number,
  { quantity, received, at, character, note }: Extract<EntryValues, { kind: "alchemy" }>,
  { items }: Goods,
): NewTrade {
  const { highalch } = items.pricesOf(itemId);
  if (received === undefined && highalch === null)
    throw new FormRefusal("The alchemy value of this item is unknown: fill in the coins that you received.");
  return {
    kind: "conversion",
    inputs: [
      { itemId, quantity },
      { itemId: NATURE_RUNE, quantity },
    ],
    outputs: [],
    paid: 0,
    received: received ?? (highalch ?? 0) * quantity,
    at,
    character,
    note,
  };
}

function conversionOf(
  { received = 0, paid = 0, at, character, note }: Extract<EntryValues, { kind: "conversion" }>,
  goods: Goods,
): NewTrade {
  const [inputs, outputs] = [readParts(goods.inputs), readParts(goods.outputs)];
  if (inputs === null || outputs === null)
    throw new FormRefusal("Give each item that you named a quantity, and each quantity its item.");
  if (inputs.length === 0) throw new FormRefusal("Say what was used up: at least one item.");
  const weights = weightsOf(outputs, goods.items);
  const part = ({ item, quantity }: (typeof inputs)[number]) => ({ itemId: item.id, quantity });
  return {
    kind: "conversion",
    inputs: inputs.map(part),
    outputs: outputs.map((each, index) => ({ ...part(each), weight: weights[index] ?? 1 })),
    paid,
    received,
    at,
    character,
    note,
  };
}
