import type { Meta, PublicCaching } from "#trpc/init.ts";
import { MAX_BATCH_SIZE, TRPC_PREFIX } from "#server/answer-trpc.ts";
import { appRouter } from "#server/root.ts";

/** One cacheable call of a target. */
export type TrpcCall = {
  /** The key in the byte cache: the same for all spellings of an input. */
  key: string;
  /** The path and query with which tRPC answers this call alone. */
  target: string;
  caching: PublicCaching;
  /** The cache stamps that the answer depends on; null if it has none, so that it is made each time. */
  stamps: readonly string[] | null;
  /** Whether the answer depends on the caller's plan. */
  isByPlan: boolean;
  /** For a procedure whose inputs may share an answer: what says so, and the valid input. Else null. */
  sameInput: { name: string; path: string; input: unknown } | null;
};

/** The parsed target of a request to `/trpc`. */
export type TrpcTarget = {
  /** The procedures, comma-separated, as the target spells them. */
  path: string;
  calls: number;
  /** Why tRPC would answer with a 500: a path or an input that cannot be decoded. Null if there is no problem. */
  problem: string | null;
  /** What a GET asks for, if all calls may be cached; else null. */
  shared: SharedTarget | null;
};

export type SharedTarget = Omit<TrpcCall, "target" | "sameInput"> & {
  /** In the order of the batch. */
  calls: readonly TrpcCall[];
  /** Whether the client expects an array. */
  isBatch: boolean;
};

type Schema = { safeParse: (value: unknown) => { success: boolean; data?: unknown } };
type Procedure = { caching: PublicCaching | null; schemas: readonly Schema[] };

/** By full path ("items.get"). tRPC's type declares nested routers, but the value is flat. */
const flatProcedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { meta?: Meta; inputs: readonly Schema[] } }
>;
const procedures = new Map<string, Procedure>(
  Object.entries(flatProcedures).map(([path, { _def }]) => [
    path,
    { caching: _def.meta?.cache ?? null, schemas: _def.inputs },
  ]),
);

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
  const input = parseInput(query.get("input"));
  return {
    path,
    calls: paths.length,
    problem: problemOf(path, input),
    shared: input === "invalid" ? null : tryShared(paths, query.get("batch") === "1", input.value),
  };
}

function problemOf(path: string, input: ReturnType<typeof parseInput>): string | null {
  try {
    decodeURIComponent(path);
  } catch {
    return "The path is not valid percent-encoding";
  }
  return input === "invalid" ? "input is not JSON" : null;
}

function parseInput(text: string | null): { value: unknown } | "invalid" {
  if (text === null || text === "") return { value: undefined };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return "invalid";
  }
}

/** Null for input that is nested too deeply to be written again; tRPC answers it. */
function tryShared(...args: Parameters<typeof sharedOf>): SharedTarget | null {
  try {
    return sharedOf(...args);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function sharedOf(paths: readonly string[], isBatch: boolean, input: unknown): SharedTarget | null {
  if (paths.length > MAX_BATCH_SIZE || (paths.length > 1 && !isBatch)) return null;
  const calls: TrpcCall[] = [];
  for (const [index, path] of paths.entries()) {
    const call = callOf(path, isBatch ? inputAt(input, index) : input);
    if (call === null) return null;
    calls.push(call);
  }
  return joinCalls(calls, isBatch);
}

/** What a request for these calls asks for. */
export function joinCalls(calls: readonly TrpcCall[], isBatch: boolean): SharedTarget {
  const stamps = calls.map((call) => call.stamps);
  return {
    calls,
    isBatch,
    key: isBatch ? `batch:${calls.map(({ key }) => key).join()}` : calls.map(({ key }) => key).join(),
    caching: calls.map(({ caching }) => caching).reduce((a, b) => (b.freshS < a.freshS ? b : a)),
    stamps: stamps.every((names) => names !== null) ? [...new Set(stamps.flat())] : null,
    isByPlan: calls.some((call) => call.isByPlan),
  };
}

/** The input of one call of a batch, which is an object by index. */
const inputAt = (inputs: unknown, index: number): unknown =>
  typeof inputs === "object" && inputs !== null && Object.hasOwn(inputs, index)
    ? (inputs as Record<number, unknown>)[index]
    : undefined;

/** A call of a procedure whose answers may be cached; null for any other. */
export function callOf(path: string, input: unknown): TrpcCall | null {
  const procedure = procedures.get(path);
  if (procedure === undefined || procedure.caching === null) return null;
  const { caching, schemas } = procedure;
  const query = input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`;
  const valid = parseWith(schemas, input);
  const canonical = valid === null ? `raw:${JSON.stringify(input)}` : JSON.stringify(valid.input);
  const { sameInput: name } = caching;
  return {
    key: `${path}?${canonical}`,
    target: `${path}${query}`,
    caching,
    stamps: caching.stamp === undefined ? null : [caching.stamp],
    isByPlan: caching.byPlan === true,
    sameInput: name === undefined || valid === null ? null : { name, path, input: valid.input },
  };
}

/**
 * The input as the procedure sees it, so that white space, the order of properties and defaults make no further entries.
 * Null for an input that is refused: it keeps its own form, and its answer is not cached.
 */
function parseWith(schemas: readonly Schema[], input: unknown): { input: unknown } | null {
  const [schema, ...others] = schemas;
  const parsed = schema !== undefined && others.length === 0 ? schema.safeParse(input) : null;
  return parsed?.success === true ? { input: parsed.data === undefined ? {} : parsed.data } : null;
}
