import { isAPIError } from "better-auth/api";
import { hashFor } from "./hash-password.ts";
import type { Auth } from "./open-auth.ts";
import { CHALLENGE_COOKIE, SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { Actor } from "#platform/actor.ts";
import { cookieHeader, readSignedCookie } from "./sign-cookies.ts";

type Answered<T> = {
  response: T;
  /** A session or a second-factor challenge that better-auth made in this call. */
  sessionToken: string | null;
  challenge: string | null;
};

/** The error code of better-auth, such as `INVALID_EMAIL_OR_PASSWORD`. */
export type AuthRefusal = { refusal: string };

/**
 * Calls an endpoint of better-auth with only the given cookies, which it signs with the newest secret, because
 * better-auth verifies no other. Passwords of a caller with a session, or one whose device is known, are checked before
 * those of strangers. Returns better-auth's refusals; throws any other error.
 */
export async function callAuth<T>(
  auth: Auth,
  actor: Actor,
  cookies: { session?: string; challenge?: string },
  call: (headers: Headers) => Promise<{ headers: Headers; response: T }>,
  { isKnown = false }: { isKnown?: boolean } = {},
): Promise<Answered<T> | AuthRefusal> {
  const headers = new Headers({
    "user-agent": actor.visitor.userAgent,
    "x-client-ip": actor.visitor.ip,
  });
  const sentCookies = {
    ...(cookies.session === undefined ? {} : { [SESSION_COOKIE]: cookies.session }),
    ...(cookies.challenge === undefined ? {} : { [CHALLENGE_COOKIE]: cookies.challenge }),
  };
  if (Object.keys(sentCookies).length > 0) headers.set("cookie", cookieHeader(sentCookies, auth.secrets));
  try {
    // Who is signed in has proved who they are.
    const owner = { key: actor.visitor.ip, isKnown: cookies.session !== undefined || isKnown };
    const answer = await hashFor(owner, () => call(headers));
    const newCookies = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";", 1)[0] ?? "")
      .join("; ");
    return {
      response: answer.response,
      sessionToken: readSignedCookie(newCookies, SESSION_COOKIE, auth.secrets),
      challenge: readSignedCookie(newCookies, CHALLENGE_COOKIE, auth.secrets),
    };
  } catch (error) {
    if (!isAPIError(error)) throw error;
    // One refusal has no code: a concurrent use of another backup code of the same account (409).
    const code: unknown = error.body?.code ?? (error.statusCode === 409 ? "CONFLICT" : undefined);
    if (typeof code !== "string" || error.statusCode >= 500) throw error;
    return { refusal: code };
  }
}
