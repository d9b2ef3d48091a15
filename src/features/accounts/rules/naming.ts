import { displayName } from "#features/accounts/contract.ts";

/** The name of who never gave one: what stands before the @. */
export const nameFor = (email: string): string =>
  displayName.safeParse(email.slice(0, email.lastIndexOf("@")).slice(0, 40)).data ?? "Trader";
