import type { ServerResponse } from "node:http";
import { checkHealth, isUsable } from "#features/ops/check-health.ts";
import type { DeepHealthView, HealthView, ServiceView } from "#features/ops/contract.ts";
import { monotonicMs } from "#platform/clock.ts";
import { healthChecksOf } from "#server/compose.ts";
import type { Feature } from "#trpc/feature.ts";
import type { WebRuntime } from "#server/deps.ts";
import { writeJson } from "#processes/web/bytes/write-answer.ts";

/** Whether a balancer may send this process traffic. */
export type Readiness = { ready: boolean };

/** A deep check runs at most this often: it queries several services, and anybody may request it. */
const CHECK_EVERY_MS = 1_000;

/**
 * `/health`: which version answers. `/health/live`: the process answers. `/health/ready`: it has started, is not draining, and
 * the database answers within 1.5 s and has the tables of this version; without it the caches still answer, but another
 * process may do better. `/health/deep`: checks every part, 503 if one fails, and names the part that is the cause.
 */
export function createHealthHandler(
  { deps, env, redis, cacheRedis }: WebRuntime,
  readiness: Readiness,
  features: readonly Feature[],
) {
  const checks = Object.fromEntries(
    Object.entries(healthChecksOf(features)).map(([name, check]) => [name, () => check(deps)]),
  );
  const disk = env.DATA_DIR === undefined ? null : { dir: env.DATA_DIR, floorMb: env.DISK_FLOOR_MB };
  const view = (ok: boolean): HealthView => ({
    status: ok ? "ok" : "unavailable",
    timestamp: deps.clock.now().getTime(),
  });
  let latest: { atMs: number; health: Promise<DeepHealthView> } | null = null;
  const readDeepHealth = (): Promise<DeepHealthView> => {
    if (latest === null || monotonicMs() - latest.atMs >= CHECK_EVERY_MS)
      latest = { atMs: monotonicMs(), health: checkHealth({ ...deps, redis, cacheRedis, disk }, checks) };
    return latest.health;
  };
  let asked: { atMs: number; usable: Promise<boolean> } | null = null;
  const isDatabaseUsable = (): Promise<boolean> => {
    if (asked === null || monotonicMs() - asked.atMs >= CHECK_EVERY_MS)
      asked = { atMs: monotonicMs(), usable: isUsable(deps.db) };
    return asked.usable;
  };
  return async (path: string, res: ServerResponse, requestId: string): Promise<void> => {
    switch (path) {
      case "/health": {
        const service: ServiceView = { ...view(true), version: deps.version.version };
        writeJson(res, 200, service, requestId);
        return;
      }
      case "/health/live":
        writeJson(res, 200, view(true), requestId);
        return;
      case "/health/ready": {
        const isReady = readiness.ready && (await isDatabaseUsable());
        writeJson(res, isReady ? 200 : 503, view(isReady), requestId);
        return;
      }
      case "/health/deep": {
        const health = await readDeepHealth();
        writeJson(res, health.status === "ok" ? 200 : 503, health, requestId);
        return;
      }
      default:
        writeJson(res, 404, { error: { code: "not_found", message: "No such health check" } }, requestId);
    }
  };
}
