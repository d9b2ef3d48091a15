import type { Feature } from "#trpc/feature.ts";
import { exportMount } from "./http.ts";
import { tradeJobs } from "./jobs.ts";
import { ledgerLifecycle } from "./transfer/account-data.ts";

/**
 * The trader's own ledger. `rules/ledger/` cost and profit, `rules/logs/` formats of trade logs · `store/` changing the
 * ledger and deriving what follows · `entry/` trades by hand · `flips/` closed and open flips, profit over time ·
 * `gaps/` what seems to be missing · `characters/` OSRS characters, their coins in offers, and settings · `profit/` sums of a period, by item, by hour of the week · `portfolio/` what
 * is held, at cost and at its value now · `limits/` running windows of buy limits · `transfer/` the ledger as files, and its part of an account.
 */
export const trades: Feature = {
  name: "trades",
  clockJobs: tradeJobs,
  account: ledgerLifecycle,
  http: [exportMount],
};
