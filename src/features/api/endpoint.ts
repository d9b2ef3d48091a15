import type { z } from "zod";

/** What one address may ask: the policy `anonymousRead` of the limiter, for people to read. */
export const REQUESTS_PER_MINUTE = 300;

/** How long an answer may be kept: fresh, and after that while a new one is made, in seconds. */
export type Keeping = { freshS: number; staleS: number };

/**
 * One address of the public API below `/api/v1/osrs/`: what is read by the server, by the document and by its page.
 * `query` describes parsed values: whole numbers arrive as numbers, everything else as text.
 */
export type EndpointGuide<Q = z.ZodType, A = z.ZodType, Example = unknown> = {
  path: string;
  summary: string;
  description: string;
  query: Q;
  answer: A;
  /** The query of the example, and what it may answer. */
  example: { query: string; answer: Example };
};

export type PublicEndpoint<Q extends z.ZodType, A extends z.ZodType> = EndpointGuide<Q, A, z.infer<A>> & {
  keep: (query: z.infer<Q>) => Keeping;
};

export const defineEndpoint = <Q extends z.ZodType, A extends z.ZodType>(
  endpoint: PublicEndpoint<Q, A>,
): PublicEndpoint<Q, A> => endpoint;

/** A question that may be answered. `key` is the same for all spellings of it. */
export type Call<Deps> = { key: string; keep: Keeping; answer: (deps: Deps) => Promise<unknown> };

export type ServedEndpoint<Deps> = {
  path: string;
  /** Throws a ZodError for a query that cannot be answered. */
  read: (query: URLSearchParams) => Call<Deps>;
};

/** Joins an endpoint with the verb that answers it. */
export const serveEndpoint = <Deps, Q extends z.ZodType, A extends z.ZodType>(
  endpoint: PublicEndpoint<Q, A>,
  verb: (deps: Deps, query: z.infer<Q>) => Promise<z.infer<A>>,
): ServedEndpoint<Deps> => ({
  path: endpoint.path,
  read: (given) => {
    const query = endpoint.query.parse(valuesOf(given));
    return {
      key: keyOf(endpoint.path, query),
      keep: endpoint.keep(query),
      answer: (deps) => verb(deps, query),
    };
  },
});

/** Only plain decimal digits are a number: `12`, never `1e3`, ` 12` or nothing. The first of a repeated name counts. */
function valuesOf(given: URLSearchParams): Record<string, string | number> {
  const values = new Map<string, string | number>();
  for (const [name, text] of given) {
    if (!values.has(name)) values.set(name, /^\d{1,15}$/.test(text) ? Number(text) : text);
  }
  return Object.fromEntries(values);
}

/** Parameters that nobody reads change nothing, so they make no other key. */
function keyOf(path: string, query: unknown): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return path;
  const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${path}?${sorted.map(([name, value]) => `${name}=${value}`).join("&")}`;
}
