import { z } from "zod";
import { amountText, choiceText, noteText, optionalAmount, optionalTime } from "./text-fields.ts";

/** What a trader can enter, in the words of the form. */
export const entryKinds = [
  ["flip", "A flip: bought, and sold again"],
  ["buy", "A purchase"],
  ["sell", "A sale"],
  ["gain", "A drop or gift"],
  ["withdrawal", "Own use"],
  ["transfer", "Moved to another character"],
  ["alchemy", "High alchemy"],
  ["conversion", "A set, a decanting, another recipe"],
] as const;
export type EntryKind = (typeof entryKinds)[number][0];

export const blank = {
  quantity: "",
  buyPrice: "",
  sellPrice: "",
  price: "",
  per: "each",
  boughtAt: "",
  soldAt: "",
  at: "",
  character: "",
  toCharacter: "",
  received: "",
  paid: "",
  note: "",
};
export type EntryField = keyof typeof blank;

const shared = { character: choiceText, note: noteText };
const goods = { quantity: amountText(1), at: optionalTime(), ...shared };
const priced = { ...goods, price: amountText(0), per: z.enum(["each", "total"]) };
const converted = { at: optionalTime(), received: optionalAmount(0), paid: optionalAmount(0), ...shared };

export const entrySchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("flip"),
    quantity: amountText(1),
    buyPrice: amountText(0),
    sellPrice: optionalAmount(0),
    boughtAt: optionalTime(),
    soldAt: optionalTime(),
    ...shared,
  }),
  z.object({ kind: z.literal("buy"), ...priced }),
  z.object({ kind: z.literal("sell"), ...priced }),
  z.object({ kind: z.literal("gain"), ...goods, price: optionalAmount(0) }),
  z.object({ kind: z.literal("withdrawal"), ...goods }),
  z.object({ kind: z.literal("transfer"), ...goods, toCharacter: z.string().min(1, "Choose a character") }),
  z.object({ kind: z.literal("alchemy"), ...goods, received: optionalAmount(0) }),
  z.object({ kind: z.literal("conversion"), ...converted }),
]);
export type EntryValues = z.infer<typeof entrySchema>;
