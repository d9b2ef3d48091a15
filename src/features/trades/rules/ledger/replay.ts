import { chainOf } from "./ledger-event.ts";
import type { Conversion, LedgerEvent, Sell, Transfer } from "./ledger-event.ts";
import { holdingOf } from "./holding.ts";
import type { CostMethod, Holding, Lot, Taking } from "./holding.ts";
import { shareBetween } from "./share.ts";

/** Units that an event needed and nobody held: a purchase that is missing in the ledger. */
export type Missing = { chain: string; units: number };

/** What an event means for the ledger. All coins are gp. */
export type Outcome = {
  eventId: string;
  opened: readonly Lot[];
  takings: readonly Taking[];
  missing: readonly Missing[];
  /** Realised: the coins of units of known cost, less this cost. Null where nothing of known cost was sold. */
  profit: number | null;
  /** Coins received for units without a known cost: neither a profit nor a loss. */
  unexplained: number;
  /** Cost of units that ended in goods or coins without a known cost. */
  absorbed: number;
};

/** What is held of each chain. */
export type Holdings = Map<string, Holding>;

const nothing = { opened: [], takings: [], missing: [], profit: null, unexplained: 0, absorbed: 0 } as const;

/**
 * Applies events to the holdings, in the order of `compareEvents`, which the caller sorts them by. Changes `holdings`.
 * The same function computes a ledger from scratch and what follows a change.
 */
export class Replay {
  readonly #method: CostMethod;
  readonly holdings: Holdings;

  constructor(method: CostMethod, holdings: Holdings = new Map()) {
    this.#method = method;
    this.holdings = holdings;
  }

  apply(event: LedgerEvent): Outcome {
    switch (event.kind) {
      case "buy":
      case "gain":
        return this.#open(event.id, [
          {
            chain: chainOf(event.characterId, event.itemId),
            boughtAtMs: event.atMs,
            units: event.quantity,
            cost: event.coins,
          },
        ]);
      case "sell":
        return this.#sell(event);
      case "withdrawal":
        return { ...nothing, eventId: event.id, ...this.#take(event.characterId, event) };
      case "transfer":
        return this.#transfer(event);
      case "conversion":
        return this.#convert(event);
    }
  }

  holding(chain: string): Holding {
    const held = this.holdings.get(chain) ?? holdingOf(this.#method, chain);
    this.holdings.set(chain, held);
    return held;
  }

  #take(characterId: string, { itemId, quantity }: { itemId: number; quantity: number }) {
    const chain = chainOf(characterId, itemId);
    const takings = this.holding(chain).take(quantity);
    const units = quantity - takings.reduce((sum, taking) => sum + taking.units, 0);
    return { takings, missing: units === 0 ? [] : [{ chain, units }] };
  }

  #open(eventId: string, lots: readonly Omit<Lot, "id">[]): Outcome {
    const opened = lots.map((lot, index) => ({ ...lot, id: index === 0 ? eventId : `${eventId}:${index}` }));
    for (const lot of opened) this.holding(lot.chain).add(lot);
    return { ...nothing, eventId, opened };
  }

  #sell(event: Sell): Outcome {
    const { takings, missing } = this.#take(event.characterId, event);
    const net = event.coins - event.tax;
    let [profit, unexplained, from]: [number | null, number, number] = [null, net, 0];
    for (const { units, cost } of takings) {
      const coins = shareBetween(net, from, from + units, event.quantity);
      from += units;
      if (cost === null) continue;
      profit = (profit ?? 0) + coins - cost;
      unexplained -= coins;
    }
    return { ...nothing, eventId: event.id, takings, missing, profit, unexplained };
  }

  #transfer(event: Transfer): Outcome {
    const taken = this.#take(event.characterId, event);
    const chain = chainOf(event.toCharacterId, event.itemId);
    const lots = taken.takings.map(({ units, cost, boughtAtMs }) => ({
      chain,
      boughtAtMs: boughtAtMs ?? event.atMs,
      units,
      cost,
    }));
    const unknown = taken.missing.map(({ units }) => ({ chain, boughtAtMs: event.atMs, units, cost: null }));
    return { ...this.#open(event.id, [...lots, ...unknown]), ...taken };
  }

  #convert(event: Conversion): Outcome {
    const taken = event.inputs.map((part) => this.#take(event.characterId, part));
    const takings = taken.flatMap((each) => each.takings);
    const missing = taken.flatMap((each) => each.missing);
    const isKnown = missing.length === 0 && takings.every(({ cost }) => cost !== null);
    const spent = event.paid + takings.reduce((sum, { cost }) => sum + (cost ?? 0), 0);
    const gained = event.received - spent;
    const opened = this.#open(event.id, outputsOf(event, isKnown ? Math.max(-gained, 0) : null));
    const base = { ...opened, takings, missing };
    if (!isKnown) return { ...base, unexplained: event.received, absorbed: spent };
    // More coins than the goods cost, or no goods for them: the difference is realised.
    return event.outputs.length === 0 || gained > 0 ? { ...base, profit: gained } : base;
  }
}

/** The lots of a conversion: `cost` (gp; null is unknown) is shared by weight, to the coin. */
function outputsOf(event: Conversion, cost: number | null): Omit<Lot, "id">[] {
  const whole = event.outputs.reduce((sum, { weight }) => sum + weight, 0);
  let from = 0;
  return event.outputs.map(({ itemId, quantity, weight }) => {
    const share = cost === null ? null : shareBetween(cost, from, from + weight, whole);
    from += weight;
    return {
      chain: chainOf(event.characterId, itemId),
      boughtAtMs: event.atMs,
      units: quantity,
      cost: share,
    };
  });
}
