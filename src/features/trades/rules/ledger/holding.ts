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
  /** The same as lots, in the order in which they are used: `holdingOf` restores the holding from them. */
  open: () => OpenLot[];
};

/** A lot of which units are left. By average cost all units of known cost are one such lot without an id. */
export type OpenLot = {
  lot: Omit<Lot, "id" | "boughtAtMs"> & { id: string | null; boughtAtMs: number | null };
  taken: number;
};

/** First in, first out. The units of a lot share its cost to the coin, however they are taken. */
class FifoHolding implements Holding {
  #lots: OpenLot[];
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
    return this.open().map((open) => partOf(open, Infinity));
  }

  open(): OpenLot[] {
    return this.#lots.slice(this.#first);
  }

  /** Moves on, and frees the used lots once they are many: removing each from the front would be slow. */
  #dropFirst(): void {
    this.#first += 1;
    if (this.#first < 1_024 || this.#first * 2 < this.#lots.length) return;
    this.#lots = this.#lots.slice(this.#first);
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
  #units = 0;
  #cost = 0;
  #unknown = 0;

  constructor(chain: string, lots: readonly OpenLot[]) {
    this.#chain = chain;
    for (const { lot, taken } of lots) {
      const units = lot.units - taken;
      if (lot.cost === null) this.#unknown += units;
      else {
        this.#units += units;
        this.#cost += shareBetween(lot.cost, taken, lot.units, lot.units);
      }
    }
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
    return this.open().map(({ lot }) => this.#taking(lot.units, lot.cost));
  }

  open(): OpenLot[] {
    const pool = (units: number, cost: number | null): OpenLot[] =>
      units === 0 ? [] : [{ lot: { id: null, chain: this.#chain, boughtAtMs: null, units, cost }, taken: 0 }];
    return [...pool(this.#units, this.#cost), ...pool(this.#unknown, null)];
  }

  #taking(units: number, cost: number | null): Taking {
    return { chain: this.#chain, lotId: null, boughtAtMs: null, units, cost };
  }
}

/** The holding of a chain with these lots, in the order in which they are used. None: nothing is held. */
export const holdingOf = (method: CostMethod, chain: string, lots: readonly OpenLot[] = []): Holding =>
  method === "fifo" ? new FifoHolding([...lots]) : new AverageHolding(chain, lots);
