import type { ReactNode } from "react";
import { momentText } from "#features/trades/ui/words.ts";
import { formatExact } from "#ui/format/format.ts";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./quick-line.module.css";
import type { Draft } from "./use-quick-line.ts";

const gp = (value: number): string => `${formatExact(value)} gp`;

/** `100 × 110 gp = 11,000 gp, tax 200 gp, 10,800 gp after tax`. */
function coinText({ line, coins }: Draft): string | null {
  if (coins === null || line.quantity === null) return null;
  const about = coins.each * line.quantity === coins.gross ? "" : "about ";
  const paid = `${formatExact(line.quantity)} × ${about}${gp(coins.each)} = ${gp(coins.gross)}`;
  if (line.kind === "buy") return paid;
  const tax = `${coins.isExact ? "" : "about "}${gp(coins.tax)}`;
  return `${paid}, tax ${tax}, ${gp(coins.gross - coins.tax)} after tax`;
}

/** What the typed line will store, and what is wrong or missing. */
export function QuickPreview({ draft, wrong }: { draft: Draft | null; wrong: string | null }): ReactNode {
  if (draft === null) {
    return (
      <span className={classes.hint}>
        <code>b</code> buys, <code>s</code> sells; then quantity, item and price.{" "}
        <span className={classes.more}>
          Also <code>s 100 nature rune 112 2h ago</code>, <code>b 5 tbow for 8b yesterday 14:30 @ Main</code>.
        </span>
      </span>
    );
  }
  const { line, item, character, problem } = draft;
  const coins = coinText(draft);
  const side = line.kind === null ? null : line.kind === "buy" ? "Buy" : "Sell";
  return (
    <>
      {side !== null && <span className={classes.side}>{side}</span>}
      {item !== null && (
        <span className={classes.item}>
          <ItemIcon name={item.name} icon={item.icon} size={20} />
          {item.name}
        </span>
      )}
      {coins !== null && <span>{coins}</span>}
      {coins !== null && <span>{line.atMs === null ? "now" : momentText(line.atMs)}</span>}
      {coins !== null && character !== null && <bdi>{character}</bdi>}
      {(wrong ?? problem) !== null && (
        <span className={wrong === null ? classes.hint : classes.wrong}>{wrong ?? problem}</span>
      )}
    </>
  );
}
