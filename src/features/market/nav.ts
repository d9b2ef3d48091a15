import type { FeatureNav } from "#ui/nav.ts";

export const marketNav: FeatureNav = {
  rail: [{ href: "/", label: "Market", icon: "market", order: 10, under: ["/items/"] }],
  palette: [
    { key: "market", label: "Market", href: "/", icon: "market", order: 10, words: "list all items page" },
  ],
};
