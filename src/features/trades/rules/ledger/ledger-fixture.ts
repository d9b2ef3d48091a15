import fc from "fast-check";
import { taxGp } from "#features/market/rules/tax/tax.ts";
import type { CostMethod } from "./holding.ts";
import { chainOf } from "./ledger-event.ts";
import type { LedgerEvent } from "./ledger-event.ts";

const CHARACTERS = ["Zezima", "Lynx Titan"] as const;
const ITEMS = [561, 4151, 2, 13_190] as const;
export const START_MS = Date.UTC(2025, 4, 29);

const item = fc.constantFrom(...ITEMS);
const character = fc.constantFrom(...CHARACTERS);
const quantity = fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 2_147_483_647 }));
const price = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 4_000_000 }));
// Few moments, so that many events share one.
const atMs = fc.nat(40).map((hour) => START_MS + hour * 3_600_000);

const move = fc.record({ atMs, characterId: character, itemId: item, quantity });
const trade = fc.record({ atMs, characterId: character, itemId: item, quantity, price });
const recipeOf = (minLength: number) =>
  fc.uniqueArray(
    fc.record({
      itemId: item,
      quantity: fc.integer({ min: 1, max: 9 }),
      weight: fc.integer({ min: 1, max: 99 }),
    }),
    { minLength, maxLength: 3, selector: ({ itemId }) => itemId },
  );
export const anyEvent: fc.Arbitrary<LedgerEvent> = fc.oneof(
  { weight: 4, arbitrary: trade.map(({ price: each, ...rest }) => buy(rest, each)) },
  { weight: 4, arbitrary: trade.map(({ price: each, ...rest }) => sell(rest, each)) },
  {
    weight: 1,
    arbitrary: trade.map(({ price: each, ...rest }) => ({
      ...rest,
      id: "",
      kind: "gain" as const,
      coins: each,
    })),
  },
  {
    weight: 1,
    arbitrary: move.map((rest) => ({ ...rest, id: "", kind: "withdrawal" as const })),
  },
  {
    weight: 1,
    arbitrary: move.map((rest) => ({
      ...rest,
      id: "",
      kind: "transfer" as const,
      toCharacterId: rest.characterId === CHARACTERS[0] ? CHARACTERS[1] : CHARACTERS[0],
    })),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({
        atMs,
        characterId: character,
        inputs: recipeOf(1),
        outputs: recipeOf(0),
        paid: price,
        received: price,
      })
      .map((rest) => ({
        ...rest,
        inputs: rest.inputs.map((part) => ({ itemId: part.itemId, quantity: part.quantity })),
        id: "",
        kind: "conversion" as const,
      })),
  },
);

type Trade = { atMs: number; characterId: string; itemId: number; quantity: number };
const buy = (of: Trade, each: number): LedgerEvent => ({
  ...of,
  id: "",
  kind: "buy",
  coins: each * of.quantity > 2 ** 50 ? of.quantity : each * of.quantity,
});
function sell(of: Trade, each: number): LedgerEvent {
  const unit = each * of.quantity > 2 ** 50 ? 1 : each;
  return { ...of, id: "", kind: "sell", coins: unit * of.quantity, tax: taxGp(unit, of) * of.quantity };
}

export const numbered = (events: readonly LedgerEvent[]): LedgerEvent[] =>
  events.map((event, index) => ({ ...event, id: `e${index}` }));
export const history = (maxLength: number) => fc.array(anyEvent, { minLength: 5, maxLength }).map(numbered);
export const method = fc.constantFrom<CostMethod>("fifo", "average");

export const chains = CHARACTERS.flatMap((name) => ITEMS.map((id) => chainOf(name, id)));
