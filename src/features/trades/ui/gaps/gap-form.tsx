"use client";
import { z } from "zod";
import type { NewTrade } from "#features/trades/entry/contract.ts";
import type { Gap } from "#features/trades/gaps/contract.ts";
import entry from "#features/trades/ui/entry/entry.module.css";
import { amountText, optionalTime, timeText } from "#features/trades/ui/entry/text-fields.ts";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import kit from "#ui/form/form.module.css";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type GapFormProps = {
  gap: Gap;
  onFill: (trade: NewTrade) => Promise<void>;
  onCancel: () => void;
};

/** The proposed trade, which can be changed before it is added. */
export function GapForm({ gap, onFill, onCancel }: GapFormProps) {
  const { at, price } = gap.proposal;
  const form = useZodForm({
    schema: z.object({ quantity: amountText(1), price: amountText(0), at: optionalTime(at) }),
    initial: {
      quantity: String(gap.units),
      price: price === null ? "" : String(price),
      at: timeText(at),
    },
    send: ({ quantity, price: each, at: typed }) =>
      onFill({
        kind: gap.kind,
        itemId: gap.itemId,
        character: gap.characterId,
        quantity,
        price: each,
        at: typed ?? at,
      }),
  });
  const amount = { autoComplete: "off", inputMode: "text" } as const;
  const verb = gap.kind === "buy" ? "purchase" : "sale";
  return (
    <Form
      form={form}
      actions={
        <div className={kit.actions}>
          <SubmitButton form={form} label={`Add the ${verb}`} busyLabel="Adding…" tone="primary" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <div className={entry.pair}>
        <Field label="Quantity" binding={form.field("quantity")} {...amount} />
        <Field
          label="Price, gp each"
          hint={
            price === null
              ? "The price of that time is not on record"
              : "The market's average price of that hour or day"
          }
          binding={form.field("price")}
          takesFocus
          {...amount}
        />
      </div>
      <Field label="When" type="datetime-local" binding={form.field("at")} autoComplete="off" />
    </Form>
  );
}
