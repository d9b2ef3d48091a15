"use client";
import { Field } from "#ui/form/fields/field.tsx";
import type { ZodForm } from "#ui/form/use-zod-form.ts";
import { formatExact } from "#ui/format/format.ts";
import classes from "./entry.module.css";
import type { EntryField, EntryKind } from "./entry-schema.ts";
import { SelectField } from "./select-field.tsx";

const amount = { autoComplete: "off", inputMode: "text" } as const;
const PER = [
  ["each", "For each unit"],
  ["total", "For all of them"],
] as const;

type EntryFieldsProps = {
  kind: EntryKind;
  form: Pick<ZodForm<EntryField | "kind">, "field">;
  characters: readonly { id: string; name: string }[];
  /** The alchemy value of the chosen item, gp. */
  alchGp: number | null;
};

/** The fields that a kind of entry has. */
export function EntryFields({ kind, form, characters, alchGp }: EntryFieldsProps) {
  const { field } = form;
  const own = characters.map(({ id, name }) => [id, name] as const);
  return (
    <>
      {kind !== "conversion" && <Field label="Quantity" binding={field("quantity")} {...amount} />}
      {kind === "flip" && (
        <>
          <div className={classes.pair}>
            <Field label="Bought at, gp each" binding={field("buyPrice")} {...amount} />
            <Field
              label="When"
              hint="Empty: now"
              type="datetime-local"
              binding={field("boughtAt")}
              autoComplete="off"
            />
          </div>
          <div className={classes.pair}>
            <Field
              label="Sold at, gp each"
              hint="Empty: still held"
              binding={field("sellPrice")}
              {...amount}
            />
            <Field
              label="When"
              hint="Empty: now"
              type="datetime-local"
              binding={field("soldAt")}
              autoComplete="off"
            />
          </div>
        </>
      )}
      {(kind === "buy" || kind === "sell") && (
        <div className={classes.pair}>
          <Field label="Price, gp before tax" binding={field("price")} {...amount} />
          <SelectField label="Paid" options={PER} binding={field("per")} />
        </div>
      )}
      {kind === "gain" && (
        <Field label="What it cost in all, gp" hint="Empty: nothing" binding={field("price")} {...amount} />
      )}
      {kind === "transfer" && (
        <SelectField
          label="To"
          options={[["", "Choose a character"], ...own]}
          binding={field("toCharacter")}
        />
      )}
      {kind === "alchemy" && (
        <Field
          label="Received in all, gp"
          hint={
            alchGp === null
              ? "With a nature rune a cast, which is used up too"
              : `Empty: ${formatExact(alchGp)} gp a cast. A nature rune a cast is used up too`
          }
          binding={field("received")}
          {...amount}
        />
      )}
      {kind === "conversion" && (
        <div className={classes.pair}>
          <Field label="Paid, gp" hint="Such as a repair or a fee" binding={field("paid")} {...amount} />
          <Field label="Received, gp" hint="Coins that it brought" binding={field("received")} {...amount} />
        </div>
      )}
      {kind !== "flip" && (
        <Field
          label="When"
          hint="Empty: now"
          type="datetime-local"
          binding={field("at")}
          autoComplete="off"
        />
      )}
      {own.length > 1 && (
        <SelectField
          label={kind === "transfer" ? "From" : "Character"}
          options={own.map(([id, name], index) => [index === 0 ? "" : id, name])}
          binding={field("character")}
        />
      )}
      <Field label="Note" binding={field("note")} autoComplete="off" maxLength={500} />
    </>
  );
}
