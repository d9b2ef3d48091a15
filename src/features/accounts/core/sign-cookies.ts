import { createHmac, timingSafeEqual } from "node:crypto";

const signatureOf = (value: string, secret: string): Buffer =>
  createHmac("sha256", secret).update(value).digest();

/** Signs a value in better-auth's format: `value.base64(HMAC-SHA256)`, percent-encoded. */
export const signValue = (value: string, secret: string): string =>
  encodeURIComponent(`${value}.${signatureOf(value, secret).toString("base64")}`);

/** The value if one of the secrets signed it, else null. */
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
  // Compares the base64 text, not its bytes: several base64 texts decode to the same bytes, and only one was issued.
  const received = Buffer.from(text.slice(at + 1));
  const isValid = secrets.some((secret) => {
    const expected = Buffer.from(signatureOf(value, secret).toString("base64"));
    return received.length === expected.length && timingSafeEqual(received, expected);
  });
  return isValid ? value : null;
}

const MAX_COOKIES = 8_192;

/**
 * The value of a signed cookie in a `Cookie` header; null if it is absent or no secret signed it. If several cookies have
 * the name, the first valid one counts.
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

/** A `Cookie` header with these cookies, signed with the newest secret: better-auth verifies no other. */
export const cookieHeader = (cookies: Readonly<Record<string, string>>, secrets: readonly string[]): string =>
  Object.entries(cookies)
    .map(([name, value]) => `${name}=${signValue(value, secrets[0] ?? "")}`)
    .join("; ");

/** A `Set-Cookie` header. Scripts cannot read the cookie, and other sites' subrequests do not send it. */
export const setCookie = (name: string, signed: string, maxAgeS: number): string =>
  `${name}=${signed}; Max-Age=${maxAgeS}; Path=/; HttpOnly; Secure; SameSite=Lax`;

export const clearCookie = (name: string): string => setCookie(name, "", 0);
