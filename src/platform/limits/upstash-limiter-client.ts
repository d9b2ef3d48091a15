/** Runs a Lua script in Redis; rejects if Redis does not answer. */
export type ScriptRunner = {
  evalScript(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
};

type Call = { keys: string[]; arguments: string[] };

/**
 * Adapts a REST client to the one method that RateLimiterRedis calls (`useRedisPackage: true`, the node-redis style).
 * Converts the results to numbers, because without `automaticDeserialization` they may be strings.
 */
export function asLimiterClient(redis: ScriptRunner) {
  return {
    eval: async (script: string, call: Call): Promise<[number, number]> => {
      const result = await redis.evalScript(script, call.keys, call.arguments);
      const [used, ttlMs] = Array.isArray(result) ? result.map(Number) : [];
      if (used === undefined || ttlMs === undefined || Number.isNaN(used + ttlMs)) {
        throw new Error("Redis answered a counter in a shape that is not one");
      }
      return [used, ttlMs];
    },
  };
}
