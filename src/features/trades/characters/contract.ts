import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";
import { coinsField } from "#features/trades/entry/contract.ts";

/** As many as a trader tells apart; the game lets a person play several accounts. */
export const MAX_CHARACTERS = 50;

export const character = z.object({ id: z.string(), name: z.string(), trades: z.number().int() });
export type Character = z.infer<typeof character>;

/** `timeZone`: IANA name; null until a page has said it. `version` grows with each change of the ledger. */
export const ledgerSettings = z.object({
  method: z.enum(["fifo", "average"]),
  timeZone: z.string().nullable(),
  version: z.number().int(),
});
export type LedgerSettings = z.infer<typeof ledgerSettings>;

/** Oldest first: trades that name no character belong to the first one. */
export const characterList = z.object({ characters: z.array(character), settings: ledgerSettings });
export type CharacterList = z.infer<typeof characterList>;

export const nameCharacterInput = z.strictObject({ name: visibleName });
export type NameCharacterInput = z.infer<typeof nameCharacterInput>;
export const renameCharacterInput = z.strictObject({ id: z.uuid(), name: visibleName });
export type RenameCharacterInput = z.infer<typeof renameCharacterInput>;
/** A character that has trades is not deleted; `mergeInto` moves them to another one first. */
export const deleteCharacterInput = z.strictObject({ id: z.uuid(), mergeInto: z.uuid().optional() });
export type DeleteCharacterInput = z.infer<typeof deleteCharacterInput>;

/** gp that the character has in buy offers now; null: unknown. */
export const setOfferCoinsInput = z.strictObject({ id: z.uuid(), coins: coinsField.nullable() });
export type SetOfferCoinsInput = z.infer<typeof setOfferCoinsInput>;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
};
export const timeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, "This is no time zone, such as Europe/Berlin");

/** Another method computes the whole ledger again. */
export const changeSettingsInput = z.strictObject({
  method: z.enum(["fifo", "average"]).optional(),
  timeZone: timeZoneName.optional(),
});
export type ChangeSettingsInput = z.infer<typeof changeSettingsInput>;
