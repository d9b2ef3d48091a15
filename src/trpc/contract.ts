import { z } from "zod";

/** The input of a query without parameters. */
export const noInput = z.strictObject({}).optional();

/** Control, format and bidirectional characters, lone surrogates, fillers: a name could imitate another one. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u2800[\p{DI}--[\uFE00-\uFE0F]]]/v;
/** A name needs one of these: combining marks and variation selectors alone are invisible. */
const VISIBLE = /[\p{L}\p{N}\p{P}\p{S}]/u;

/** A name that a user chooses, for an account or for a thing: 1 to 40 characters that can be seen. */
export const visibleName = z
  .string()
  .trim()
  .min(1, "Type a name")
  .max(40, "Use at most 40 characters")
  .refine((name) => !INVISIBLE.test(name), "Leave out characters that cannot be seen")
  .refine((name) => name === "" || INVISIBLE.test(name) || VISIBLE.test(name), "Type a name")
  .transform((name) => name.normalize("NFC"));

/** The answer of a mutation without a result. */
export const done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof done>;
export const DONE: Done = { done: true };
