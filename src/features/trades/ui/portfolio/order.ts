import type { Holding } from "#features/trades/portfolio/contract.ts";

export const holdingOrders = [
  ["value", "Largest value"],
  ["profit", "Best"],
  ["loss", "Worst"],
  ["age", "Held longest"],
  ["name", "Name"],
] as const;
export type HoldingOrder = (typeof holdingOrders)[number][0];

type Key = { of: (holding: Holding) => number | null; sign: 1 | -1 };

const keys: Readonly<Record<Exclude<HoldingOrder, "name">, Key>> = {
  value: { of: ({ value }) => value, sign: -1 },
  profit: { of: ({ profit }) => profit, sign: -1 },
  loss: { of: ({ profit }) => profit, sign: 1 },
  age: { of: ({ boughtAt }) => boughtAt, sign: 1 },
};

/** Unknown values come last in every order; equal ones keep the order of names, in which the server sends them. */
export function sortHoldings(holdings: readonly Holding[], order: HoldingOrder): Holding[] {
  if (order === "name") return [...holdings];
  const { of, sign } = keys[order];
  return holdings.toSorted((a, b) => {
    const [left, right] = [of(a), of(b)];
    if (left === null || right === null) return Number(left === null) - Number(right === null);
    return sign * (left - right);
  });
}

/** The characters that hold something, by name. */
export const charactersOf = (
  holdings: readonly { characterId: string; character: string }[],
): (readonly [id: string, name: string])[] =>
  [...new Map(holdings.map(({ characterId, character }) => [characterId, character]))].toSorted(
    ([, a], [, b]) => a.localeCompare(b, "en"),
  );
