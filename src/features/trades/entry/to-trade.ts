import type { LedgerRow } from "#features/trades/store/ledger-row.ts";
import type { Trade } from "./contract.ts";

export function toTrade(row: LedgerRow): Trade {
  const { atMs, origin: _origin, weight: _weight, fee: _fee, ...rest } = row;
  return { ...rest, at: atMs };
}
