import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { historyDays, historyExports } from "./rules/allowances.ts";

export const historyNav: FeatureNav<Allowance> = {
  adminTabs: [
    { href: "/admin/updates", label: "Game updates", order: 40 },
    { href: "/admin/history", label: "History", order: 50 },
  ],
  keys: [
    {
      title: "Price chart",
      path: "/items/",
      order: 30,
      keys: [
        [["←", "→"], "Bucket before, next bucket"],
        [["PgUp", "PgDn"], "24 buckets back, 24 on"],
        [["Home", "End"], "First, last bucket"],
        [["+", "-"], "Zoom in, zoom out"],
        [["Shift ←", "Shift →"], "Move the zoomed chart"],
        [["0"], "Show all"],
      ],
    },
  ],
  planRows: [historyDays, historyExports],
  planNotes: [
    "Both plans show history in every step from 5 minutes to a day. A step goes back to where this copy began to record or import it: 5-minute prices start with its first day, and older time is there by the hour or the day.",
  ],
};
