import { createHmac, timingSafeEqual } from "node:crypto";

const signatureOf = (value: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(value).digest();

/** A value as better-auth signs it: `value.base64(HMAC-SHA256)`, percent-encoded. */
export const signValue = (value: string, secret: string): string =>
  encodeURIComponent(`${value}.${signatureOf(value, secret).toString("base64")}`);

/** The value, where one of the secrets signed it. */
export function verifyValue(signed: string, secrets: readonly string[]): string | null {
  let text: string;
  try {
    text = decodeURIComponent(signed);
  } catch {
    return null;
  }
  const at = text.lastIndexOf(".");
  if (at < 1) return null;
  const value = text.slice(0, at);
  // Compared as text: base64 has many spellings of the same bytes, and we wrote one.
  const given = Buffer.from(text.slice(at + 1));
  const holds = secrets.some((secret) => {
    const signature = Buffer.from(signatureOf(value, secret).toString("base64"));
    return given.length === signature.length && timingSafeEqual(given, signature);
  });
  return holds ? value : null;
}

const MAX_COOKIES = 8_192;

/**
 * The value of a signed cookie of ours in a `Cookie` header; null where it is absent or no secret signed it. Of two
 * cookies of one name the first that verifies counts.
 */
export function readSignedCookie(header: string, name: string, secrets: readonly string[]): string | null {
  if (header.length > MAX_COOKIES || !header.includes(name)) return null;
  for (const pair of header.split(";")) {
    const mark = pair.indexOf("=");
    if (mark < 0 || pair.slice(0, mark).trim() !== name) continue;
    const value = verifyValue(pair.slice(mark + 1).trim(), secrets);
    if (value !== null) return value;
  }
  return null;
}

/** A `Cookie` header with these cookies alone, signed with the newest secret: the only one better-auth reads. */
export const cookieHeader = (cookies: Readonly<Record<string, string>>, secrets: readonly string[]): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${signValue(value, secrets[0] ?? "")}`)
    .join("; ");

/** A `Set-Cookie` header: never readable by scripts, never sent along with another site's request. */
export const setCookie = (name: string, signed: string, maxAgeS: number): string =>
  `${name}=${signed}; Max-Age=${maxAgeS}; Path=/; HttpOnly; Secure; SameSite=Lax`;

export const clearCookie = (name: string): string => setCookie(name, "", 0);
