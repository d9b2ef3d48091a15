import type { Allowance } from "#features/billing/rules/allowance.ts";
import type { FeatureNav } from "#ui/nav.ts";
import { watchedItems } from "./rules/allowances.ts";

export const marketNav: FeatureNav<Allowance> = {
  rail: [
    { href: "/", label: "Market", icon: "market", order: 10, under: ["/items/"] },
    { href: "/watchlists", label: "Watchlists", icon: "watch", order: 11, under: ["/watchlists/"] },
  ],
  palette: [
    {
      key: "market",
      label: "Market",
      href: "/",
      icon: "market",
      order: 10,
      words: ["list", "all items", "home"],
    },
    {
      key: "watchlists",
      label: "Watchlists",
      href: "/watchlists",
      icon: "watch",
      order: 11,
      words: ["watched", "stars", "favourites", "favorites"],
    },
  ],
  keys: [
    {
      title: "Market list",
      path: "/",
      order: 10,
      keys: [
        [["j", "↓"], "Next row"],
        [["k", "↑"], "Row before; above the first: the column heads"],
        [["←", "→"], "Column before, next column"],
        [["PgUp", "PgDn"], "A page up, a page down"],
        [["Home", "End"], "First, last column"],
        [["Ctrl Home", "Ctrl End"], "First, last row"],
        [["Enter"], "Open the item; on a column head: sort by it"],
        [["Ctrl Enter"], "Open the item in a tab of its own"],
        [["w"], "Watch the item of the row, or do no longer"],
        [["Esc"], "Clear the search"],
      ],
    },
    {
      title: "Item",
      path: "/items/",
      order: 15,
      keys: [[["w"], "Watch the item, or do no longer"]],
    },
    {
      title: "Search of a list",
      path: "/",
      order: 20,
      keys: [
        [["↓"], "To the first row"],
        [["Enter"], "Open the first item"],
        [["Esc"], "Clear the search, then leave it"],
      ],
    },
    {
      title: "Watchlists",
      path: "/watchlists",
      order: 40,
      keys: [
        [["Alt ↑", "Alt ↓"], "Move the item or the list"],
        [["w", "Del"], "Take the item off the list"],
      ],
    },
    {
      title: "Every page",
      order: 90,
      keys: [
        [["Ctrl K"], "Search items and pages"],
        [["/"], "Search: of the page's list if it has one"],
        [["?"], "This map of keys"],
        [["Esc"], "Close what is open"],
      ],
    },
  ],
  planRows: [watchedItems],
};
