"use client";
import { useEffect, useId, useRef, useState } from "react";
import { Suggestions, optionId } from "#features/trades/ui/items/suggestions.tsx";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { readFailure } from "#ui/form/failure.ts";
import { formatExact } from "#ui/format/format.ts";
import { readNow } from "#ui/format/now.tsx";
import { isForPage } from "#ui/shell/keys/single-keys.ts";
import classes from "./quick-line.module.css";
import { QuickPreview } from "./quick-preview.tsx";
import { useQuickLine } from "./use-quick-line.ts";

type QuickLineProps = {
  items: Items;
  characters: readonly { id: string; name: string }[];
  done: Done;
};

const EXAMPLE = "b 100 nature rune 105";

/** Adds a purchase or a sale by one typed line. Below it stands what will be stored, or what is missing. */
export function QuickLine({ items, characters, done }: QuickLineProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const { text, setText, draft, suggestions } = useQuickLine({ items, characters });
  /** The line for which Enter was pressed although something was missing, or that the server refused. */
  const [refused, setRefused] = useState<{ text: string; reason: string } | null>(null);
  const add = trpc.trades.add.useMutation();
  const wrong = refused?.text === text ? refused.reason : null;

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "a" || !isForPage(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);

  const submit = async () => {
    const typed = text;
    if (draft === null || add.isPending) return;
    const { trade, item, problem } = draft;
    if (trade === null || item === null) {
      setRefused({ text: typed, reason: problem ?? "" });
      return;
    }
    try {
      const change = await add.mutateAsync({ trades: [trade] });
      const verb = trade.kind === "buy" ? "Bought" : "Sold";
      const quantity = "quantity" in trade ? formatExact(trade.quantity) : "";
      setText("");
      input.current?.focus();
      done.changed(`${verb} ${quantity} × ${item.name}: added.`, change);
    } catch (error) {
      const { message, fields } = readFailure(error, ["at", "price", "quantity", "character"], readNow());
      setRefused({ text: typed, reason: message ?? Object.values(fields).join(". ") });
    }
  };

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <div className={classes.field}>
        <label htmlFor={id} className={classes.label}>
          Add a trade
        </label>
        <input
          ref={input}
          id={id}
          className={classes.input}
          role="combobox"
          aria-expanded={suggestions.shown.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={
            suggestions.active < 0 ? undefined : optionId(`${id}-list`, suggestions.active)
          }
          aria-describedby={`${id}-preview`}
          aria-invalid={wrong !== null}
          aria-keyshortcuts="a"
          data-quick-line
          placeholder={EXAMPLE}
          autoComplete="off"
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
          enterKeyHint="done"
          maxLength={300}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={suggestions.onKey}
          onBlur={suggestions.close}
        />
        <Suggestions
          id={`${id}-list`}
          items={suggestions.shown}
          active={suggestions.active}
          onPick={(item) => {
            suggestions.pick(item);
            input.current?.focus();
          }}
        />
      </div>
      <Button pending={add.isPending} disabled={draft?.trade == null} onPress={() => void submit()}>
        Add
      </Button>
      <output id={`${id}-preview`} className={classes.preview}>
        <QuickPreview draft={draft} wrong={wrong} />
      </output>
    </form>
  );
}
