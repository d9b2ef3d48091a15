import { visibleName } from "#trpc/contract.ts";

/** The default display name: the local part of the e-mail address. */
export const defaultNameFor = (email: string): string =>
  visibleName.safeParse(email.slice(0, email.lastIndexOf("@")).slice(0, 40)).data ?? "Trader";
