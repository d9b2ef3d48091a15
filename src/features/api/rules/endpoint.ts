import type { z } from "zod";
import type { PlanName } from "#features/billing/rules/plans.ts";

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
  /** Whether this question may be answered differently to callers of different plans. */
  byPlan?: (query: z.infer<Q>) => boolean;
};

export const defineEndpoint = <Q extends z.ZodType, A extends z.ZodType>(
  endpoint: PublicEndpoint<Q, A>,
): PublicEndpoint<Q, A> => endpoint;

/** A question that may be answered. `key` is the same for all spellings of it, and for all who get the same answer. */
export type Call<Deps> = {
  key: string;
  keep: Keeping;
  /** Not everybody gets this answer. */
  byPlan: boolean;
  answer: (deps: Deps) => Promise<unknown>;
};

export type ServedEndpoint<Deps> = {
  path: string;
  /** Throws a ZodError for a query that cannot be answered. `plan` is the caller's. */
  read: (query: URLSearchParams, plan: PlanName) => Call<Deps>;
};

/** Joins an endpoint with the verb that answers it. */
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
      keep: endpoint.keep(query),
      byPlan,
      answer: (deps) => verb(deps, query, plan),
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
