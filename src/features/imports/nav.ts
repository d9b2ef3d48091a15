import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { importedTradesPerMonth } from "./rules/allowances.ts";

export const importsNav: FeatureNav<Allowance> = {
  palette: [
    {
      key: "imports",
      label: "Imports",
      href: "/imports",
      icon: "imports",
      order: 18,
      words: [
        "upload",
        "trade log",
        "file",
        "runelite",
        "csv",
        "copilot",
        "flipping utilities",
        "exchange logger",
      ],
      audience: "signedIn",
    },
  ],
  planRows: [importedTradesPerMonth],
};
