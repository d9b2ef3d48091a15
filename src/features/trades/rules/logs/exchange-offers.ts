import { isLastState, sideOfState } from "./logged-trade.ts";
import type { LoggedTrade } from "./logged-trade.ts";
import type { ExchangeLine } from "./exchange-line.ts";

/** What is known of the offer in a slot. */
type Offer = {
  last: ExchangeLine;
  /** Its trade was counted. */
  isCounted: boolean;
  /** The slot was empty after it, which is also logged for a moment at each login. */
  wasEmptied: boolean;
};

const isSame = (a: number | null, b: number | null) => a === null || b === null || a === b;

/** Whether `next` can be a later or repeated line of the offer that `last` is of. */
const goesOn = (last: ExchangeLine, next: ExchangeLine): boolean =>
  sideOfState(last.state) === sideOfState(next.state) &&
  last.itemId === next.itemId &&
  isSame(last.max, next.max) &&
  isSame(last.offer, next.offer) &&
  next.quantity >= last.quantity &&
  next.worth >= last.worth;

/**
 * Finds the trades in the lines of a log, which repeat after each login and lack the last line of an offer that ended
 * while the trader was away. An offer counts once: at its last line (BOUGHT, SOLD, CANCELLED_*), or as far as it was
 * logged, if the slot is then empty or has another offer.
 */
export class ExchangeOffers {
  readonly #slots = new Map<number, Offer>();

  /** The trades that are certain with this line, at most one. Lines come in the order of the log. */
  next(line: ExchangeLine): LoggedTrade[] {
    const held = this.#slots.get(line.slot);
    if (line.state === "EMPTY") {
      if (held !== undefined) held.wasEmptied = true;
      return [];
    }
    if (held !== undefined && goesOn(held.last, line) && !isNewOffer(held, line)) {
      held.last = line;
      held.wasEmptied = false;
      return this.#countAtEnd(held);
    }
    const before = held === undefined ? [] : this.#countAsLogged(held);
    const offer = { last: line, isCounted: false, wasEmptied: false };
    this.#slots.set(line.slot, offer);
    return [...before, ...this.#countAtEnd(offer)];
  }

  /** At the end of the log: offers whose slot was empty afterwards. Those that may still be open do not count. */
  end(): LoggedTrade[] {
    return [...this.#slots.values()]
      .filter(({ wasEmptied }) => wasEmptied)
      .flatMap((offer) => this.#countAsLogged(offer));
  }

  #countAtEnd(offer: Offer): LoggedTrade[] {
    if (offer.isCounted || !isLastState(offer.last.state)) return [];
    return this.#count(offer, false);
  }

  #countAsLogged(offer: Offer): LoggedTrade[] {
    return offer.isCounted ? [] : this.#count(offer, true);
  }

  #count(offer: Offer, isInferred: boolean): LoggedTrade[] {
    const { last } = offer;
    offer.isCounted = true;
    const side = sideOfState(last.state);
    if (side === null || last.quantity === 0) return [];
    return [
      {
        side,
        item: { id: last.itemId },
        quantity: last.quantity,
        coins: last.worth,
        isAfterTax: false,
        isExact: true,
        time: { local: last.local },
        character: null,
        // Two slots may end alike in the same second.
        sourceId: `slot ${last.slot}`,
        isInferred,
      },
    ];
  }
}

/** After its end an offer can only be repeated: an open state, or other amounts, belong to a new one that looks like it. */
const isNewOffer = ({ last, isCounted }: Offer, line: ExchangeLine): boolean =>
  isCounted &&
  (!isLastState(line.state) ||
    line.quantity !== last.quantity ||
    line.worth !== last.worth ||
    line.state !== last.state);
