import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const HASH_BYTES = 4;
/** Digits and signs before and after, which people add to a password that was refused. */
const PADDING = /^[^\p{L}]+|[^\p{L}]+$/gu;
const MIN_CORE = 4;

let hashes: Buffer | undefined;

/** Read on first use and kept: 560 KB. Next's bundle has no files beside its code, so the path begins at the checkout. */
const readHashes = (): Buffer =>
  (hashes ??= readFileSync(
    join(process.cwd(), "src/features/accounts/security/common-passwords/hashes.bin"),
  ));

function has(text: string): boolean {
  const sorted = readHashes();
  const wanted = createHash("sha256").update(text).digest().readUInt32BE(0);
  let low = 0;
  let high = sorted.length / HASH_BYTES - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = sorted.readUInt32BE(middle * HASH_BYTES);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/**
 * Whether a password is among the most common ones (see README.md), or is one of them with digits or signs before or after
 * it. Case does not matter.
 */
export function isCommonPassword(password: string): boolean {
  const folded = password.normalize("NFKC").toLowerCase();
  if (has(folded)) return true;
  const core = folded.replaceAll(PADDING, "");
  return core.length >= MIN_CORE && core !== folded && has(core);
}
