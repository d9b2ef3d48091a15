/**
 * What happened to a trader's goods. Quantities are units of 1 or more, coins are gp of 0 or more; both are safe
 * integers. An event concerns one OSRS character; a transfer concerns two.
 */
type Base = {
  id: string;
  /** Epoch ms. */
  atMs: number;
  characterId: string;
};

/** `coins`: all that was paid. Buyers pay no tax. */
export type Buy = Base & { kind: "buy"; itemId: number; quantity: number; coins: number };

/** `coins`: all that was received, before tax; `tax`: what the Grand Exchange kept of it, at most `coins`. */
export type Sell = Base & { kind: "sell"; itemId: number; quantity: number; coins: number; tax: number };

/** Goods that came without a trade, such as a drop or a gift, at the cost (gp) that the trader declares. */
export type Gain = Base & { kind: "gain"; itemId: number; quantity: number; coins: number };

/** Goods taken out of trading for own use: neither a profit nor a loss. */
export type Withdrawal = Base & { kind: "withdrawal"; itemId: number; quantity: number };

/** Goods that go to another character of the same trader, at their cost. */
export type Transfer = Base & { kind: "transfer"; itemId: number; quantity: number; toCharacterId: string };

export type Part = { itemId: number; quantity: number };
/** `weight`: a safe integer of 1 or more, such as the value of all units at that time, gp. */
export type WeightedPart = Part & { weight: number };

/**
 * Goods that become others: a set packed or unpacked, potions decanted, an item alchemised, a bond made tradeable. The
 * cost of the inputs and the coins paid, less the coins received, become the cost of the outputs, shared by weight.
 * There is at least one input. Without outputs it is a sale for the coins received.
 */
export type Conversion = Base & {
  kind: "conversion";
  inputs: readonly Part[];
  outputs: readonly WeightedPart[];
  paid: number;
  received: number;
};

export type LedgerEvent = Buy | Sell | Gain | Withdrawal | Transfer | Conversion;

/** At the same moment goods come before they go, so that a trade logged by the second is not sold before it is bought. */
const RANK: Readonly<Record<LedgerEvent["kind"], number>> = {
  buy: 0,
  gain: 0,
  transfer: 1,
  conversion: 2,
  sell: 3,
  withdrawal: 3,
};

const partText = ({ itemId, quantity }: Part) => `${itemId}x${quantity}`;

/** All that distinguishes two events of one moment and kind, without the ids, which depend on the order of arrival. */
function contentOf(event: LedgerEvent): string {
  const { characterId, kind } = event;
  if (kind === "conversion") {
    const outputs = event.outputs.map((part) => `${partText(part)}w${part.weight}`);
    return [
      characterId,
      kind,
      ...event.inputs.map(partText),
      "to",
      ...outputs,
      event.paid,
      event.received,
    ].join();
  }
  const more =
    kind === "transfer"
      ? [event.toCharacterId]
      : kind === "sell"
        ? [event.coins, event.tax]
        : kind === "withdrawal"
          ? []
          : [event.coins];
  return [characterId, kind, partText(event), ...more].join();
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * The order of the ledger: by time, at the same moment by kind, then by content. The order in which events were entered
 * or imported plays no part.
 */
export const compareEvents = (a: LedgerEvent, b: LedgerEvent): number =>
  a.atMs - b.atMs ||
  RANK[a.kind] - RANK[b.kind] ||
  compareText(contentOf(a), contentOf(b)) ||
  compareText(a.id, b.id);

/** One item of one character: events of other chains touch it by transfers and conversions only. */
export const chainOf = (characterId: string, itemId: number): string => `${characterId}/${itemId}`;

/** What `chainOf` joined. */
export function chainParts(chain: string): { characterId: string; itemId: number } {
  const slash = chain.lastIndexOf("/");
  return { characterId: chain.slice(0, slash), itemId: Number(chain.slice(slash + 1)) };
}

/** The chains that an event takes from or adds to. */
export function chainsOf(event: LedgerEvent): string[] {
  const { characterId } = event;
  if (event.kind === "conversion") {
    return [...event.inputs, ...event.outputs].map(({ itemId }) => chainOf(characterId, itemId));
  }
  const own = chainOf(characterId, event.itemId);
  return event.kind === "transfer" ? [own, chainOf(event.toCharacterId, event.itemId)] : [own];
}
