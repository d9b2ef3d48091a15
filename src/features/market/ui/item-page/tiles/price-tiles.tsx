"use client";
import { useId, useState } from "react";
import type { ItemView } from "#features/market/contract.ts";
import { marginOf } from "#features/market/rules/margin.ts";
import type { Judgement } from "#features/market/rules/judge.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";
import { Amount, Gain } from "#features/market/ui/item-page/calculators/amount.tsx";
import { CopyPrice } from "./copy-price.tsx";
import { MarginFormula } from "./margin-formula.tsx";
import { Tile } from "./tile.tsx";
import classes from "./tile.module.css";

const olderOf = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

const Price = ({ name, value }: { name: string; value: number | null }) => (
  <>
    <Amount value={value} />
    {value !== null && <CopyPrice name={name} value={value} />}
  </>
);

type PriceTilesProps = { item: ItemView; judged: Judgement; sale: Sale; trusted: boolean };

/** The tiles for the buy price, the sell price, the margin after tax, and the ROI. */
export function PriceTiles({ item, judged, sale, trusted }: PriceTilesProps) {
  const [isOpen, setOpen] = useState(false);
  const formulaId = useId();
  const average5m = marginOf({ high: item.avgHigh5m, low: item.avgLow5m }, sale, item.resaleFee);
  const average1h = marginOf({ high: item.avgHigh1h, low: item.avgLow1h }, sale, item.resaleFee);
  const marginAt = olderOf(item.highTime, item.lowTime);
  const basis = judged.notes.length === 0 ? undefined : judged.notes.join("\n");
  const button = { isOpen, controls: formulaId, onToggle: () => setOpen(!isOpen) };
  return (
    <section aria-label="Prices">
      <div className={classes.tiles}>
        <Tile
          label="Buy at"
          hint="The last instant sell: an offer at this price is what a buyer pays"
          tracked={item.low}
          value={<Price name="buy price" value={item.low} />}
          atMs={item.lowTime}
          average5m={<Amount value={item.avgLow5m} unit="" />}
          average1h={<Amount value={item.avgLow1h} unit="" />}
        />
        <Tile
          label="Sell at"
          hint="The last instant buy: an offer at this price is what a seller gets, before tax"
          tracked={item.high}
          value={<Price name="sell price" value={item.high} />}
          atMs={item.highTime}
          average5m={<Amount value={item.avgHigh5m} unit="" />}
          average1h={<Amount value={item.avgHigh1h} unit="" />}
        />
        <Tile
          label="Margin after tax"
          button={button}
          tracked={judged.margin}
          value={<Gain value={judged.margin} trusted={trusted} />}
          atMs={marginAt}
          basis={basis}
          average5m={<Gain value={average5m.margin} unit="" trusted={false} />}
          average1h={<Gain value={average1h.margin} unit="" trusted={false} />}
        />
        <Tile
          label="ROI"
          hint="Margin after tax for each coin put in"
          tracked={judged.roi}
          value={<Gain value={judged.roi} as="percent" trusted={trusted} />}
          atMs={marginAt}
          basis={basis}
          average5m={<Gain value={average5m.roi} as="percent" trusted={false} />}
          average1h={<Gain value={average1h.roi} as="percent" trusted={false} />}
        />
      </div>
      <div id={formulaId} hidden={!isOpen}>
        {isOpen && <MarginFormula item={item} judged={judged} sale={sale} trusted={trusted} />}
      </div>
    </section>
  );
}
