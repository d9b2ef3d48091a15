import { affectedChains } from "./affected.ts";
import { holdingOf } from "./holding.ts";
import type { CostMethod, Lot, OpenLot, Taking } from "./holding.ts";
import { chainsOf, compareEvents } from "./ledger-event.ts";
import type { LedgerEvent } from "./ledger-event.ts";
import { Replay } from "./replay.ts";
import type { Outcome } from "./replay.ts";

export type Ledger = { events: LedgerEvent[]; outcomes: Map<string, Outcome> };

export function fromScratch(events: readonly LedgerEvent[], by: CostMethod): Ledger {
  const replay = new Replay(by);
  const sorted = events.toSorted(compareEvents);
  return { events: sorted, outcomes: new Map(sorted.map((event) => [event.id, replay.apply(event)])) };
}

/** The lots of a chain after some of its events: `lots` that they opened, in order, and all `takings` from them. */
export function openAfter(
  by: CostMethod,
  chain: string,
  lots: readonly Lot[],
  takings: readonly Taking[],
): OpenLot[] {
  if (by === "fifo") {
    return lots
      .map((lot) => {
        const from = takings.filter(({ lotId }) => lotId === lot.id);
        return { lot, taken: from.reduce((sum, { units }) => sum + units, 0) };
      })
      .filter(({ lot, taken }) => taken < lot.units);
  }
  const pool = (isKnown: boolean): OpenLot => {
    const sum = (parts: readonly { units: number; cost: number | null }[], of: "units" | "cost") =>
      parts.reduce((total, part) => total + ((part.cost !== null) === isKnown ? (part[of] ?? 0) : 0), 0);
    const units = sum(lots, "units") - sum(takings, "units");
    const cost = isKnown ? sum(lots, "cost") - sum(takings, "cost") : null;
    return { lot: { id: null, chain, boughtAtMs: null, units, cost }, taken: 0 };
  };
  return [pool(true), pool(false)].filter(({ lot }) => lot.units > 0);
}

/** Replaces one event (null: none yet) by another (null: none any more), and computes only what that can alter. */
export function change(
  ledger: Ledger,
  by: CostMethod,
  before: LedgerEvent | null,
  after: LedgerEvent | null,
): Ledger {
  const changed = [before, after].filter((event) => event !== null);
  const first = changed.toSorted(compareEvents)[0];
  if (first === undefined) return ledger;
  const events = ledger.events.filter(({ id }) => id !== before?.id);
  if (after !== null) events.push(after);
  events.sort(compareEvents);
  const isLater = (event: LedgerEvent) => compareEvents(event, first) >= 0;
  const later = events.filter(isLater);
  const affected = affectedChains(changed, later);
  const earlier = ledger.events.filter((event) => !isLater(event)).map(({ id }) => ledger.outcomes.get(id));
  const of = <T extends { chain: string }>(chain: string, lists: readonly (readonly T[] | undefined)[]) =>
    lists.flatMap((list) => (list ?? []).filter((each) => each.chain === chain));
  const holdings = new Map(
    [...affected].map((chain) => [
      chain,
      holdingOf(
        by,
        chain,
        openAfter(
          by,
          chain,
          of<Lot>(
            chain,
            earlier.map((outcome) => outcome?.opened),
          ),
          of<Taking>(
            chain,
            earlier.map((outcome) => outcome?.takings),
          ),
        ),
      ),
    ]),
  );
  const replay = new Replay(by, holdings);
  const outcomes = new Map(ledger.outcomes);
  if (before !== null) outcomes.delete(before.id);
  for (const event of later) {
    if (chainsOf(event).some((chain) => affected.has(chain))) outcomes.set(event.id, replay.apply(event));
  }
  return { events, outcomes };
}

/** The outcome of each event, by the order of the ledger. */
export const inOrder = ({ events, outcomes }: Ledger) => events.map(({ id }) => outcomes.get(id));
