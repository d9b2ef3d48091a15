export const SESSION_DAYS = 30;
/** The prefix asks browsers for Secure, Path=/ and no Domain: no other host can set or shadow it. */
export const SESSION_COOKIE = "__Host-ge.session";
export const CHALLENGE_COOKIE = "__Host-ge.second-factor";
