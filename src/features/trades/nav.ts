import type { FeatureNav } from "#ui/nav.ts";

export const tradesNav: FeatureNav = {
  rail: [
    { href: "/flips", label: "Flips", icon: "flips", order: 12 },
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
      key: "flips",
      label: "Flips",
      href: "/flips",
      icon: "flips",
      order: 12,
      words: ["trades", "ledger", "add a trade", "my trades", "purchases", "sales", "gaps"],
    },
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
  settingsTabs: [{ href: "/settings/trading", label: "Trading", order: 17 }],
  keys: [
    {
      title: "Flips",
      path: "/flips",
      order: 12,
      keys: [
        [["a"], "To the line that adds a trade"],
        [["j", "↓"], "Next row"],
        [["k", "↑"], "Row before"],
        [["Enter"], "Explain the flip; in the line: add the trade"],
        [["Space"], "Choose the row"],
        [["Shift Space"], "Choose all rows from the last one"],
        [["Esc"], "Close the panel; choose no row"],
      ],
    },
  ],
};
