import type { LedgerEvent } from "#features/trades/rules/ledger/ledger-event.ts";
import type { Taking } from "#features/trades/rules/ledger/holding.ts";
import type { Outcome } from "#features/trades/rules/ledger/replay.ts";
import type { RowEvent } from "./ledger-row.ts";

/** A row of `flips` without its user; see schema.ts. */
export type FlipRow = {
  id: string;
  atMs: number;
  characterId: string;
  itemId: number;
  /** `recipe`: a conversion of goods into goods, which neither earns nor loses coins. */
  kind: "sell" | "withdrawal" | "transfer" | "conversion" | "recipe";
  quantity: number;
  gross: number;
  tax: number;
  cost: number | null;
  knownUnits: number;
  profit: number | null;
  unexplained: number;
  absorbed: number;
  missing: number;
  boughtAtMs: number | null;
  source: string;
  isExact: boolean;
};

/** The flip of an event that takes goods; null for one that brings them. */
export function flipOf({ event, row }: RowEvent, outcome: Outcome): FlipRow | null {
  if (event.kind === "buy" || event.kind === "gain") return null;
  const isRecipe = event.kind === "conversion" && event.received === 0 && outcome.profit === null;
  const { takings } = outcome;
  return {
    id: row.id,
    atMs: row.atMs,
    characterId: row.characterId,
    itemId: row.itemId,
    kind: isRecipe ? "recipe" : event.kind,
    quantity: row.quantity,
    gross: row.gross,
    tax: row.tax,
    cost: costOf(event, takings),
    knownUnits: takings.reduce((sum, { units, cost }) => sum + (cost === null ? 0 : units), 0),
    profit: outcome.profit,
    unexplained: outcome.unexplained,
    absorbed: outcome.absorbed,
    missing: outcome.missing.reduce((sum, { units }) => sum + units, 0),
    boughtAtMs: meanBought(takings),
    source: row.source,
    isExact: row.isExact,
  };
}

function costOf(event: LedgerEvent, takings: readonly Taking[]): number | null {
  const known = takings.filter(({ cost }) => cost !== null);
  if (known.length === 0) return null;
  const paid = event.kind === "conversion" ? event.paid : 0;
  return known.reduce((sum, { cost }) => sum + (cost ?? 0), paid);
}

/** When the units were bought, weighted by units, epoch ms; null: unknown. */
function meanBought(takings: readonly Taking[]): number | null {
  let base: number | null = null;
  let weighted = 0;
  let units = 0;
  for (const taking of takings) {
    if (taking.boughtAtMs === null) continue;
    base ??= taking.boughtAtMs;
    weighted += (taking.boughtAtMs - base) * taking.units;
    units += taking.units;
  }
  return base === null ? null : base + Math.round(weighted / units);
}
