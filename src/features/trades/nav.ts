import type { FeatureNav } from "#ui/nav.ts";

export const tradesNav: FeatureNav = {
  rail: [
    {
      href: "/portfolio",
      label: "Portfolio",
      icon: "portfolio",
      order: 14,
      under: ["/profit", "/limits"],
    },
  ],
  palette: [
    {
      key: "portfolio",
      label: "Portfolio",
      href: "/portfolio",
      icon: "portfolio",
      order: 14,
      words: ["holdings", "lots", "unrealised", "worth"],
    },
    {
      key: "profit",
      label: "Profit",
      href: "/profit",
      icon: "portfolio",
      order: 15,
      words: ["earnings", "report", "tax", "statistics"],
    },
    {
      key: "limits",
      label: "Limits",
      href: "/limits",
      icon: "portfolio",
      order: 16,
      words: ["buy limits", "window", "countdown", "timer"],
    },
  ],
};
