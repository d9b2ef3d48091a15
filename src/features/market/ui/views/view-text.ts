/** As the server bounds it (`views/contract.ts`, which would load zod here). */
export const MAX_LENGTH = 900;

/** Whether a value is the query of an address, empty or with its question mark. */
export const isViewText = (value: unknown): value is string =>
  typeof value === "string" && value.length <= MAX_LENGTH && /^(?:\?[^\p{Cc}\p{Cs}]+)?$/u.test(value);
