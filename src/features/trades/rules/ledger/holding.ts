import { shareBetween, shareOf } from "./share.ts";

/** How the cost of sold units is found: the oldest first, or the average of all that is held. */
export type CostMethod = "fifo" | "average";

/** Units of one chain that came at once. */
export type Lot = {
  /** The event's id, and the number of the lot where an event opens several. */
  id: string;
  chain: string;
  /** When the units were first bought, epoch ms: a transfer keeps it. */
  boughtAtMs: number;
  units: number;
  /** gp for all units; null: unknown, because some of them came from nowhere. */
  cost: number | null;
};

/** Units that an event takes from a lot. */
export type Taking = {
  chain: string;
  /** Null by average cost, where lots are not kept apart. */
  lotId: string | null;
  boughtAtMs: number | null;
  units: number;
  cost: number | null;
};

/** What a character holds of one item. `take` returns fewer units than asked for where no more are held. */
export type Holding = {
  add: (lot: Lot) => void;
  take: (units: number) => Taking[];
  /** All that is left, as if it were taken. */
  rest: () => Taking[];
};

type OpenLot = { lot: Lot; taken: number };

/** First in, first out. The units of a lot share its cost to the coin, however they are taken. */
class FifoHolding implements Holding {
  readonly #lots: OpenLot[];
  #first = 0;

  constructor(lots: OpenLot[]) {
    this.#lots = lots;
  }

  add(lot: Lot): void {
    this.#lots.push({ lot, taken: 0 });
  }

  take(units: number): Taking[] {
    const takings: Taking[] = [];
    let missing = units;
    while (missing > 0) {
      const open = this.#lots[this.#first];
      if (open === undefined) break;
      const taking = partOf(open, missing);
      if (taking.units > 0) takings.push(taking);
      open.taken += taking.units;
      missing -= taking.units;
      if (open.taken === open.lot.units) this.#dropFirst();
    }
    return takings;
  }

  rest(): Taking[] {
    return this.#lots
      .slice(this.#first)
      .map((open) => partOf(open, Infinity))
      .filter(({ units }) => units > 0);
  }

  /** Moves on, and frees the used lots once they are many: removing each from the front would be slow. */
  #dropFirst(): void {
    this.#first += 1;
    if (this.#first < 1_024 || this.#first * 2 < this.#lots.length) return;
    this.#lots.splice(0, this.#first);
    this.#first = 0;
  }
}

function partOf({ lot, taken }: OpenLot, wanted: number): Taking {
  const units = Math.min(wanted, lot.units - taken);
  const cost = lot.cost === null ? null : shareBetween(lot.cost, taken, taken + units, lot.units);
  return { chain: lot.chain, lotId: lot.id, boughtAtMs: lot.boughtAtMs, units, cost };
}

/** One pool. Units of known cost go first: those of unknown cost give neither profit nor loss. */
class AverageHolding implements Holding {
  readonly #chain: string;
  #units: number;
  #cost: number;
  #unknown: number;

  constructor(chain: string, { units, cost, unknown }: { units: number; cost: number; unknown: number }) {
    this.#chain = chain;
    this.#units = units;
    this.#cost = cost;
    this.#unknown = unknown;
  }

  add({ units, cost }: Lot): void {
    if (cost === null) {
      this.#unknown += units;
      return;
    }
    this.#units += units;
    this.#cost += cost;
  }

  take(wanted: number): Taking[] {
    const takings: Taking[] = [];
    const units = Math.min(wanted, this.#units);
    if (units > 0) {
      const cost = shareOf(this.#cost, units, this.#units);
      this.#units -= units;
      this.#cost -= cost;
      takings.push(this.#taking(units, cost));
    }
    const unknown = Math.min(wanted - units, this.#unknown);
    if (unknown > 0) {
      this.#unknown -= unknown;
      takings.push(this.#taking(unknown, null));
    }
    return takings;
  }

  rest(): Taking[] {
    const known = this.#units === 0 ? [] : [this.#taking(this.#units, this.#cost)];
    return this.#unknown === 0 ? known : [...known, this.#taking(this.#unknown, null)];
  }

  #taking(units: number, cost: number | null): Taking {
    return { chain: this.#chain, lotId: null, boughtAtMs: null, units, cost };
  }
}

const sum = (numbers: Iterable<number>): number => {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
};

/**
 * The holding of a chain after some of its events: `lots` that they opened, in the order of the ledger, and all `takings`
 * from them. Both empty: nothing is held.
 */
export function holdingOf(
  method: CostMethod,
  chain: string,
  lots: readonly Lot[] = [],
  takings: readonly Taking[] = [],
): Holding {
  if (method === "fifo") {
    const taken = new Map<string | null, number>();
    for (const { lotId, units } of takings) taken.set(lotId, (taken.get(lotId) ?? 0) + units);
    const open = lots.map((lot) => ({ lot, taken: taken.get(lot.id) ?? 0 }));
    return new FifoHolding(open.filter((each) => each.taken < each.lot.units));
  }
  const unitsOf = (parts: readonly { units: number; cost: number | null }[], isKnown: boolean) =>
    sum(parts.filter(({ cost }) => (cost !== null) === isKnown).map(({ units }) => units));
  const costOf = (parts: readonly { cost: number | null }[]) => sum(parts.map(({ cost }) => cost ?? 0));
  return new AverageHolding(chain, {
    units: unitsOf(lots, true) - unitsOf(takings, true),
    cost: costOf(lots) - costOf(takings),
    unknown: unitsOf(lots, false) - unitsOf(takings, false),
  });
}
