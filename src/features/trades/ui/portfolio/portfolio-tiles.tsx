"use client";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import type { Portfolio } from "#features/trades/portfolio/contract.ts";
import { Tile, Tiles } from "#features/trades/ui/desk/tile.tsx";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Age, Amount, Percent, SignedAmount } from "#ui/format/figures.tsx";
import classes from "./portfolio.module.css";

const OfferForms = dynamic(() => import("./offer-forms.tsx").then((module) => module.OfferForms), {
  ssr: false,
});

const times = (count: number, one: string, more: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${more}`;

/** What the sums leave out, in sentences. */
function leftOut({ totals: { withoutCost, withoutPrice }, offers }: Portfolio): string[] {
  const withoutCoins = offers.filter(({ coins }) => coins === null).length;
  return [
    ...(withoutCost === 0
      ? []
      : [
          `${times(withoutCost, "holding has", "holdings have")} units of unknown cost: they count in the value, not in cost and profit.`,
        ]),
    ...(withoutPrice === 0
      ? []
      : [
          `${times(withoutPrice, "holding has", "holdings have")} no known price: they count in the cost, not in value, profit and total worth.`,
        ]),
    ...(withoutCoins === 0
      ? []
      : [
          `The coins in offers of ${times(withoutCoins, "character", "characters")} are not entered: the total worth leaves them out.`,
        ]),
    "Other coins, such as those in the bank, are not counted: trades tell only what was bought and sold.",
  ];
}

/** When the oldest of the entries was made, epoch ms. */
const oldestOf = (offers: Portfolio["offers"]): number | null => {
  const entered = offers.flatMap(({ at }) => (at === null ? [] : [at]));
  return entered.length === 0 ? null : Math.min(...entered);
};

export function PortfolioTiles({ portfolio }: { portfolio: Portfolio }) {
  const { totals, offers, offerCoins, worth } = portfolio;
  const [isOpen, setOpen] = useState(false);
  const formsId = useId();
  const enteredAt = oldestOf(offers);
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
        <Tile
          label="Coins in offers"
          unit="gp"
          hint="What your characters have in buy offers of the Grand Exchange, as you entered it"
          below={
            <>
              {enteredAt !== null && (
                <>
                  <Age atMs={enteredAt} /> ago ·{" "}
                </>
              )}
              <button
                type="button"
                className={classes.change}
                aria-expanded={isOpen}
                aria-controls={formsId}
                aria-label={`${isOpen ? "Close" : "Enter"} coins in offers`}
                onClick={() => setOpen(!isOpen)}
              >
                {isOpen ? "Close" : enteredAt === null ? "Enter" : "Change"}
              </button>
            </>
          }
        >
          <Amount value={offerCoins} />
        </Tile>
        <Tile label="Total worth" unit="gp" hint="Value now and coins in offers, of both what is known">
          <Amount value={worth} />
        </Tile>
      </Tiles>
      <div id={formsId}>{isOpen && <OfferForms offers={offers} />}</div>
      {leftOut(portfolio).map((sentence) => (
        <p key={sentence} className={desk.note}>
          {sentence}
        </p>
      ))}
    </section>
  );
}
