import type { TradeKind } from "#features/trades/entry/contract.ts";
import type { Conversion, LedgerEvent } from "#features/trades/rules/ledger/ledger-event.ts";

/** A row of `user_transactions` without its user; see schema.ts. */
export type LedgerRow = {
  id: string;
  atMs: number;
  characterId: string;
  itemId: number;
  kind: TradeKind;
  quantity: number;
  gross: number;
  unitPrice: number | null;
  tax: number;
  isExact: boolean;
  source: string;
  importId: string | null;
  origin: string | null;
  note: string | null;
  groupId: string | null;
  weight: number | null;
  fee: number | null;
  toCharacterId: string | null;
  pairId: string | null;
};

/** What the ledger computes with. */
export type EventRow = Pick<
  LedgerRow,
  | "id"
  | "atMs"
  | "characterId"
  | "itemId"
  | "kind"
  | "quantity"
  | "gross"
  | "tax"
  | "isExact"
  | "source"
  | "groupId"
  | "weight"
  | "fee"
  | "toCharacterId"
>;

/** An event with the row that stands for it: of a conversion, its first input. */
export type RowEvent = { event: LedgerEvent; row: EventRow };

/** The events of rows; rows of a conversion come in any order, but all of them. */
export function eventsOf(rows: readonly EventRow[]): RowEvent[] {
  const legs = new Map<string, EventRow[]>();
  const events: RowEvent[] = [];
  for (const row of rows) {
    if (row.groupId === null) {
      events.push({ event: singleEvent(row), row });
      continue;
    }
    const group = legs.get(row.groupId);
    if (group === undefined) legs.set(row.groupId, [row]);
    else group.push(row);
  }
  for (const group of legs.values()) events.push(conversionOf(group));
  return events;
}

function singleEvent(row: EventRow): LedgerEvent {
  const { id, atMs, characterId, itemId, quantity } = row;
  switch (row.kind) {
    case "buy":
    case "gain":
      return { kind: row.kind, id, atMs, characterId, itemId, quantity, coins: row.gross };
    case "sell":
      return { kind: "sell", id, atMs, characterId, itemId, quantity, coins: row.gross, tax: row.tax };
    case "transfer":
      if (row.toCharacterId === null) break;
      return {
        kind: "transfer",
        id,
        atMs,
        characterId,
        itemId,
        quantity,
        toCharacterId: row.toCharacterId,
      };
    case "withdrawal":
      return { kind: "withdrawal", id, atMs, characterId, itemId, quantity };
    case "input":
    case "output":
      break;
  }
  throw new Error(`a ${row.kind} row ${id} is incomplete`);
}

/** The group has the id of its first input, which carries the coins of the conversion. */
function conversionOf(legs: readonly EventRow[]): RowEvent {
  const sorted = legs.toSorted((a, b) => a.itemId - b.itemId || (a.id < b.id ? -1 : 1));
  const first = sorted.find(({ id, groupId }) => id === groupId);
  if (first === undefined) throw new Error(`conversion ${legs[0]?.groupId ?? ""} has no first input`);
  const part = ({ itemId, quantity }: EventRow) => ({ itemId, quantity });
  const event: Conversion = {
    kind: "conversion",
    id: first.id,
    atMs: first.atMs,
    characterId: first.characterId,
    inputs: [first, ...sorted.filter((leg) => leg.kind === "input" && leg !== first)].map(part),
    outputs: sorted
      .filter((leg) => leg.kind === "output")
      .map((leg) => ({ ...part(leg), weight: leg.weight ?? 1 })),
    paid: first.fee ?? 0,
    received: first.gross,
  };
  return { event, row: first };
}
