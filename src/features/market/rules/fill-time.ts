import { REACHABLE_SHARE } from "./reachable.ts";

/** Units that trade on one side. Null is unknown. */
export type SideVolume = {
  /** What this hour of the week usually sees (`usual_volumes` in schema.ts). */
  usualHour: number | null;
  /** The last 24 hours. */
  day: number | null;
};

/**
 * Hours until an order of `quantity` units fills on one side. The order gets half of what trades (`REACHABLE_SHARE`): in
 * the first hour of what this hour of the week usually sees, later of the day's hourly mean. Where only one of the two is
 * known it stands for both. Infinity: nothing trades. Null while the quantity or both volumes are unknown. The rule is
 * the product's own, see docs/market-rules.md, section 4.
 */
export function sideFillHours(quantity: number | null, { usualHour, day }: SideVolume): number | null {
  const hourly = day === null ? usualHour : day / 24;
  if (quantity === null || hourly === null) return null;
  if (quantity <= 0) return 0;
  const first = REACHABLE_SHARE * (usualHour ?? hourly);
  if (quantity <= first) return quantity / first;
  return hourly <= 0 ? Infinity : 1 + (quantity - first) / (REACHABLE_SHARE * hourly);
}

type Volumes = {
  volume24h: number | null;
  highVolume24h: number | null;
  usualHigh: number | null;
  usualLow: number | null;
};

/** The volumes of both sides of an item. */
export const sidesOf = ({ volume24h, highVolume24h, usualHigh, usualLow }: Volumes) => ({
  high: { usualHour: usualHigh, day: highVolume24h },
  low: {
    usualHour: usualLow,
    day: volume24h === null || highVolume24h === null ? null : volume24h - highVolume24h,
  },
});

/** Hours until `quantity` units are bought and then sold: the sum of both sides. A buyer waits for instant sells (`low`). */
export function fillHours(quantity: number | null, sides: { high: SideVolume; low: SideVolume }) {
  const [buying, selling] = [sideFillHours(quantity, sides.low), sideFillHours(quantity, sides.high)];
  return buying === null || selling === null ? null : buying + selling;
}

const HOURS_OF_MONTH = 30 * 24;

/** A time to fill in words, rounded to whole units: `about 2 h`. Null is unknown. */
export function fillText(hours: number | null): string | null {
  if (hours === null) return null;
  if (hours === Infinity) return "no trades";
  if (hours > HOURS_OF_MONTH) return "over a month";
  const minutes = hours * 60;
  if (minutes < 1) return "under 1 min";
  if (minutes < 59.5) return `about ${Math.round(minutes)} min`;
  if (hours < 36) return `about ${Math.round(hours)} h`;
  return `about ${Math.round(hours / 24)} days`;
}

type Prices = { high: number | null; low: number | null };

/** The time to fill of an item as the list writes it. An item with an unknown side was never traded on it. */
export const itemFillText = ({ high, low }: Prices, hours: number | null): string | null =>
  high === null || low === null ? "never traded" : fillText(hours);

/** How the time to fill comes about, by side; null if it is unknown or nothing is to fill. */
export function fillSentence(
  quantity: number | null,
  sides: { high: SideVolume; low: SideVolume },
): string | null {
  const buying = fillText(sideFillHours(quantity, sides.low));
  const selling = fillText(sideFillHours(quantity, sides.high));
  if (buying === null || selling === null || quantity === 0) return null;
  const isUsual = sides.low.usualHour !== null && sides.high.usualHour !== null;
  const basis = isUsual ? "usually trades at this hour of the week" : "traded in the last 24 hours";
  return `Buying ${buying}, then selling ${selling}: your offers get half of what ${basis}.`;
}
