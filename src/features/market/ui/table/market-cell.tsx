"use client";
import type { ReactNode } from "react";
import type { ColumnId, MarketColumns } from "#features/market/rules/list/columns.ts";
import { basisSentences } from "#features/market/rules/profit-basis.ts";
import { itemFillText } from "#features/market/rules/fill-time.ts";
import { reachableSentence } from "#features/market/rules/reachable-sentence.ts";
import { decodeSparkline } from "#features/market/rules/list/sparkline.ts";
import { Age, Amount, Exact, Percent, SignedAmount, Unknown } from "#ui/format/figures.tsx";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import { Sparkline } from "#ui/format/sparkline.tsx";
import classes from "#features/market/ui/page/market.module.css";
import { FreeMark } from "./free-mark.tsx";
import { QualityMarks } from "./quality-marks.tsx";
import { RowAge } from "./row-age.tsx";
import { FlashOnChange } from "./flash-on-change.tsx";

/** Players know limits exactly. The game's largest is 300,000; a longer one than this is shortened. */
const EXACT_LIMIT = 999_999;

/** How small a name has to be written so that all of it fits. The catalogue's longest has 49 letters, its longest word 18. */
function sizeOf(name: string): "small" | "medium" | undefined {
  if (name.length > 36 || /\S{16}/.test(name)) return "small";
  return name.length > 18 ? "medium" : undefined;
}

function Name({ market, row }: { market: MarketColumns; row: number }) {
  const name = market.name[row] ?? "";
  return (
    <span className={classes.item}>
      <ItemIcon name={name} icon={market.icon[row] ?? ""} />
      <span className={classes.name} data-name data-size={sizeOf(name)} title={name}>
        {name}
      </span>
      <FreeMark members={market.members[row] ?? null} />
    </span>
  );
}

function Change({ market, row }: { market: MarketColumns; row: number }) {
  const change = market.change24h[row] ?? null;
  const encoded = market.sparkline[row] ?? null;
  const trend = change === null || change === 0 ? "flat" : change > 0 ? "up" : "down";
  return (
    <span className={classes.change}>
      {encoded !== null && <Sparkline heights={decodeSparkline(encoded)} trend={trend} />}
      <span className={classes.changeFigure}>
        <Percent value={change} arrow />
      </span>
    </span>
  );
}

/** The parts of the profit per window, and the averages that it counts with. */
function profitHint(market: MarketColumns, row: number): string {
  const basis = market.basis[row];
  const reach = reachableSentence({
    limit: market.limit[row] ?? null,
    slowVolume24h: market.slowVolume24h[row] ?? null,
    coinsUnits: market.coinsUnits[row] ?? null,
    units: market.units[row] ?? null,
  });
  return [reach, ...(basis === undefined ? [] : basisSentences(basis))].join("\n");
}

function FillTime({ market, row }: { market: MarketColumns; row: number }) {
  const prices = { high: market.high[row] ?? null, low: market.low[row] ?? null };
  const text = itemFillText(prices, market.fillTime[row] ?? null);
  return text === null ? <Unknown /> : <span key={text}>{text}</span>;
}

const Units = ({ value }: { value: number | null }) =>
  value !== null && value > EXACT_LIMIT ? <Amount value={value} unit="units" /> : <Exact value={value} />;

/** Renders one cell of the list. `row`: the item's index in every column. */
export function marketCell(market: MarketColumns, row: number, column: ColumnId): ReactNode {
  switch (column) {
    case "item":
      return <Name market={market} row={row} />;
    case "quality":
      return (
        <QualityMarks
          flags={market.quality[row] ?? []}
          high={market.high[row] ?? null}
          highTime={market.highTime[row] ?? null}
          low={market.low[row] ?? null}
          lowTime={market.lowTime[row] ?? null}
          volume24h={market.volume24h[row] ?? null}
        />
      );
    case "low":
    case "high": {
      const value = market[column][row] ?? null;
      return (
        <FlashOnChange value={value}>
          <Amount value={value} />
        </FlashOnChange>
      );
    }
    case "margin": {
      const value = market.margin[row] ?? null;
      return (
        <FlashOnChange value={value}>
          <SignedAmount value={value} />
        </FlashOnChange>
      );
    }
    case "profit":
      return <SignedAmount value={market.profit[row] ?? null} hint={profitHint(market, row)} />;
    case "fillTime":
      return <FillTime market={market} row={row} />;
    case "fullProfit":
    case "alchProfit":
    case "alchHour":
    case "alchWindow":
      return <SignedAmount value={market[column][row] ?? null} />;
    case "roi":
      return <Percent value={market.roi[row] ?? null} />;
    case "limit":
      return <Units value={market.limit[row] ?? null} />;
    case "myLimit":
      return (
        <span data-hint={market.myLimitHint[row] ?? undefined}>
          <Units value={market.myLimit[row] ?? null} />
        </span>
      );
    case "volume1h":
    case "volume24h":
      return <Amount value={market[column][row] ?? null} unit="units" />;
    case "age":
      return <RowAge market={market} row={row} />;
    case "lowTime":
    case "highTime":
      return <Age atMs={market[column][row] ?? null} />;
    case "change24h":
      return <Change market={market} row={row} />;
    default:
      return <Amount value={market[column][row] ?? null} />;
  }
}
