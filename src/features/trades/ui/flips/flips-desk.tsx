"use client";
import { useMemo, useState } from "react";
import type { Trade } from "#features/trades/entry/contract.ts";
import { FilterRow } from "#features/trades/ui/bar/filter-row.tsx";
import { PageBar } from "#features/trades/ui/bar/page-bar.tsx";
import { useItems } from "#features/trades/ui/items/use-items.ts";
import { QuickLine } from "#features/trades/ui/quick-line/quick-line.tsx";
import { useDone } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { UndoNotice } from "#ui/feedback/undo-notice.tsx";
import { DeskPanel } from "./desk-panel.tsx";
import type { OpenPanel } from "./desk-panel.tsx";
import { FlipsTab } from "./flips-tab.tsx";
import classes from "./flips.module.css";
import { GapsTab } from "./lazy-tabs.tsx";
import { TradesTab } from "./trades-tab.tsx";
import { useFlipsView } from "#features/trades/ui/view/use-flips-view.ts";

const NO_CHARACTERS: readonly { id: string; name: string }[] = [];
const PANEL_ID = "flips-panel";

/** Closed and open flips, the trades behind them, and what is missing; with what adds, changes and deletes them. */
export function FlipsDesk() {
  const { view, change, clear } = useFlipsView();
  const items = useItems();
  const done = useDone();
  const list = trpc.characters.list.useQuery();
  const characters = list.data?.characters ?? NO_CHARACTERS;
  const context = useMemo(() => {
    const names = new Map(characters.map(({ id, name }) => [id, name]));
    return { items, characterOf: (id: string) => names.get(id) ?? "" };
  }, [items, characters]);
  const [panel, setPanel] = useState<OpenPanel | null>(null);
  const hasCharacters = characters.length > 1;
  const openPanel = (next: OpenPanel | null) => {
    setPanel(next);
    // One panel at a time.
    if (next !== null && view.flip !== null) change({ flip: null });
  };
  const shared = { view, context, hasCharacters, done, onChange: change, onClear: clear, onPanel: openPanel };

  return (
    <div className={classes.desk}>
      <PageBar tab={view.tab} panelId={PANEL_ID} onChange={change} onAdd={() => openPanel({ kind: "add" })} />
      <QuickLine items={items} characters={characters} done={done} />
      {view.tab !== "gaps" && (
        <FilterRow view={view} items={items} characters={characters} onChange={change} onClear={clear} />
      )}
      <div className={classes.frame}>
        <div id={PANEL_ID} className={classes.panel} role="tabpanel" aria-label={TAB_LABELS[view.tab]}>
          {view.tab === "gaps" && <GapsTab context={context} hasCharacters={hasCharacters} done={done} />}
          {view.tab === "trades" && <TradesTab {...shared} />}
          {(view.tab === "closed" || view.tab === "open") && <FlipsTab {...shared} />}
        </div>
        <DeskPanel
          flipId={panel === null ? view.flip : null}
          panel={panel}
          context={context}
          characters={characters}
          done={done}
          onEditTrade={(trade: Trade) => openPanel({ kind: "trade", trade })}
          onClose={() => {
            setPanel(null);
            change({ flip: null });
          }}
        />
      </div>
      <UndoNotice action={done.action} onClose={done.dismiss} />
    </div>
  );
}

const TAB_LABELS = { closed: "Closed flips", open: "Open flips", trades: "Trades", gaps: "Gaps" } as const;
