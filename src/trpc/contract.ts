import { z } from "zod";

/** The input of a query that needs none. */
export const noInput = z.strictObject({}).optional();

/** The answer of a mutation that has nothing to say but that it was carried out. */
export const done = z.object({ done: z.literal(true) });
export type Done = z.infer<typeof done>;
export const DONE: Done = { done: true };
