import { countable } from "#features/trades/rules/holding-value.ts";
import type { ProfitSums } from "./contract.ts";

/** Sums as the database has them: float8, which holds whole numbers up to 2^53 exactly. */
export type SumsRow = { [Field in keyof ProfitSums]: number };

const fields = ["flips", "wins", "withoutCost", "unexplained", "profit", "cost", "gross", "tax"] as const;

/** Adds rows up. */
export function toSums(rows: readonly SumsRow[]): ProfitSums {
  const total = { flips: 0, wins: 0, withoutCost: 0, unexplained: 0, profit: 0, cost: 0, gross: 0, tax: 0 };
  for (const row of rows) for (const field of fields) total[field] += row[field];
  const { flips, wins, withoutCost, ...coins } = total;
  return {
    flips,
    wins,
    withoutCost,
    unexplained: countable(coins.unexplained),
    profit: countable(coins.profit),
    cost: countable(coins.cost),
    gross: countable(coins.gross),
    tax: countable(coins.tax),
  };
}
