import type { z } from "zod";
import type { PlanName } from "#features/billing/rules/plans.ts";

/** How long an answer may be cached, in seconds: fresh, and then stale while a new one is made. */
export type CacheTimes = { freshS: number; staleS: number };

/**
 * One endpoint of the public API below `/api/v1/osrs/`, as used by the server, the OpenAPI document and the API page.
 * `query` describes parsed values: whole numbers are numbers, everything else is text.
 */
export type EndpointGuide<Q = z.ZodType, A = z.ZodType, Example = unknown> = {
  path: string;
  summary: string;
  description: string;
  query: Q;
  answer: A;
  /** The query of the example, and a possible answer. */
  example: { query: string; answer: Example };
};

export type PublicEndpoint<Q extends z.ZodType, A extends z.ZodType> = EndpointGuide<Q, A, z.infer<A>> & {
  /** Null: not at all, for what is not there yet. */
  keep: (query: z.infer<Q>, answer: z.infer<A>) => CacheTimes | null;
  /** True if the answer to this query may depend on the caller's plan. */
  byPlan?: (query: z.infer<Q>) => boolean;
};

/** The time for an answer with content. An empty one may have content a second later, so no cache keeps it. */
export const keepUnlessEmpty = (answer: { data: object }, keep: CacheTimes): CacheTimes | null =>
  Object.keys(answer.data).length === 0 ? null : keep;

export const defineEndpoint = <Q extends z.ZodType, A extends z.ZodType>(
  endpoint: PublicEndpoint<Q, A>,
): PublicEndpoint<Q, A> => endpoint;

/** A valid query. `key` is the same for all spellings of a query and for all callers who get the same answer. */
export type Call<Deps> = {
  key: string;
  /** The answer depends on the caller's plan. */
  byPlan: boolean;
  answer: (deps: Deps) => Promise<{ value: unknown; keep: CacheTimes | null }>;
};

export type ServedEndpoint<Deps> = {
  path: string;
  /** Throws a ZodError for an invalid query. `plan` is the caller's. */
  read: (query: URLSearchParams, plan: PlanName) => Call<Deps>;
};

/** Joins an endpoint with the function that answers it. */
export const serveEndpoint = <Deps, Q extends z.ZodType, A extends z.ZodType>(
  endpoint: PublicEndpoint<Q, A>,
  verb: (deps: Deps, query: z.infer<Q>, plan: PlanName) => Promise<z.infer<A>>,
): ServedEndpoint<Deps> => ({
  path: endpoint.path,
  read: (given, plan) => {
    const query = endpoint.query.parse(valuesOf(given));
    const byPlan = endpoint.byPlan?.(query) ?? false;
    const key = keyOf(endpoint.path, query);
    return {
      key: byPlan ? `${plan}:${key}` : key,
      byPlan,
      answer: async (deps) => {
        const value = await verb(deps, query, plan);
        return { value, keep: endpoint.keep(query, value) };
      },
    };
  },
});

/**
 * Only decimal digits are a number: `12`, but not `1e3`, ` 12` or an empty text. The first of a repeated name is used.
 */
function valuesOf(given: URLSearchParams): Record<string, string | number> {
  const values = new Map<string, string | number>();
  for (const [name, text] of given) {
    if (!values.has(name)) values.set(name, /^\d{1,15}$/.test(text) ? Number(text) : text);
  }
  return Object.fromEntries(values);
}

/** Unknown parameters are ignored, so they do not change the key. */
function keyOf(path: string, query: unknown): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  if (pairs.length === 0) return path;
  const sorted = pairs.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${path}?${sorted.map(([name, value]) => `${name}=${value}`).join("&")}`;
}
