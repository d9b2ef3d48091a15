/** A session ends when it was not used for this time. */
export const SESSION_DAYS = 30;
/** A session ends this long after the sign-in, whatever happens. */
export const SESSION_MAX_DAYS = 90;
/** Whether more use does not extend a session: it ends at its greatest age. Times in epoch ms. */
export const isAtMaxAge = ({ createdAt, expiresAt }: { createdAt: number; expiresAt: number }): boolean =>
  expiresAt >= createdAt + SESSION_MAX_DAYS * 86_400_000;
/** For this time after a confirmation an admin may change roles and the like. */
export const CONFIRMED_MS = 15 * 60_000;
/** Browsers keep a cookie for 400 days at most. */
export const DEVICE_DAYS = 400;
/** With this prefix browsers require Secure, Path=/ and no Domain, so that no other host can set or shadow the cookie. */
export const SESSION_COOKIE = "__Host-ge.session";
export const CHALLENGE_COOKIE = "__Host-ge.second-factor";
/** Names the browser, so that a sign-in from another one is noticed. It opens nothing. */
export const DEVICE_COOKIE = "__Host-ge.device";
/** The challenge that a passkey is to sign, and what for. */
export const PASSKEY_COOKIE = "__Host-ge.passkey";
