import type { LedgerRow } from "#features/trades/store/ledger-row.ts";

/** The largest number in the plugin's fields. */
const MAX_INT = 2_147_483_647;

type Item = { itemId: number; name: string; limit: number | null; account: string };

/** Whether the plugin's file has a place for a trade. */
export const fitsFlippingUtilities = ({
  kind,
  quantity,
  gross,
}: Pick<LedgerRow, "kind" | "quantity" | "gross">): boolean =>
  (kind === "buy" || kind === "sell") && quantity <= MAX_INT && Math.floor(gross / quantity) <= MAX_INT;

/** The start of an item of `trades`; its offers and ITEM_END follow. */
export const flippingItemStart = ({ itemId, name, limit, account }: Item): string =>
  `{"id":${itemId},"name":${JSON.stringify(name)},"tGL":${limit ?? 0},"fB":${JSON.stringify(account)},"vFPI":true,"h":{"sO":[`;
export const FLIPPING_ITEM_END = "]}}";

/** An offer of `sO`. `s` -1: entered by hand, since the slot is unknown. */
export function flippingOffer({ id, itemId, kind, quantity, gross, atMs }: LedgerRow): string {
  const isBuy = kind === "buy";
  return JSON.stringify({
    uuid: id,
    b: isBuy,
    id: itemId,
    cQIT: quantity,
    p: Math.floor(gross / quantity),
    t: atMs,
    s: -1,
    st: isBuy ? "BOUGHT" : "SOLD",
    tAA: 0,
    tSFO: 0,
    tQIT: quantity,
    tradeStartedAt: atMs,
    beforeLogin: false,
  });
}
