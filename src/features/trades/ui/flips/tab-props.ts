import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import type { OpenPanel } from "./desk-panel.tsx";
import type { FlipsView } from "#features/trades/ui/view/flips-view.ts";
import type { ChangeView } from "#features/trades/ui/view/use-flips-view.ts";

/** What a tab of rows gets from its page. */
export type TabProps = {
  view: FlipsView;
  context: CellContext;
  hasCharacters: boolean;
  done: Done;
  onChange: ChangeView;
  onClear: () => void;
  onPanel: (panel: OpenPanel | null) => void;
};
