export const SESSION_DAYS = 30;
/** With this prefix browsers require Secure, Path=/ and no Domain, so that no other host can set or shadow the cookie. */
export const SESSION_COOKIE = "__Host-ge.session";
export const CHALLENGE_COOKIE = "__Host-ge.second-factor";
