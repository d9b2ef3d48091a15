import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { apiKeysAllowed, apiReadsPerMinute } from "./rules/allowances.ts";

export const apiNav: FeatureNav<Allowance> = {
  rail: [{ href: "/api/docs", label: "API", icon: "api", order: 80 }],
  palette: [
    {
      key: "api",
      label: "Public API",
      href: "/api/docs",
      icon: "api",
      order: 80,
      words: ["documentation", "docs", "developers"],
    },
  ],
  planRows: [apiReadsPerMinute, apiKeysAllowed],
};
