/** What a request claims about its origin. A repeated header is joined with a comma and then matches nothing. */
export type OriginClaim = {
  method: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
  host: string | undefined;
};

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Routes that do not use cookies: they authenticate callers in another way, or change nothing. */
const EXEMPT = /^\/(api\/stripe\/webhook|csp-report|api\/v1\/.*)$/;

export const isMutation = (method: string | undefined): boolean => !READS.has(method ?? "");

/**
 * Whether another site's page sent this mutation, to which the browser would add our cookies. Requests without both
 * headers come from programs, not browsers. Behind a proxy that ends TLS the scheme is unknown: `https` of the own host
 * is accepted, `http` only if `publicOrigin` is not https.
 */
export function isCrossOriginMutation(claim: OriginClaim, path: string, publicOrigin: string): boolean {
  if (!isMutation(claim.method) || EXEMPT.test(path)) return false;
  const { origin, secFetchSite, host } = claim;
  if (secFetchSite !== undefined && secFetchSite !== "same-origin" && secFetchSite !== "none") return true;
  if (origin === undefined || origin === publicOrigin) return false;
  if (host === undefined) return true;
  if (origin === `https://${host}`) return false;
  return origin !== `http://${host}` || publicOrigin.startsWith("https:");
}
