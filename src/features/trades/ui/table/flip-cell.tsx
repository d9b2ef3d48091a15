"use client";
import type { ReactNode } from "react";
import type { Flip } from "#features/trades/flips/contract.ts";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import { FLIP_WORDS, durationText, sourceWords } from "#features/trades/ui/words.ts";
import { Age, Amount, Percent, SignedAmount, Unknown } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import type { FlipColumn } from "./flip-columns.ts";
import { Estimated, RowName } from "./row-parts.tsx";
import classes from "./table.module.css";

/** gp of one unit on average; null where the cost is unknown. */
const buyEach = ({ cost, knownUnits }: Flip): number | null =>
  cost === null || knownUnits === 0 ? null : Math.round(cost / knownUnits);

const NoCostBasis = ({ hint }: { hint?: string }) => (
  <span className={classes.quiet} data-hint={hint}>
    no cost basis
  </span>
);

function Profit({ flip }: { flip: Flip }) {
  const { profit, knownUnits, quantity, unexplained, isExact } = flip;
  if (profit === null) {
    const hint = `${formatExact(unexplained)} gp received for units whose cost is unknown: neither profit nor loss`;
    return <NoCostBasis hint={hint} />;
  }
  const part = `Of ${formatExact(knownUnits)} of ${formatExact(quantity)} units: the cost of the others is unknown`;
  const isPart = flip.kind === "sell" && knownUnits < quantity;
  return (
    <>
      {!isExact && <Estimated />}
      <SignedAmount value={profit} {...(isPart && { hint: part })} />
      {isPart && <span className={classes.quiet}>*</span>}
    </>
  );
}

export type CellContext = { items: Items; characterOf: (id: string) => string };

/** One cell of the table of flips. */
export function flipCell(flip: Flip, column: FlipColumn, { items, characterOf }: CellContext): ReactNode {
  switch (column) {
    case "item": {
      const note = flip.kind === "conversion" ? FLIP_WORDS.conversion.toLowerCase() : undefined;
      return <RowName item={items.find(flip.itemId)} name={items.nameOf(flip.itemId)} note={note} />;
    }
    case "quantity":
      return <Amount value={flip.quantity} unit="units" />;
    case "buy":
      return <Amount value={buyEach(flip)} />;
    case "sell":
      if (flip.gross === null || flip.kind === "conversion") return <Unknown />;
      return (
        <>
          {!flip.isExact && <Estimated />}
          <Amount value={Math.round(flip.gross / flip.quantity)} />
        </>
      );
    case "cost":
      return flip.cost === null && flip.state === "open" ? <NoCostBasis /> : <Amount value={flip.cost} />;
    case "tax":
      return <Amount value={flip.tax} />;
    case "profit":
      return <Profit flip={flip} />;
    case "roi":
      return <Percent value={flip.roi} />;
    case "gpPerHour": {
      const gp = flip.gpPerHour === null ? null : Math.round(flip.gpPerHour);
      return <SignedAmount value={gp} unit="gp per hour" />;
    }
    case "held":
      return flip.heldMs === null ? <Unknown /> : durationText(flip.heldMs);
    case "at":
      return <Age atMs={flip.state === "open" ? flip.boughtAt : flip.soldAt} />;
    case "character":
      return <bdi>{characterOf(flip.characterId)}</bdi>;
    case "source":
      return flip.source === null ? <Unknown /> : sourceWords(flip.source);
  }
}
