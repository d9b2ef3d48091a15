"use client";
import type { ReactNode } from "react";
import type { Trade } from "#features/trades/entry/contract.ts";
import { KIND_WORDS, sourceWords } from "#features/trades/ui/words.ts";
import { Age, Amount, Unknown } from "#ui/format/figures.tsx";
import type { TableColumn } from "#ui/virtual-table/table.ts";
import type { CellContext } from "./flip-cell.tsx";
import { Estimated, RowName } from "./row-parts.tsx";
import classes from "./table.module.css";

export type TradeColumn =
  | "item"
  | "kind"
  | "quantity"
  | "price"
  | "gross"
  | "tax"
  | "at"
  | "character"
  | "source"
  | "note";

const columns: readonly (Omit<TableColumn<TradeColumn>, "align"> & { align?: "start" })[] = [
  {
    id: "item",
    label: "Item",
    hint: "Press a box to choose its row, with Shift all rows from the last one.",
    widthCh: 27,
    align: "start",
    slot: "title",
  },
  {
    id: "kind",
    label: "What",
    hint: "What happened to the units.",
    widthCh: 12,
    align: "start",
    slot: "first",
  },
  { id: "quantity", label: "Quantity", hint: "Units.", widthCh: 8.6, wholeCh: 13.8, slot: "second" },
  {
    id: "price",
    label: "Each",
    unit: "gp",
    hint: "gp for one unit.",
    widthCh: 9,
    wholeCh: 13,
    slot: "third",
  },
  {
    id: "gross",
    label: "Total",
    unit: "gp",
    hint: "gp for all units, before tax.",
    widthCh: 10,
    wholeCh: 15.2,
    slot: "lead",
  },
  { id: "tax", label: "Tax", unit: "gp", hint: "What the Grand Exchange kept.", widthCh: 7.4, wholeCh: 12 },
  {
    id: "at",
    label: "Age",
    hint: "How long ago. Point at an age for the time.",
    widthCh: 6.8,
    slot: "fourth",
  },
  { id: "character", label: "Character", hint: "The OSRS character.", widthCh: 13, align: "start" },
  { id: "source", label: "Source", hint: "Entered by hand, or a log.", widthCh: 17, align: "start" },
  { id: "note", label: "Note", hint: "What you wrote about it.", widthCh: 22, align: "start" },
];

export const tradeColumns = (options: {
  narrow: boolean;
  hasCharacters: boolean;
}): TableColumn<TradeColumn>[] =>
  columns
    .filter(({ id, slot }) =>
      options.narrow ? slot !== undefined : id !== "character" || options.hasCharacters,
    )
    .map((column) => ({ align: "end", ...column, sortable: false }));

const COINLESS: ReadonlySet<string> = new Set(["withdrawal", "transfer", "output"]);

/** gp of one unit; null where no coins are paid. */
const eachOf = ({ kind, unitPrice, gross, quantity }: Trade): number | null =>
  COINLESS.has(kind) || kind === "input" ? null : (unitPrice ?? Math.floor(gross / quantity));

/** One cell of the table of trades. */
export function tradeCell(trade: Trade, column: TradeColumn, { items, characterOf }: CellContext): ReactNode {
  switch (column) {
    case "item":
      return <RowName item={items.find(trade.itemId)} name={items.nameOf(trade.itemId)} />;
    case "kind":
      return trade.kind === "transfer" ? (
        <span data-hint={`To ${characterOf(trade.toCharacterId ?? "")}`}>{KIND_WORDS.transfer}</span>
      ) : (
        KIND_WORDS[trade.kind]
      );
    case "quantity":
      return <Amount value={trade.quantity} unit="units" />;
    case "price":
      return <Amount value={eachOf(trade)} />;
    case "gross":
      if (COINLESS.has(trade.kind)) return <Unknown />;
      return (
        <>
          {!trade.isExact && <Estimated />}
          <Amount value={trade.gross} />
        </>
      );
    case "tax":
      return <Amount value={trade.kind === "sell" ? trade.tax : null} />;
    case "at":
      return <Age atMs={trade.at} />;
    case "character":
      return <bdi>{characterOf(trade.characterId)}</bdi>;
    case "source":
      return sourceWords(trade.source);
    case "note":
      return trade.note === null ? (
        <span className="sr-only">none</span>
      ) : (
        <span className={classes.quiet} data-hint={trade.note}>
          {trade.note}
        </span>
      );
  }
}
