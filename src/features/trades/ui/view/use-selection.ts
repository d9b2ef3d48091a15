"use client";
import { useMemo, useState } from "react";
import type { RowSelection } from "#ui/virtual-table/table.ts";

export type Selection = RowSelection & { ids: readonly string[]; clear: () => void };

type Chosen = { ids: ReadonlySet<string>; last: string | null };
const NONE: Chosen = { ids: new Set(), last: null };

/** Rows chosen by their ids. A range goes from the row chosen last. `key`: other rows start with none chosen. */
export function useSelection(ids: readonly string[], key: string): Selection {
  const [state, setState] = useState({ key, ...NONE });
  const { ids: chosen, last } = state.key === key ? state : NONE;
  return useMemo(() => {
    const set = (next: Chosen) => setState({ key, ...next });
    const toggle = (index: number, isRange: boolean) => {
      const id = ids[index];
      if (id === undefined) return;
      const next = new Set(chosen);
      const from = last === null ? -1 : ids.indexOf(last);
      if (isRange && from >= 0) {
        for (const each of ids.slice(Math.min(from, index), Math.max(from, index) + 1)) next.add(each);
      } else if (!next.delete(id)) next.add(id);
      set({ ids: next, last: id });
    };
    return {
      // Rows that are gone, because they were deleted, are chosen no more.
      ids: ids.filter((id) => chosen.has(id)),
      isChosen: (index) => chosen.has(ids[index] ?? ""),
      toggle,
      clear: () => set(NONE),
    };
  }, [ids, key, chosen, last]);
}
