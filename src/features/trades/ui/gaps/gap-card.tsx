"use client";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { NewTrade } from "#features/trades/entry/contract.ts";
import type { Gap } from "#features/trades/gaps/contract.ts";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import { useRefreshLedger } from "#features/trades/ui/use-ledger.ts";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import kit from "#ui/form/form.module.css";
import { formatExact } from "#ui/format/format.ts";
import { readNow } from "#ui/format/now.tsx";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import { StatusMessage } from "#ui/layout/section.tsx";
import { gapSentence } from "./gap-words.ts";
import classes from "./gaps.module.css";

const GapForm = dynamic(() => import("./gap-form.tsx").then((module) => module.GapForm), { ssr: false });

type GapCardProps = { gap: Gap; context: CellContext; hasCharacters: boolean; done: Done };

/** What is missing, and the ways to fill it: the proposed trade, another one, or none. */
export function GapCard({ gap, context, hasCharacters, done }: GapCardProps) {
  const [isOpen, setOpen] = useState(false);
  const [nowMs] = useState(readNow);
  const refresh = useRefreshLedger();
  const name = context.items.nameOf(gap.itemId);
  const add = trpc.trades.add.useMutation();
  const { mutateAsync: restore } = trpc.gaps.restore.useMutation();
  const dismiss = trpc.gaps.dismiss.useMutation({
    onSuccess: () => {
      const text = gap.kind === "sell" ? `${name}: still held, not asked again.` : `${name}: dismissed.`;
      done.announce(text, async () => {
        await restore({ id: gap.id });
        await refresh();
      });
      void refresh();
    },
  });
  const fill = async (trade: NewTrade, words: string) => {
    done.changed(words, await add.mutateAsync({ trades: [trade] }));
  };
  const goods = { itemId: gap.itemId, quantity: gap.units, character: gap.characterId };
  const fault = add.error ?? dismiss.error;
  const isBusy = add.isPending || dismiss.isPending;
  const { at, price } = gap.proposal;
  return (
    <li
      className={classes.card}
      aria-label={`${gap.kind === "buy" ? "Missing purchase" : "Missing sale"}: ${name}`}
    >
      <ItemIcon name={name} icon={context.items.find(gap.itemId)?.icon ?? ""} />
      <div className={classes.body}>
        <p className={classes.words}>
          {gapSentence(gap, name, nowMs)}
          {hasCharacters && <bdi className={classes.quiet}> {context.characterOf(gap.characterId)}</bdi>}
        </p>
        {isOpen ? (
          <GapForm
            gap={gap}
            onFill={(trade) => fill(trade, `${name}: ${gap.kind === "buy" ? "purchase" : "sale"} added.`)}
            onCancel={() => setOpen(false)}
          />
        ) : (
          <div className={kit.actions}>
            <Button tone="primary" disabled={isBusy} onPress={() => setOpen(true)}>
              {gap.kind === "buy" ? "Add the purchase" : "Add the sale"}
              {price !== null && ` at ${formatExact(price)} gp`}…
            </Button>
            {gap.kind === "buy" ? (
              <Button
                disabled={isBusy}
                onPress={() =>
                  void fill(
                    { kind: "gain", ...goods, total: 0, at },
                    `${name}: entered as a drop or gift.`,
                  ).catch(noop)
                }
              >
                A drop or gift
              </Button>
            ) : (
              <Button
                disabled={isBusy}
                onPress={() =>
                  void fill({ kind: "withdrawal", ...goods }, `${name}: entered as own use.`).catch(noop)
                }
              >
                I used them
              </Button>
            )}
            <Button disabled={isBusy} onPress={() => dismiss.mutate({ id: gap.id })}>
              {gap.kind === "buy" ? "Dismiss" : "I still hold them"}
            </Button>
          </div>
        )}
        <StatusMessage>{fault?.message ?? ""}</StatusMessage>
      </div>
    </li>
  );
}

/** The card shows the mutation's error. */
const noop = (): void => undefined;
