import { createHash, randomBytes } from "node:crypto";

const NONCE_BYTES = 18;

/** An unguessable nonce of characters that neither HTML nor JSON escapes. */
export const makeNonce = (): string => randomBytes(NONCE_BYTES).toString("base64url");

/** More than any page needs. The hashes of more scripts would make the CSP header too long. */
export const MAX_INLINE_SCRIPTS = 40;

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;

/** `hashes`: CSP sources such as `'sha256-…'`. */
export type HashedPage = { html: string; hashes: string[] };

/**
 * Makes a rendered page cacheable: replaces its nonce by the hashes of its inline scripts. Only scripts with the nonce
 * are hashed, so injected markup stays blocked. The replacement is as long as the nonce, for texts with a length prefix.
 */
export function hashInlineScripts(page: string, nonce: string): HashedPage {
  const attribute = ` nonce="${nonce}"`;
  const hashes = new Set<string>();
  const blank = "-".repeat(nonce.length);
  for (const [, attributes = "", script = ""] of page.matchAll(SCRIPT)) {
    if (!attributes.includes(attribute) || /\ssrc=/.test(attributes)) continue;
    const shown = script.replaceAll(nonce, blank).replaceAll(/\r\n?/g, "\n");
    hashes.add(`'sha256-${createHash("sha256").update(shown).digest("base64")}'`);
  }
  if (hashes.size > MAX_INLINE_SCRIPTS) throw new Error(`${hashes.size} inline scripts in one page`);
  return { html: page.replaceAll(attribute, "").replaceAll(nonce, blank), hashes: [...hashes] };
}
