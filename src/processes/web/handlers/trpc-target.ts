import type { Meta, PublicCaching } from "#trpc/init.ts";
import { MAX_BATCH_SIZE, TRPC_PREFIX } from "#server/answer-trpc.ts";
import { appRouter } from "#server/root.ts";

/** The parsed target of a request to `/trpc`. */
export type TrpcTarget = {
  /** The procedures, comma-separated, as the target spells them. */
  path: string;
  calls: number;
  /** Why tRPC would answer with a 500: a path or an input that cannot be decoded. Null if there is no problem. */
  problem: string | null;
  /** How long a GET may be cached: the strictest of the batch, null if one procedure may not be cached. */
  caching: PublicCaching | null;
  /** The cache stamps that the answers depend on; null if one procedure has none, so that its answer is made each time. */
  stamps: readonly string[] | null;
  /** Whether an answer depends on the caller's plan. */
  isByPlan: boolean;
  /** The key in the byte cache. Leaves out parameters that tRPC ignores, so that they do not make further entries. */
  key: string;
};

/** By full path ("items.get"). tRPC's type declares nested routers, but the value is flat. */
const flatProcedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>;
const procedures = new Map(Object.entries(flatProcedures).map(([path, { _def }]) => [path, _def.meta]));

const NO_QUERY = new URLSearchParams();
/** Most targets repeat. Long ones are rare and are not cached, so that a caller cannot fill the memory. */
const MAX_CACHED = 2_000;
const MAX_CACHED_LENGTH = 512;
const parsedTargets = new Map<string, TrpcTarget>();

/** Parses a target. Caches the result, because parsing takes longer than an answer from the byte cache. */
export function readTarget(target: string): TrpcTarget {
  const cached = parsedTargets.get(target);
  if (cached !== undefined) return cached;
  const parsed = parse(target);
  if (target.length <= MAX_CACHED_LENGTH) {
    if (parsedTargets.size >= MAX_CACHED) parsedTargets.clear();
    parsedTargets.set(target, parsed);
  }
  return parsed;
}

function parse(target: string): TrpcTarget {
  const mark = target.indexOf("?");
  const path = target.slice(TRPC_PREFIX.length, mark < 0 ? undefined : mark);
  const query = mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
  const paths = path.split(",");
  return {
    path,
    calls: paths.length,
    problem: problemOf(path, query.get("input")),
    caching: paths.length <= MAX_BATCH_SIZE ? cachingOf(paths) : null,
    stamps: stampsOf(paths),
    isByPlan: paths.some((name) => procedures.get(name)?.cache?.byPlan === true),
    key: keyOf(path, query),
  };
}

function problemOf(path: string, input: string | null): string | null {
  try {
    decodeURIComponent(path);
  } catch {
    return "The path is not valid percent-encoding";
  }
  return input === null || input === "" || isJson(input) ? null : "input is not JSON";
}

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

function cachingOf(paths: readonly string[]): PublicCaching | null {
  let strictest: PublicCaching | null = null;
  for (const path of paths) {
    const caching = procedures.get(path)?.cache;
    if (caching === undefined) return null;
    if (strictest === null || caching.freshS < strictest.freshS) strictest = caching;
  }
  return strictest;
}

function stampsOf(paths: readonly string[]): readonly string[] | null {
  const stamps = paths.map((path) => procedures.get(path)?.cache?.stamp);
  return stamps.every((stamp) => stamp !== undefined) ? [...new Set(stamps)] : null;
}

function keyOf(path: string, query: URLSearchParams): string {
  const own = new URLSearchParams();
  for (const name of ["batch", "input"]) {
    const value = query.get(name);
    if (value !== null) own.set(name, value);
  }
  return own.size === 0 ? path : `${path}?${own}`;
}
