import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { importedTradesPerMonth } from "./rules/allowances.ts";

export const importsNav: FeatureNav<Allowance> = {
  planRows: [importedTradesPerMonth],
};
