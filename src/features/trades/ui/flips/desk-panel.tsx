"use client";
import dynamic from "next/dynamic";
import type { LedgerChange, Trade } from "#features/trades/entry/contract.ts";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import type { Done } from "#features/trades/ui/use-ledger.ts";

const ExplainPanel = dynamic(
  () => import("#features/trades/ui/explain/explain-panel.tsx").then((module) => module.ExplainPanel),
  { ssr: false },
);
const EntryPanel = dynamic(
  () => import("#features/trades/ui/entry/entry-panel.tsx").then((module) => module.EntryPanel),
  { ssr: false },
);
const TradePanel = dynamic(
  () => import("#features/trades/ui/entry/trade-panel.tsx").then((module) => module.TradePanel),
  { ssr: false },
);
const BulkPanel = dynamic(
  () => import("#features/trades/ui/bar/bulk-panel.tsx").then((module) => module.BulkPanel),
  { ssr: false },
);

/** What is open beside the list, apart from a flip, which is in the URL. */
export type OpenPanel =
  | { kind: "add" }
  | { kind: "trade"; trade: Trade }
  | {
      kind: "bulk";
      ids: readonly string[];
      /** `3 trades`. */
      count: string;
      hasCharacter: boolean;
      onSaved: () => void;
    };

type DeskPanelProps = {
  flipId: string | null;
  panel: OpenPanel | null;
  context: CellContext;
  characters: readonly { id: string; name: string }[];
  done: Done;
  onEditTrade: (trade: Trade) => void;
  onClose: () => void;
};

export function DeskPanel({
  flipId,
  panel,
  context,
  characters,
  done,
  onEditTrade,
  onClose,
}: DeskPanelProps) {
  if (flipId !== null) {
    return (
      <ExplainPanel
        key={flipId}
        id={flipId}
        context={context}
        done={done}
        onEditTrade={onEditTrade}
        onClose={onClose}
      />
    );
  }
  const shared = { items: context.items, characters, done, onClose };
  switch (panel?.kind) {
    case "add":
      return <EntryPanel {...shared} />;
    case "trade":
      return <TradePanel key={panel.trade.id} trade={panel.trade} {...shared} />;
    case "bulk":
      return (
        <BulkPanel
          key={panel.ids.join()}
          ids={panel.ids}
          title={`Edit ${panel.count}`}
          characters={panel.hasCharacter ? characters : []}
          onSaved={(change: LedgerChange) => {
            onClose();
            panel.onSaved();
            done.changed(`${panel.count} changed.`, change);
          }}
          onClose={onClose}
        />
      );
    case undefined:
      return null;
  }
}
