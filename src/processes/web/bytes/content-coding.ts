import { LRUCache } from "lru-cache";
import Negotiator from "negotiator";
import type { Encoding } from "./byte-cache.ts";

/** The smallest first: it is taken among codings that the client likes equally well. */
const CODINGS = ["br", "gzip", "identity"] as const satisfies readonly Encoding[];
/** Browsers and libraries send few different headers, and parsing one takes longer than a look-up. */
const known = new LRUCache<string, Encoding | "none">({ max: 500 });
const LONGEST_KNOWN = 128;

/**
 * The coding of highest weight for an Accept-Encoding header (RFC 9110 12.5.3), identity without a header; null if the
 * header excludes all codings, identity too.
 */
export function encodingFor(accepted: string | undefined): Encoding | null {
  if (accepted === undefined) return "identity";
  const found = known.get(accepted) ?? negotiate(accepted);
  if (accepted.length <= LONGEST_KNOWN) known.set(accepted, found);
  return found === "none" ? null : found;
}

function negotiate(accepted: string): Encoding | "none" {
  // The library takes only a small q for the name of the weight.
  const headers = { "accept-encoding": accepted.toLowerCase() };
  const [best] = new Negotiator({ headers }).encodings(CODINGS, { preferred: CODINGS });
  return CODINGS.find((coding) => coding === best) ?? "none";
}
