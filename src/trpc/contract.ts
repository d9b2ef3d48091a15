import { z } from "zod";

/** The input of a query without parameters. */
export const noInput = z.strictObject({}).optional();

/** The answer of a mutation without a result. */
export const done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof done>;
export const DONE: Done = { done: true };
