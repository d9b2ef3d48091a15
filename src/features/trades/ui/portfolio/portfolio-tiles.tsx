import type { PortfolioTotals } from "#features/trades/portfolio/contract.ts";
import { Tile, Tiles } from "#features/trades/ui/desk/tile.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Amount, Percent, SignedAmount } from "#ui/format/figures.tsx";

const times = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** What the sums leave out, in sentences. */
function leftOut({ withoutCost, withoutPrice }: PortfolioTotals): string[] {
  return [
    ...(withoutCost === 0
      ? []
      : [
          `${times(withoutCost, "holding has", "holdings have")} units of unknown cost: they count in the value, not in cost and profit.`,
        ]),
    ...(withoutPrice === 0
      ? []
      : [
          `${times(withoutPrice, "holding has", "holdings have")} no known price: they count in the cost, not in value and profit.`,
        ]),
    "Coins, and goods and coins in open offers, are not counted: trades tell only what was bought and sold.",
  ];
}

export function PortfolioTiles({ totals }: { totals: PortfolioTotals }) {
  return (
    <section aria-label="Totals">
      <Tiles label="Totals, gp">
        <Tile label="Cost" unit="gp" hint="What the units of known cost have cost">
          <Amount value={totals.cost} />
        </Tile>
        <Tile
          label="Value now"
          unit="gp"
          hint="All units sold at the latest sell-at price, after tax and re-trade fee"
        >
          <Amount value={totals.value} />
        </Tile>
        <Tile
          label="Unrealised profit"
          unit="gp"
          hint="Value less cost, of the units whose cost and price are known"
        >
          <SignedAmount value={totals.profit} />
        </Tile>
        <Tile label="ROI" hint="Unrealised profit as a share of what these units cost">
          <Percent value={totals.roi} />
        </Tile>
      </Tiles>
      {leftOut(totals).map((sentence) => (
        <p key={sentence} className={desk.note}>
          {sentence}
        </p>
      ))}
    </section>
  );
}
