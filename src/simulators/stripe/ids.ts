import { createHash } from "node:crypto";

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const LENGTHS: Record<string, number> = { cus: 14, prod: 14, req: 14, cs_test: 58, whsec: 32 };

/** The nth id of a kind under a seed: unique like Stripe's, and the same in every run that does the same. */
export function makeId(seed: number, prefix: string, count: number): string {
  const digest = createHash("sha512").update(`${seed}:${prefix}:${count}`).digest();
  const letters = [...digest].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
  return `${prefix}_${letters.slice(0, LENGTHS[prefix] ?? 24)}`;
}
