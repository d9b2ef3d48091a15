import type { FeatureNav } from "#ui/nav.ts";
import { comingAllowances } from "./rules/allowance.ts";
import type { Allowance } from "./rules/allowance.ts";

export const billingNav: FeatureNav<Allowance> = {
  rail: [{ href: "/plans", label: "Plans", icon: "plans", order: 90, whereSold: true }],
  palette: [
    {
      key: "plans",
      label: "Plans",
      href: "/plans",
      icon: "plans",
      order: 70,
      words: ["billing", "subscription", "pro", "price", "upgrade"],
    },
  ],
  settingsTabs: [{ href: "/settings/billing", label: "Plan", order: 40 }],
  adminTabs: [{ href: "/admin/billing", label: "Billing", order: 20 }],
  planRows: comingAllowances,
};
