"use client";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import type { Holding, Portfolio } from "#features/trades/portfolio/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { ItemLink } from "#features/trades/ui/desk/item-link.tsx";
import { Age, Amount, Exact, Percent, SignedAmount, Unknown } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./portfolio.module.css";

const Lots = dynamic(() => import("./lots.tsx").then((module) => module.Lots), { ssr: false });

type HoldingRowProps = {
  holding: Holding;
  method: Portfolio["method"];
  hasCharacter: boolean;
  columns: number;
};

/** More units than this are shortened, so that they fit their column. */
const EXACT_UNITS = 9_999_999;

const unknownOf = ({ units, knownUnits }: Holding): string =>
  `${formatExact(units - knownUnits)} of them of unknown cost`;

/** The price of a unit, with its age: what the value counts with. */
const Price = ({ holding: { price, priceAt, isPriceTrusted } }: { holding: Holding }) => {
  if (price === null) return <Unknown />;
  return (
    <span className={classes.priced} data-doubted={!isPriceTrusted || undefined}>
      <Amount value={price} />{" "}
      <small>
        <Age atMs={priceAt} />
      </small>
      {!isPriceTrusted && <span data-hint="The item's prices are in doubt: its page says why">?</span>}
    </span>
  );
};

export function HoldingRow({ holding, method, hasCharacter, columns }: HoldingRowProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { itemId, name, characterId, character, unitCost } = holding;
  const isMixed = holding.knownUnits < holding.units;
  return (
    <>
      <tr>
        <th scope="row" data-wide>
          <ItemLink itemId={itemId} name={name} icon={holding.icon} />
        </th>
        {hasCharacter && (
          <td data-label="Character" className={desk.wraps}>
            <bdi>{character}</bdi>
          </td>
        )}
        <td data-number data-label="Units" data-hint={isMixed ? unknownOf(holding) : undefined}>
          {holding.units > EXACT_UNITS ? (
            <Amount value={holding.units} unit="units" />
          ) : (
            <Exact value={holding.units} />
          )}
          {isMixed && <span className={classes.mixed}>*</span>}
        </td>
        <td data-number data-label="Cost each">
          <Amount value={unitCost === null ? null : Math.round(unitCost)} />
        </td>
        <td data-number data-label="Cost">
          <Amount value={holding.cost} />
        </td>
        <td data-number data-label="Sell at">
          <Price holding={holding} />
        </td>
        <td data-number data-label="Value now">
          <Amount value={holding.value} />
        </td>
        <td data-number data-label="Profit">
          <SignedAmount value={holding.profit} />
        </td>
        <td data-number data-label="ROI">
          <Percent value={holding.roi} />
        </td>
        <td data-number data-label="Break-even">
          <Amount value={holding.breakEven} />
        </td>
        <td data-number data-label="Held">
          <Age atMs={holding.boughtAt} />
        </td>
        <td data-number data-label="Lots">
          <button
            type="button"
            className={classes.open}
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            onClick={() => setOpen(!isOpen)}
          >
            {method === "average" ? "average" : formatExact(holding.lots)}
            <span className="sr-only">
              {` lots of ${name}${hasCharacter ? ` of ${character}` : ""}`}
            </span>{" "}
            <span aria-hidden="true">{isOpen ? "▴" : "▾"}</span>
          </button>
        </td>
      </tr>
      {isOpen && (
        <tr id={id} data-open>
          <td colSpan={columns} data-wide className={classes.lotsCell}>
            <Lots itemId={itemId} characterId={characterId} method={method} />
          </td>
        </tr>
      )}
    </>
  );
}
