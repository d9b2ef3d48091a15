const number = new Intl.NumberFormat("en");

type Reach = {
  limit: number | null;
  slowVolume24h: number | null;
  /** Units that the trader's coins buy; null without a bound. */
  coinsUnits: number | null;
  /** What `reachableUnits` makes of the three; null is unknown. */
  units: number | null;
};

const unitsText = (units: number) => (units === 1 ? "1 unit" : `${number.format(units)} units`);

/** The parts of the reachable units with their numbers: `Limit 10,000 · 6 traded in 24 h on the slower side → about 1 unit`. */
export function reachableSentence({ limit, slowVolume24h, coinsUnits, units }: Reach): string {
  const parts = [
    limit === null ? "Limit unknown" : `Limit ${number.format(limit)}`,
    slowVolume24h === null
      ? "volume of 24 h unknown"
      : `${number.format(slowVolume24h)} traded in 24 h on the slower side`,
    ...(coinsUnits === null ? [] : [`your coins buy ${number.format(coinsUnits)}`]),
  ].join(" · ");
  if (units === null) return parts;
  return `${parts} → ${units === 0 ? "less than 1 unit" : `about ${unitsText(units)}`} in 4 h`;
}
