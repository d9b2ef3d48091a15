import { hash } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTHS: Record<string, number> = { cus: 14, prod: 14, req: 14, cs_test: 58, whsec: 32 };

/** The nth id of a kind for a seed: unique, in Stripe's format, and the same in every run with the same calls. */
export function makeId(seed: number, prefix: string, count: number): string {
  const digest = hash("sha512", `${seed}:${prefix}:${count}`, "buffer").subarray(0, LENGTHS[prefix] ?? 24);
  let letters = "";
  for (const byte of digest) letters += ALPHABET[byte % ALPHABET.length];
  return `${prefix}_${letters}`;
}
