import type { ServerResponse } from "node:http";
import { checkHealth } from "#features/ops/check-health.ts";
import type { DeepHealthView, HealthView } from "#features/ops/contract.ts";
import { monotonicMs } from "#platform/clock.ts";
import { healthChecksOf } from "#server/compose.ts";
import type { Feature } from "#trpc/feature.ts";
import type { WebRuntime } from "#server/deps.ts";
import { writeJson } from "#processes/web/bytes/write-answer.ts";

/** What a balancer asks: may this process be sent traffic? */
export type Readiness = { ready: boolean };

/** Whoever asks more often is told the same again: each look asks four parts, and anybody may look. */
const LOOK_EVERY_MS = 1_000;

/**
 * `/health` and `/health/live`: the process answers. `/health/ready`: it has started and is not draining; a
 * database that went away later does not take it out, since it still answers from its copies. `/health/deep`: every
 * part, 503 when one fails.
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
  let looked: { atMs: number; health: Promise<DeepHealthView> } | null = null;
  const look = (): Promise<DeepHealthView> => {
    if (looked === null || monotonicMs() - looked.atMs >= LOOK_EVERY_MS)
      looked = { atMs: monotonicMs(), health: checkHealth({ ...deps, redis }, checks) };
    return looked.health;
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
        const health = await look();
        writeJson(res, health.status === "ok" ? 200 : 503, health, requestId);
        return;
      }
      default:
        writeJson(res, 404, { error: { code: "not_found", message: "No such health check" } }, requestId);
    }
  };
}
