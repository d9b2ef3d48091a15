import type { Meta, PublicCaching } from "#trpc/init.ts";
import { MAX_BATCH_SIZE, TRPC_PREFIX } from "#server/answer-trpc.ts";
import { appRouter } from "#server/root.ts";

/** What the target of a request to `/trpc` says, before any of it is acted on. */
export type TrpcTarget = {
  /** The procedures, comma-separated, as they stand in the target. */
  path: string;
  calls: number;
  /** Why tRPC would answer with a 500: a path or an input that cannot even be decoded. */
  problem: string | null;
  /** How long a GET may be kept: the strictest of the batch, null when one may not be. */
  caching: PublicCaching | null;
  /** The cache stamps that the answers depend on, null where one depends on none and is made anew each time. */
  stamps: readonly string[] | null;
  /** One of them answers callers of different plans differently. */
  isByPlan: boolean;
  /** The cache's: other parameters than tRPC's own change nothing, so they must not make another entry. */
  key: string;
};

/** By full path ("items.get"). The type shows the nested routers, the value is flat. */
const flatProcedures = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: Meta } }>;
const procedures = new Map(Object.entries(flatProcedures).map(([path, { _def }]) => [path, _def.meta]));

const NO_QUERY = new URLSearchParams();
/** Most requests ask what was asked before. Long targets are rare, and would let a caller fill memory. */
const MAX_KEPT = 2_000;
const MAX_KEPT_LENGTH = 512;
const kept = new Map<string, TrpcTarget>();

/** Reads a target, or remembers what it read: to parse one takes longer than to answer it from bytes. */
export function readTarget(target: string): TrpcTarget {
  const known = kept.get(target);
  if (known !== undefined) return known;
  const made = parse(target);
  if (target.length <= MAX_KEPT_LENGTH) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(target, made);
  }
  return made;
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
