import { createHash } from "node:crypto";

/** Names a secret by itself: its place in the list changes when secrets rotate. */
const versionOf = (secret: string): number =>
  createHash("sha256").update(secret).digest().readUInt32BE(0) >>> 1;

/** `AUTH_SECRETS` as better-auth takes them: the first encrypts, all decrypt. */
export const versionsOf = (secrets: readonly string[]): { version: number; value: string }[] =>
  secrets.map((value) => ({ version: versionOf(value), value }));
