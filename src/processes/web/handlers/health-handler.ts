import type { ServerResponse } from "node:http";
import { checkHealth } from "#features/ops/check-health.ts";
import type { DeepHealthView, HealthView } from "#features/ops/contract.ts";
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
 * `/health`, `/health/live`: the process answers. `/health/ready`: it has started and is not draining; a database lost
 * later does not count, because the caches still answer. `/health/deep`: checks every part, 503 if one fails.
 */
export function createHealthHandler(
  { deps, redis }: WebRuntime,
  readiness: Readiness,
  features: readonly Feature[],
) {
  const checks = Object.fromEntries(
    Object.entries(healthChecksOf(features)).map(([name, check]) => [name, () => check(deps)]),
  );
  const view = (ok: boolean): HealthView => ({
    status: ok ? "ok" : "unavailable",
    timestamp: deps.clock.now().getTime(),
  });
  let latest: { atMs: number; health: Promise<DeepHealthView> } | null = null;
  const readDeepHealth = (): Promise<DeepHealthView> => {
    if (latest === null || monotonicMs() - latest.atMs >= CHECK_EVERY_MS)
      latest = { atMs: monotonicMs(), health: checkHealth({ ...deps, redis }, checks) };
    return latest.health;
  };
  return async (path: string, res: ServerResponse, requestId: string): Promise<void> => {
    switch (path) {
      case "/health":
      case "/health/live":
        writeJson(res, 200, view(true), requestId);
        return;
      case "/health/ready":
        writeJson(res, readiness.ready ? 200 : 503, view(readiness.ready), requestId);
        return;
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
