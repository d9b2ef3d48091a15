import { accounts } from "#features/accounts/feature.ts";
import { api } from "#features/api/feature.ts";
import { audit } from "#features/audit/feature.ts";
import { billing } from "#features/billing/feature.ts";
import { feed } from "#features/feed/feature.ts";
import { history } from "#features/history/feature.ts";
import { imports } from "#features/imports/feature.ts";
import { mail } from "#features/mail/feature.ts";
import { market } from "#features/market/feature.ts";
import { trades } from "#features/trades/feature.ts";
import type { Feature } from "#trpc/feature.ts";

/** All features, lower ones first. Jobs start and account hooks run in this order. */
export const features: readonly Feature[] = [
  audit,
  mail,
  accounts,
  billing,
  feed,
  market,
  history,
  trades,
  imports,
  api,
];
