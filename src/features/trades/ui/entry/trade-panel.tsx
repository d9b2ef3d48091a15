"use client";
import { useState } from "react";
import { z } from "zod";
import type { Trade, UpdateTradesInput } from "#features/trades/entry/contract.ts";
import { ItemField } from "#features/trades/ui/items/item-field.tsx";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { KIND_WORDS, sourceWords } from "#features/trades/ui/words.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import kit from "#ui/form/form.module.css";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { SidePanel } from "#ui/panels/side-panel.tsx";
import classes from "./entry.module.css";
import { SelectField } from "./select-field.tsx";
import { amountText, noteText, optionalAmount, optionalTime, timeText } from "./text-fields.ts";

const PER = [
  ["each", "For each unit"],
  ["total", "For all of them"],
] as const;
const amount = { autoComplete: "off", inputMode: "text" } as const;

type TradePanelProps = {
  trade: Trade;
  items: Items;
  characters: readonly { id: string; name: string }[];
  done: Done;
  onClose: () => void;
};

/** Changes or deletes one row of the ledger. */
export function TradePanel({ trade, items, characters, done, onClose }: TradePanelProps) {
  const name = items.nameOf(trade.itemId);
  const isLeg = trade.kind === "input" || trade.kind === "output";
  const hasCoins = trade.kind === "buy" || trade.kind === "sell" || trade.kind === "gain";
  const hasUnitPrice = trade.unitPrice !== null;
  const [item, setItem] = useState(items.find(trade.itemId) ?? null);
  const initial = {
    quantity: String(trade.quantity),
    price: String(trade.unitPrice ?? trade.gross),
    per: hasUnitPrice ? "each" : "total",
    at: timeText(trade.at),
    character: trade.characterId,
    note: trade.note ?? "",
  };
  const { mutateAsync: update } = trpc.trades.update.useMutation();
  const remove = trpc.trades.delete.useMutation({
    onSuccess: (change) => {
      onClose();
      done.changed(`${KIND_WORDS[trade.kind]} ${name}: deleted.`, change);
    },
  });
  const form = useZodForm({
    schema: z.object({
      quantity: amountText(1),
      price: optionalAmount(0),
      per: z.enum(["each", "total"]),
      at: optionalTime(trade.at),
      character: z.string(),
      note: noteText,
    }),
    initial,
    send: async ({ quantity, price, per, at, character, note }) => {
      // Only what was changed: a total stays as the source has it.
      const isPriceNew = form.field("price").value !== initial.price || per !== initial.per;
      const change: UpdateTradesInput["change"] = {
        at,
        note: note === (trade.note ?? undefined) ? undefined : (note ?? null),
        ...(!isLeg && {
          quantity: quantity === trade.quantity ? undefined : quantity,
          character: character === trade.characterId ? undefined : character,
          itemId: item === null || item.id === trade.itemId ? undefined : item.id,
        }),
        ...(hasCoins && isPriceNew && (per === "total" ? { total: price } : { price })),
      };
      done.changed(`${name}: changed.`, await update({ ids: [trade.id], change }));
      onClose();
    },
  });
  /** An untouched price stays the same coins. */
  const changePer = (per: string) => {
    const each = trade.unitPrice ?? Math.floor(trade.gross / trade.quantity);
    const isUntouched = form.field("price").value === initial.price && per !== initial.per;
    form.field("per").onText(per);
    if (isUntouched) form.field("price").onText(String(per === "total" ? trade.gross : each));
  };
  return (
    <SidePanel label={`Edit trade of ${name}`} title={`${KIND_WORDS[trade.kind]}: ${name}`} onClose={onClose}>
      <Form
        form={form}
        actions={
          <div className={kit.actions}>
            <SubmitButton form={form} label="Save" busyLabel="Saving…" tone="primary" />
            <Button
              tone="danger"
              pending={remove.isPending}
              onPress={() => remove.mutate({ ids: [trade.id] })}
            >
              Delete
            </Button>
          </div>
        }
      >
        <p className={classes.lead}>
          From: {sourceWords(trade.source)}.
          {isLeg &&
            " A leg of a conversion: only time and note can be changed; deleting it deletes all its legs."}
          {!trade.isExact && " Estimated: its coins may be a few gp off."}
        </p>
        {!isLeg && (
          <>
            <ItemField label="Item" items={items} chosen={item} onChoose={setItem} />
            <Field label="Quantity" binding={form.field("quantity")} {...amount} />
          </>
        )}
        {hasCoins && (
          <div className={classes.pair}>
            <Field label="Price, gp before tax" binding={form.field("price")} {...amount} />
            <SelectField label="Paid" options={PER} binding={{ ...form.field("per"), onText: changePer }} />
          </div>
        )}
        <Field label="When" type="datetime-local" binding={form.field("at")} autoComplete="off" />
        {!isLeg && characters.length > 1 && (
          <SelectField
            label="Character"
            options={characters.map((each) => [each.id, each.name])}
            binding={form.field("character")}
          />
        )}
        <Field label="Note" binding={form.field("note")} autoComplete="off" maxLength={500} />
        <p role="alert">{remove.error?.message}</p>
      </Form>
    </SidePanel>
  );
}
