import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { historyDays, historyExports } from "./rules/allowances.ts";

export const historyNav: FeatureNav<Allowance> = {
  adminTabs: [
    { href: "/admin/updates", label: "Game updates", order: 40 },
    { href: "/admin/history", label: "History", order: 50 },
  ],
  planRows: [historyDays, historyExports],
};
