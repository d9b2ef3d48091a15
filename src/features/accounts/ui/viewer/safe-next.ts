const START = "/";
/** Pages that somebody who is signed in has no business on. */
const SIGN_IN_PATHS = new Set(["/sign-in", "/sign-up", "/forgotten"]);

/**
 * Where to go after signing in: a path of this site, whatever `next` says. `//host`, `/\host`, and what becomes such a
 * thing once tabs or `/.` are taken out, lead to the start instead.
 */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return START;
  const here = "https://here.invalid";
  if (!URL.canParse(next, here)) return START;
  const { origin, pathname, search, hash } = new URL(next, here);
  if (origin !== here || pathname.startsWith("//") || SIGN_IN_PATHS.has(pathname)) return START;
  return `${pathname}${search}${hash}`;
}

/** The path of a sign-in page, with the page to return to afterwards. */
export const withNext = (path: string, next: string): string =>
  next === START ? path : `${path}?next=${encodeURIComponent(next)}`;
