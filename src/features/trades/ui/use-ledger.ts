"use client";
import { useState } from "react";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import { trpc } from "#trpc/client.tsx";
import type { Undoable } from "#ui/feedback/undo-notice.tsx";

let serial = 0;

/** Loads again whatever is derived of the trader's ledger. */
export function useRefreshLedger(): () => Promise<unknown> {
  const utils = trpc.useUtils();
  return () =>
    Promise.all([
      utils.flips.invalidate(),
      utils.trades.invalidate(),
      utils.gaps.invalidate(),
      utils.characters.invalidate(),
      utils.profit.invalidate(),
      utils.portfolio.invalidate(),
      utils.limits.invalidate(),
    ]);
}

/** Announces what was done, with a button that takes it back. */
export type Announce = (text: string, undo?: () => Promise<unknown>) => void;

export type Done = {
  /** A change of the ledger, which `trades.undo` takes back. */
  changed: (text: string, change: LedgerChange) => void;
  announce: Announce;
  action: Undoable | null;
  dismiss: () => void;
};

/** The last thing that was done on the page. After each change the page loads its data again. */
export function useDone(): Done {
  const [action, setAction] = useState<Undoable | null>(null);
  const { mutateAsync: takeBack } = trpc.trades.undo.useMutation();
  const refresh = useRefreshLedger();
  const announce: Announce = (text, undo) => {
    serial += 1;
    setAction({ id: serial, text, undo });
  };
  return {
    action,
    dismiss: () => setAction(null),
    announce,
    changed: (text, { changeId }) => {
      announce(text, async () => {
        await takeBack({ changeId });
        await refresh();
      });
      void refresh();
    },
  };
}
