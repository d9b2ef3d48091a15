import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { apiKeysAllowed, apiReadsPerMinute } from "./rules/allowances.ts";
import { WIKI_POINTS } from "./rules/history-endpoints.ts";

export const apiNav: FeatureNav<Allowance> = {
  rail: [{ href: "/api/docs", label: "API", icon: "api", order: 80 }],
  palette: [
    {
      key: "api",
      label: "Public API",
      href: "/api/docs",
      icon: "api",
      order: 80,
      words: "documentation docs developers page",
    },
  ],
  planRows: [apiReadsPerMinute, apiKeysAllowed],
  planNotes: [
    `The public API gives everybody the newest ${WIKI_POINTS} buckets of an item, which may be older than the plan’s price history.`,
  ],
};
