import { activeFilters } from "#features/market/rules/list/view.ts";
import type { FilterName, MarketView, Range } from "#features/market/rules/list/view.ts";
import { formatAmount } from "#ui/format/amount.ts";

/** The ages offered (minutes). The URL accepts any other number too. */
export const freshChoices = [5, 15, 60, 360] as const;

export const minutesText = (minutes: number): string =>
  minutes < 60 || minutes % 60 !== 0 ? `${minutes} min` : `${minutes / 60} h`;

const rangeText = (label: string, { min, max }: Range, format: (value: number) => string): string => {
  if (min !== null && max !== null) return `${label} ${format(min)} to ${format(max)}`;
  if (min !== null) return `${label} ≥ ${format(min)}`;
  return max === null ? label : `${label} ≤ ${format(max)}`;
};

const percent = (value: number) => `${value}%`;

function words(view: MarketView, name: FilterName): string {
  switch (name) {
    case "price":
      return view.price ? rangeText("Buy at", view.price, formatAmount) : "";
    case "margin":
      return view.margin ? rangeText("Margin", view.margin, formatAmount) : "";
    case "roi":
      return view.roi ? rangeText("ROI", view.roi, percent) : "";
    case "volume":
      return view.volume ? rangeText("Vol 24h", view.volume, formatAmount) : "";
    case "limit":
      return view.limit ? rangeText("Limit", view.limit, formatAmount) : "";
    case "membership":
      return view.membership === "members" ? "Members only" : "Free to play";
    case "listing":
      return "No longer listed";
    case "freshMinutes":
      return `Traded within ${minutesText(view.freshMinutes ?? 0)}`;
    case "coins":
      return `Affordable with ${formatAmount(view.coins ?? 0)}`;
  }
}

/** The text of each active filter, for its chip. */
export const filterChips = (view: MarketView): { name: FilterName; text: string }[] =>
  activeFilters(view).map((name) => ({ name, text: words(view, name) }));
