"use client";
import type { Selection } from "#features/trades/ui/view/use-selection.ts";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import { MAX_AT_ONCE } from "./at-once.ts";
import classes from "./bar.module.css";

type ChosenBarProps = {
  /** Flips are deleted with the purchases that they were entered with. */
  of: "flips" | "trades";
  selection: Selection;
  done: Done;
  onEdit: () => void;
};

/** `3 flips`. */
export const countOf = (of: "flips" | "trades", count: number): string =>
  `${formatExact(count)} ${count === 1 ? of.slice(0, -1) : of}`;

/** What can be done to the chosen rows at once. */
export function ChosenBar({ of, selection, done, onEdit }: ChosenBarProps) {
  const deleteFlips = trpc.flips.deleteFlips.useMutation();
  const deleteTrades = trpc.trades.delete.useMutation();
  const { ids } = selection;
  if (ids.length === 0) return null;
  const count = countOf(of, ids.length);
  const remove = of === "flips" ? deleteFlips : deleteTrades;
  const isTooMany = ids.length > MAX_AT_ONCE;
  return (
    <section className={classes.chosen} aria-label="Chosen rows">
      <output className={classes.count}>{count} chosen</output>
      <Button disabled={isTooMany} onPress={onEdit}>
        Edit…
      </Button>
      <Button
        tone="danger"
        disabled={isTooMany}
        pending={remove.isPending}
        onPress={() =>
          remove.mutate(
            { ids: [...ids] },
            {
              onSuccess: (change) => {
                selection.clear();
                done.changed(`${count} deleted.`, change);
              },
            },
          )
        }
      >
        Delete
      </Button>
      <Button onPress={selection.clear}>Clear</Button>
      <span role="alert" className={classes.fault}>
        {isTooMany ? `At most ${MAX_AT_ONCE} at once` : remove.error?.message}
      </span>
    </section>
  );
}
