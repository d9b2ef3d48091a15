import { isAPIError } from "better-auth/api";
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

/** better-auth's own word for why not, such as `INVALID_EMAIL_OR_PASSWORD`. */
export type AuthRefusal = { refusal: string };

/**
 * Calls an endpoint of better-auth for a visitor with nothing but the cookies named, signed anew: whatever secret they
 * came under, better-auth knows the newest alone. A refusal is an answer, any other error is thrown.
 */
export async function callAuth<T>(
  auth: Auth,
  actor: Actor,
  cookies: { session?: string; challenge?: string },
  call: (headers: Headers) => Promise<{ headers: Headers; response: T }>,
): Promise<Answered<T> | AuthRefusal> {
  const headers = new Headers({
    "user-agent": actor.visitor.userAgent,
    "x-client-ip": actor.visitor.ip,
  });
  const given = {
    ...(cookies.session === undefined ? {} : { [SESSION_COOKIE]: cookies.session }),
    ...(cookies.challenge === undefined ? {} : { [CHALLENGE_COOKIE]: cookies.challenge }),
  };
  if (Object.keys(given).length > 0) headers.set("cookie", cookieHeader(given, auth.secrets));
  try {
    const answer = await call(headers);
    const made = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";", 1)[0] ?? "")
      .join("; ");
    return {
      response: answer.response,
      sessionToken: readSignedCookie(made, SESSION_COOKIE, auth.secrets),
      challenge: readSignedCookie(made, CHALLENGE_COOKIE, auth.secrets),
    };
  } catch (error) {
    if (!isAPIError(error)) throw error;
    // The one refusal without a word: two backup codes of one account at once.
    const code: unknown = error.body?.code ?? (error.statusCode === 409 ? "CONFLICT" : undefined);
    if (typeof code !== "string" || error.statusCode >= 500) throw error;
    return { refusal: code };
  }
}
