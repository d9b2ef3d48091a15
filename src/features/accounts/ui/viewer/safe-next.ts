const START = "/";
/** The sign-in pages, which are no targets after signing in. */
const SIGN_IN_PATHS = new Set(["/sign-in", "/sign-up", "/forgotten"]);

/**
 * The page to open after signing in: `next` if it is a path on this site, else the start page. Rejects `//host`,
 * `/\host`, and paths that become one after URL normalisation (tabs, `/.`).
 */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next)) return START;
  const here = "https://here.invalid";
  if (!URL.canParse(next, here)) return START;
  const { origin, pathname, search, hash } = new URL(next, here);
  if (origin !== here || pathname.startsWith("//") || SIGN_IN_PATHS.has(pathname)) return START;
  return `${pathname}${search}${hash}`;
}

/** The path of a sign-in page with `next` as the page to return to. */
export const withNext = (path: string, next: string): string =>
  next === START ? path : `${path}?next=${encodeURIComponent(next)}`;
