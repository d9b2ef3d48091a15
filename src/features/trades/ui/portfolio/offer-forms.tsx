"use client";
import { useId, useState } from "react";
import { z } from "zod";
import type { OfferCoins } from "#features/trades/portfolio/contract.ts";
import { optionalAmount } from "#features/trades/ui/entry/text-fields.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { trpc } from "#trpc/client.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { Age } from "#ui/format/figures.tsx";
import { StatusMessage } from "#ui/layout/section.tsx";
import classes from "./portfolio.module.css";

const schema = z.object({ coins: optionalAmount(0) });

/** A form for each character, since each entry has a time of its own. */
export function OfferForms({ offers }: { offers: readonly OfferCoins[] }) {
  const id = useId();
  return (
    <section className={`${desk.card} ${classes.offers}`} aria-labelledby={id}>
      <h2 id={id}>Coins in offers</h2>
      <p className={desk.note}>
        Type what your open buy offers hold, in gp. Saving notes the time. An empty field means unknown.
      </p>
      <ul className={classes.offerForms}>
        {offers.map((offer, index) => (
          <li key={offer.characterId}>
            <OfferForm offer={offer} isFirst={index === 0} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function OfferForm({ offer, isFirst }: { offer: OfferCoins; isFirst: boolean }) {
  const { characterId, character, coins, at } = offer;
  const [message, setMessage] = useState("");
  const utils = trpc.useUtils();
  const { mutateAsync } = trpc.characters.setOfferCoins.useMutation();
  const fields = useZodForm({
    schema,
    initial: { coins: coins === null ? "" : String(coins) },
    send: async (typed) => {
      setMessage("");
      await mutateAsync({ id: characterId, coins: typed.coins ?? null });
      await utils.portfolio.invalidate();
      setMessage("Saved.");
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="quiet" label="Save" busyLabel="Saving…" />
          <StatusMessage>{message}</StatusMessage>
        </div>
      }
    >
      <Field
        label={character}
        hint={
          at === null ? (
            "Not entered"
          ) : (
            <>
              Entered <Age atMs={at} /> ago
            </>
          )
        }
        autoComplete="off"
        enterKeyHint="done"
        takesFocus={isFirst}
        binding={fields.field("coins")}
      />
    </Form>
  );
}
