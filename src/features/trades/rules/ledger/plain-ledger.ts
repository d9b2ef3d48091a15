import { affectedChains } from "./affected.ts";
import { holdingOf } from "./holding.ts";
import type { CostMethod, Lot, Taking } from "./holding.ts";
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
        of<Lot>(
          chain,
          earlier.map((outcome) => outcome?.opened),
        ),
        of<Taking>(
          chain,
          earlier.map((outcome) => outcome?.takings),
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
