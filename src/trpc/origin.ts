/** What a request says of where it comes from. A header sent twice is joined by a comma, and then fits nothing. */
export type Claim = {
  method: string | undefined;
  origin: string | undefined;
  secFetchSite: string | undefined;
  host: string | undefined;
};

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Routes that prove who calls by other means than a cookie, or do nothing for anybody. */
const EXEMPT = /^\/(api\/stripe\/webhook|csp-report|api\/v1\/.*)$/;

export const isMutation = (method: string | undefined): boolean => !READS.has(method ?? "");

/**
 * Whether a page of another site sent this mutation, and with it, unasked, this visitor's cookies. Requests with
 * neither header come from programs, which carry nobody's cookies. Behind a proxy that ends TLS the request does not
 * tell its scheme: `https` of its own host is ours, `http` only where `publicOrigin` is no https.
 */
export function isCrossOriginMutation(claim: Claim, path: string, publicOrigin: string): boolean {
  if (!isMutation(claim.method) || EXEMPT.test(path)) return false;
  const { origin, secFetchSite, host } = claim;
  if (secFetchSite !== undefined && secFetchSite !== "same-origin" && secFetchSite !== "none") return true;
  if (origin === undefined || origin === publicOrigin) return false;
  if (host === undefined) return true;
  if (origin === `https://${host}`) return false;
  return origin !== `http://${host}` || publicOrigin.startsWith("https:");
}
