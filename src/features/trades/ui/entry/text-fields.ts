import { z } from "zod";
import { timeProblem } from "#features/trades/rules/trade-limits.ts";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { readNow } from "#ui/format/now.tsx";

/** Amounts as the reader's language writes them. */
export const readAmount = (text: string): number | null => parseAmount(text, numberMarksOf());

/** A typed amount of at least `least`. */
export const amountText = (least: number) =>
  z.string().transform((text, context) => {
    const amount = readAmount(text);
    if (amount !== null && amount >= least) return amount;
    const message =
      text.trim() === ""
        ? "Fill this in"
        : amount === null
          ? "Write an amount such as 105, 1.5m or 2b"
          : `Use ${least} or more`;
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  });

/** The same, where nothing may stand. */
export const optionalAmount = (least: number) =>
  z
    .string()
    .transform((text) => (text.trim() === "" ? undefined : text))
    .pipe(amountText(least).optional());

const two = (part: number): string => String(part).padStart(2, "0");

/** A moment for a field of type `datetime-local`, by the reader's clock. */
export function timeText(atMs: number): string {
  const at = new Date(atMs);
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The moment of such a field, epoch ms; undefined where it is empty, or unchanged from `before`, which has seconds. */
export const optionalTime = (before?: number) =>
  z.string().transform((text, context) => {
    if (text === "" || (before !== undefined && text === timeText(before))) return undefined;
    const atMs = new Date(text).getTime();
    const problem = Number.isNaN(atMs) ? "This is no time" : timeProblem(atMs, readNow());
    if (problem === null) return atMs;
    context.addIssue({ code: "custom", message: problem });
    return z.NEVER;
  });

export const noteText = z
  .string()
  .trim()
  .max(500, "Use at most 500 characters")
  .transform((text) => (text === "" ? undefined : text));

/** The choice of a select, whose first option is none. */
export const choiceText = z.string().transform((text) => (text === "" ? undefined : text));
