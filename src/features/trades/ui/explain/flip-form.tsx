"use client";
import { z } from "zod";
import type { LedgerChange, Trade } from "#features/trades/entry/contract.ts";
import type { FlipExplanation, UpdateFlipInput } from "#features/trades/flips/contract.ts";
import {
  amountText,
  noteText,
  optionalAmount,
  optionalTime,
  timeText,
} from "#features/trades/ui/entry/text-fields.ts";
import entry from "#features/trades/ui/entry/entry.module.css";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import kit from "#ui/form/form.module.css";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

/** The purchase and the sale that can be changed as one: those that were entered together, or the only one there is. */
function sidesOf({ flip, legs }: FlipExplanation): { buy: Trade | null; sell: Trade | null } {
  if (flip.state === "open") return { buy: legs.find(({ kind }) => kind === "buy") ?? null, sell: null };
  const sell = legs.find(({ id }) => id === flip.id) ?? null;
  const pairId = sell?.pairId ?? null;
  const buy = legs.find((leg) => leg.kind === "buy" && pairId !== null && leg.pairId === pairId) ?? null;
  return { buy, sell };
}

const eachOf = (trade: Trade | null): string =>
  trade === null ? "" : String(trade.unitPrice ?? Math.floor(trade.gross / trade.quantity));
const atOf = (trade: Trade | null): string => (trade === null ? "" : timeText(trade.at));

type FlipFormProps = {
  explanation: FlipExplanation;
  onSaved: (change: LedgerChange) => void;
  onCancel: () => void;
};

/** Changes a flip. Only what was changed is sent, so that a total stays as the source has it. */
export function FlipForm({ explanation, onSaved, onCancel }: FlipFormProps) {
  const { buy, sell } = sidesOf(explanation);
  const whole = sell ?? buy;
  const isPartSold = sell === null && buy !== null && explanation.flip.quantity < buy.quantity;
  const initial = {
    quantity: String(whole?.quantity ?? ""),
    buyPrice: eachOf(buy),
    sellPrice: eachOf(sell),
    boughtAt: atOf(buy),
    soldAt: atOf(sell),
    note: whole?.note ?? "",
  };
  const { mutateAsync } = trpc.flips.updateFlip.useMutation();
  const changed = <T,>(name: keyof typeof initial, value: T): T | undefined =>
    form.field(name).value === initial[name] ? undefined : value;
  const form = useZodForm({
    schema: z.object({
      quantity: amountText(1),
      buyPrice: buy === null ? optionalAmount(0) : amountText(0),
      sellPrice: sell === null ? optionalAmount(0) : amountText(0),
      boughtAt: optionalTime(buy?.at),
      soldAt: optionalTime(sell?.at),
      note: noteText,
    }),
    initial,
    send: async ({ quantity, buyPrice, sellPrice, boughtAt, soldAt, note }) => {
      const input: UpdateFlipInput = {
        id: explanation.flip.id,
        quantity: changed("quantity", quantity),
        buyPrice: changed("buyPrice", buyPrice),
        sellPrice: changed("sellPrice", sellPrice),
        boughtAt,
        soldAt,
        note: changed("note", note ?? null),
      };
      onSaved(await mutateAsync(input));
    },
  });
  const amount = { autoComplete: "off", inputMode: "text" } as const;
  return (
    <Form
      form={form}
      actions={
        <div className={kit.actions}>
          <SubmitButton form={form} label="Save" busyLabel="Saving…" tone="primary" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <Field label="Quantity" binding={form.field("quantity")} {...amount} takesFocus />
      {buy === null ? (
        <p className={entry.lead}>
          What it cost comes from its purchases: change them one by one, under “Trades behind it”.
        </p>
      ) : (
        <div className={entry.pair}>
          <Field label="Bought at, gp each" binding={form.field("buyPrice")} {...amount} />
          <Field label="When" type="datetime-local" binding={form.field("boughtAt")} autoComplete="off" />
        </div>
      )}
      {isPartSold ? (
        <p className={entry.lead}>
          Part of it is gone already: add the sale of what is left as a trade of its own.
        </p>
      ) : (
        <div className={entry.pair}>
          <Field
            label="Sold at, gp each"
            hint={sell === null ? "Sells all of it" : undefined}
            binding={form.field("sellPrice")}
            {...amount}
          />
          <Field label="When" type="datetime-local" binding={form.field("soldAt")} autoComplete="off" />
        </div>
      )}
      <Field label="Note" binding={form.field("note")} autoComplete="off" maxLength={500} />
    </Form>
  );
}
