import { createHash, randomBytes } from "node:crypto";

const NONCE_BYTES = 18;

/** Unguessable, and of letters that neither HTML nor JSON writes otherwise. */
export const makeNonce = (): string => randomBytes(NONCE_BYTES).toString("base64url");

/** Longer than any page's own scripts need; a page beyond it would burst the header. */
export const MAX_INLINE_SCRIPTS = 40;

const SCRIPT = /<script\b([^>]*)>([\s\S]*?)<\/script>/g;

export type Sealed = { html: string; hashes: string[] };

/**
 * A page that many will be shown, from one that was rendered with a nonce: the CSP sources of its inline scripts, and
 * the HTML without the nonce. Only scripts that carry it are vouched for, so markup that found its way into a page
 * by other means gets no hash. What is written in the nonce's stead is as long, for texts that name their length.
 */
export function hashInlineScripts(page: string, nonce: string): Sealed {
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
