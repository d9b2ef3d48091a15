import { displayName } from "#features/accounts/contract.ts";

/** The default display name: the local part of the e-mail address. */
export const defaultNameFor = (email: string): string =>
  displayName.safeParse(email.slice(0, email.lastIndexOf("@")).slice(0, 40)).data ?? "Trader";
