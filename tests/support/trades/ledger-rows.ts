import { randomUUID } from "node:crypto";
import type { LedgerEvent } from "#features/trades/rules/ledger/ledger-event.ts";
import type { LedgerRow } from "#features/trades/store/ledger-row.ts";

/** What a row has unless a test says otherwise. */
export const blankRow = {
  unitPrice: null,
  tax: 0,
  isExact: true,
  source: "hand",
  importId: null,
  origin: null,
  note: null,
  groupId: null,
  weight: null,
  fee: null,
  toCharacterId: null,
  pairId: null,
  gross: 0,
} as const;

/** The rows of an event, with ids of their own; `characterOf` gives the character's id by its name. */
export function rowsOf(event: LedgerEvent, characterOf: (name: string) => string): LedgerRow[] {
  const id = randomUUID();
  const base = { ...blankRow, id, atMs: event.atMs, characterId: characterOf(event.characterId) };
  if (event.kind !== "conversion") {
    const goods = { ...base, kind: event.kind, itemId: event.itemId, quantity: event.quantity };
    if (event.kind === "sell") return [{ ...goods, gross: event.coins, tax: event.tax }];
    if (event.kind === "transfer") return [{ ...goods, toCharacterId: characterOf(event.toCharacterId) }];
    return [event.kind === "withdrawal" ? goods : { ...goods, gross: event.coins }];
  }
  const inputs = event.inputs.map((part, index) => ({
    ...base,
    ...part,
    kind: "input" as const,
    id: index === 0 ? id : randomUUID(),
    groupId: id,
    gross: index === 0 ? event.received : 0,
    fee: index === 0 ? event.paid : null,
  }));
  const outputs = event.outputs.map((part) => ({
    ...base,
    ...part,
    kind: "output" as const,
    id: randomUUID(),
    groupId: id,
  }));
  return [...inputs, ...outputs];
}
