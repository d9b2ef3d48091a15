import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdingOf } from "./holding.ts";
import type { Taking } from "./holding.ts";
import { anyEvent, chains, history, method, numbered } from "./ledger-fixture.ts";
import { chainOf, compareEvents } from "./ledger-event.ts";
import { change, fromScratch, inOrder, openAfter } from "./plain-ledger.ts";
import type { Ledger } from "./plain-ledger.ts";
import { Replay } from "./replay.ts";
import type { Outcome } from "./replay.ts";

const big = (numbers: readonly (number | null)[]) =>
  numbers.reduce<bigint>((sum, n) => sum + BigInt(n ?? 0), 0n);

/** What is left of each chain, from the outcomes alone. */
function held(ledger: Ledger): Map<string, Taking[]> {
  const outcomes = inOrder(ledger).filter((outcome) => outcome !== undefined);
  return new Map(
    chains.map((chain) => {
      const lots = outcomes.flatMap(({ opened }) => opened.filter((lot) => lot.chain === chain));
      const takings = outcomes.flatMap((each) => each.takings.filter((taking) => taking.chain === chain));
      return [chain, holdingOf("fifo", chain, openAfter("fifo", chain, lots, takings)).rest()];
    }),
  );
}

describe("the laws of a ledger", () => {
  it("a change computes the same as the whole ledger from scratch", () => {
    const edit = fc.record({ kind: fc.constantFrom("add", "edit", "delete"), at: fc.nat(), event: anyEvent });
    fc.assert(
      fc.property(history(60), fc.array(edit, { maxLength: 8 }), method, (events, edits, by) => {
        let ledger = fromScratch(events, by);
        let plain = [...events];
        for (const [turn, { kind, at, event }] of edits.entries()) {
          const before = kind === "add" ? null : (plain[at % Math.max(plain.length, 1)] ?? null);
          const after = kind === "delete" ? null : { ...event, id: before?.id ?? `n${turn}` };
          plain = plain.filter(({ id }) => id !== before?.id);
          if (after !== null) plain.push(after);
          ledger = change(ledger, by, before, after);
        }
        expect(inOrder(ledger)).toEqual(inOrder(fromScratch(plain, by)));
      }),
    );
  });

  it("nothing depends on the order in which events arrive", () => {
    const shuffled = history(200).chain((events) =>
      fc.tuple(
        fc.constant(events),
        fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
      ),
    );
    // Ids are given at arrival, so they differ too.
    const content = ({ events, outcomes }: Ledger) =>
      events.map(({ id }) => {
        const { profit, unexplained, absorbed, missing, takings, opened } = outcomes.get(id) as Outcome;
        const taken = takings.map(({ chain, units, cost }) => ({ chain, units, cost }));
        return {
          profit,
          unexplained,
          absorbed,
          missing,
          taken,
          lots: opened.map(({ chain, units, cost }) => ({ chain, units, cost })),
        };
      });
    fc.assert(
      fc.property(shuffled, method, ([events, other], by) => {
        expect(content(fromScratch(numbered(other), by))).toEqual(content(fromScratch(events, by)));
      }),
    );
  });

  it("units in = units out + units held, by item, where what was missing counts as in", () => {
    fc.assert(
      fc.property(history(500), (events) => {
        const ledger = fromScratch(events, "fifo");
        const outcomes = inOrder(ledger).filter((outcome) => outcome !== undefined);
        for (const [chain, left] of held(ledger)) {
          const units = (parts: readonly { chain: string; units: number }[]) =>
            big(parts.filter((part) => part.chain === chain).map((part) => part.units));
          const came = units(outcomes.flatMap(({ opened }) => opened));
          const went = units(outcomes.flatMap(({ takings }) => takings));
          expect(came).toBe(went + units(left));
          // Every event gets all units that it asks for, from lots or as missing.
          const wanted = big(
            ledger.events.flatMap((event) => {
              if (event.kind === "buy" || event.kind === "gain") return [];
              const from = event.kind === "conversion" ? event.inputs : [event];
              return from
                .filter(({ itemId }) => chainOf(event.characterId, itemId) === chain)
                .map((part) => part.quantity);
            }),
          );
          expect(went + units(outcomes.flatMap(({ missing }) => missing))).toBe(wanted);
        }
      }),
    );
  });

  it("profit = coins in − coins out + cost of what is left, to the coin", () => {
    fc.assert(
      fc.property(history(500), method, (events, by) => {
        const replay = new Replay(by);
        const sorted = events.toSorted(compareEvents);
        const outcomes = sorted.map((event) => ({ event, ...replay.apply(event) }));
        const paid = big(
          sorted.map((event) =>
            event.kind === "buy" || event.kind === "gain"
              ? event.coins
              : event.kind === "conversion"
                ? event.paid
                : 0,
          ),
        );
        const received = big(
          sorted.map((event) =>
            event.kind === "sell"
              ? event.coins - event.tax
              : event.kind === "conversion"
                ? event.received
                : 0,
          ),
        );
        const profit = big(outcomes.map((outcome) => outcome.profit));
        const unexplained = big(outcomes.map((outcome) => outcome.unexplained));
        const absorbed = big(outcomes.map((outcome) => outcome.absorbed));
        const left = big(
          chains.flatMap((chain) =>
            replay
              .holding(chain)
              .rest()
              .map(({ cost }) => cost),
          ),
        );
        const withdrawn = big(
          outcomes.flatMap(({ event, takings }) =>
            event.kind === "withdrawal" ? takings.map(({ cost }) => cost) : [],
          ),
        );
        expect(profit + unexplained).toBe(received - paid + left + withdrawn + absorbed);
      }),
    );
  });
});
