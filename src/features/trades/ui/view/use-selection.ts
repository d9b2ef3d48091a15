"use client";
import { useMemo, useState } from "react";
import { NONE_CHOSEN, chooseRow } from "./choose-row.ts";
import type { Chosen } from "./choose-row.ts";
import type { RowSelection } from "#ui/virtual-table/table.ts";

export type Selection = RowSelection & { ids: readonly string[]; clear: () => void };

/** Rows chosen by their ids. A range goes from the row chosen last. `key`: other rows start with none chosen. */
export function useSelection(ids: readonly string[], key: string): Selection {
  const [state, setState] = useState({ key, ...NONE_CHOSEN });
  const { ids: chosen, last } = state.key === key ? state : NONE_CHOSEN;
  return useMemo(() => {
    const set = (next: Chosen) => setState({ key, ...next });
    return {
      // Rows that are gone, because they were deleted, are chosen no more.
      ids: ids.filter((id) => chosen.has(id)),
      isChosen: (index) => chosen.has(ids[index] ?? ""),
      toggle: (index, isRange) => set(chooseRow({ ids: chosen, last }, ids, index, isRange)),
      clear: () => set(NONE_CHOSEN),
    };
  }, [ids, key, chosen, last]);
}
