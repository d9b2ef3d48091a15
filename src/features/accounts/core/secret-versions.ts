import { createHash } from "node:crypto";

/** Derives the version from the secret, because its position in the list changes when secrets rotate. */
const versionOf = (secret: string): number =>
  createHash("sha256").update(secret).digest().readUInt32BE(0) >>> 1;

/** `AUTH_SECRETS` in better-auth's form: the first encrypts, all decrypt. */
export const versionsOf = (secrets: readonly string[]): { version: number; value: string }[] =>
  secrets.map((value) => ({ version: versionOf(value), value }));
