"use client";
import { useId, useState } from "react";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import type { ReadItems } from "#features/market/rules/watch/read-items.ts";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { Button } from "#ui/form/button.tsx";
import { Flyout } from "#ui/panels/flyout.tsx";
import classes from "./watchlists.module.css";

export type PanelProps = {
  market: MarketColumns | null;
  isAccount: boolean;
  /** Resolves to whether they were added. */
  onAdd: (itemIds: readonly number[]) => Promise<boolean>;
  onClose: () => void;
};

type Outcome = { added: number; held: number; missing: ReadItems["missing"] };

const items = (count: number): string => (count === 1 ? "1 item" : `${count} items`);

/** Adds items from a text that is typed, pasted or read from a file, and says what was not found in it. */
export function ImportPanel({
  list,
  market,
  onAdd,
  onClose,
  align = "end",
}: PanelProps & {
  align?: "start" | "end";
  list: Pick<WatchlistView, "itemIds"> | null;
}) {
  const id = useId();
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isPending, setPending] = useState(false);

  const add = async () => {
    setFault(null);
    setOutcome(null);
    if (market === null) return setFault("The names of items are still loading: try again in a moment.");
    setPending(true);
    try {
      const { readItems } = await import("#features/market/rules/watch/read-items.ts");
      const { itemIds, missing } = readItems(text, market);
      const held = new Set(list?.itemIds);
      const added = itemIds.filter((itemId) => !held.has(itemId));
      if (itemIds.length === 0 && missing.length === 0) setFault("There is nothing to add yet.");
      else if (added.length === 0 || (await onAdd(added)))
        setOutcome({ added: added.length, held: itemIds.length - added.length, missing });
      else setFault("Nothing was added. The reason stands at the bottom of the page.");
    } catch (error) {
      setFault(`${error instanceof Error ? error.message : String(error)}.`);
    }
    setPending(false);
  };
  return (
    <Flyout title="Import" onClose={onClose} align={align}>
      <div className={classes.panel}>
        <label htmlFor={id}>Names or ids, one a line; CSV; JSON</label>
        <textarea
          id={id}
          rows={6}
          value={text}
          spellCheck={false}
          placeholder={"Nature rune\n4151\ntbow"}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-fault`}
          onChange={({ target }) => setText(target.value)}
        />
        <label className={classes.file}>
          Or a file:{" "}
          <input
            type="file"
            accept=".txt,.csv,.json,text/plain,text/csv,application/json"
            onChange={({ target }) => void target.files?.[0]?.text().then(setText)}
          />
        </label>
        <p id={`${id}-fault`} role="alert" className={classes.fault}>
          {fault}
        </p>
        <Button tone="primary" pending={isPending} onPress={() => void add()}>
          {isPending ? "Adding…" : "Add to the list"}
        </Button>
        <output className={classes.outcome}>
          {outcome !== null && (
            <>
              <p>
                {`${items(outcome.added)} added${outcome.held === 0 ? "" : `, ${outcome.held} already on it`}.`}
                {outcome.missing.length > 0 && ` ${outcome.missing.length} not found:`}
              </p>
              {outcome.missing.length > 0 && (
                <ul aria-label="Not found">
                  {outcome.missing.map(({ at, text: named }, index) => (
                    // Lines may name the same.
                    // oxlint-disable-next-line react/no-array-index-key
                    <li key={index}>
                      <span>Line {at}</span> <bdi>{named}</bdi>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
        </output>
      </div>
    </Flyout>
  );
}
