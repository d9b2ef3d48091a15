import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";
import { backupCode, reauthenticateInput } from "#features/accounts/contract.ts";
import { assertion, createdCredential } from "#features/accounts/rules/webauthn.ts";

const { password, mailCode } = reauthenticateInput.shape;

/** A passkey of the signed-in user; times in epoch ms. */
export const passkeyView = z.object({
  id: z.string(),
  name: z.string(),
  addedAt: z.number().int(),
  /** Null if it has not been used yet. */
  lastUsedAt: z.number().int().nullable(),
  /** Whether its maker keeps copies of it on other devices. */
  isSynced: z.boolean(),
});
export type PasskeyView = z.infer<typeof passkeyView>;

/** Oldest first. */
export const passkeyList = z.object({ passkeys: z.array(passkeyView) });
export type PasskeyList = z.infer<typeof passkeyList>;

export const signInByPasskeyInput = z.strictObject({ passkey: assertion });
export type SignInByPasskeyInput = z.infer<typeof signInByPasskeyInput>;

/** Without a name, the passkey is named after the password manager or the device. */
export const addPasskeyInput = z.strictObject({
  passkey: createdCredential,
  name: visibleName.optional(),
});
export type AddPasskeyInput = z.infer<typeof addPasskeyInput>;
/** `backupCodes`: only for the first second factor of an account; else empty, and those from before stay. */
export const passkeyAdded = z.object({ passkey: passkeyView, backupCodes: z.array(z.string()) });
export type PasskeyAdded = z.infer<typeof passkeyAdded>;

export const renamePasskeyInput = z.strictObject({ id: z.uuid(), name: visibleName });
export type RenamePasskeyInput = z.infer<typeof renamePasskeyInput>;

/**
 * While another second factor remains: the password, or a mailed code without one. The last second factor takes itself (a
 * signature by one of the account's passkeys), or for a lost one a backup code and a mailed code.
 */
export const removePasskeyInput = z.union([
  z.strictObject({ id: z.uuid(), password, mailCode }),
  z.strictObject({ id: z.uuid(), password, passkey: assertion }),
  z.strictObject({
    id: z.uuid(),
    password,
    mailCode: mailCode.unwrap(),
    backupCode,
  }),
]);
export type RemovePasskeyInput = z.infer<typeof removePasskeyInput>;
