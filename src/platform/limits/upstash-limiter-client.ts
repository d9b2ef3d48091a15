/** Runs a Lua script in Redis; rejects when Redis is away. */
export type ScriptRunner = {
  evalScript(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>;
};

type Call = { keys: string[]; arguments: string[] };

/**
 * Presents a REST client with the one call that RateLimiterRedis makes to count (`useRedisPackage: true`, the
 * node-redis style). Without `automaticDeserialization` numbers may arrive as texts, which it would compare as such.
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
