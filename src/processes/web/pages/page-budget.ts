import type { IncomingMessage, ServerResponse } from "node:http";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import { definePolicy } from "#platform/limits/limiter.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { WebRuntime } from "#server/deps.ts";
import { callerOf } from "#processes/web/admission/request-budget.ts";
import { DATA_HEADERS } from "#processes/web/admission/security-headers.ts";

/** Requests that Next must answer: pages and their assets. A visit needs about eight. */
export const pagePolicy = definePolicy({ name: "page", points: 1_200, durationS: 60, countBy: "ip" });

/** Shared pages that are not cached, so that Next renders them. A machine renders about 1,500 in a minute. */
export const renderPolicy = definePolicy({ name: "render", points: 300, durationS: 60, countBy: "ip" });

/** Charges a request that Next must answer. False if the caller is over the limit; then it has been answered with 429. */
export function createPageBudget(runtime: WebRuntime) {
  return async (
    policy: LimitPolicy,
    req: IncomingMessage,
    res: ServerResponse,
    requestId: string,
  ): Promise<boolean> => {
    const { rateLimitKey } = callerOf(runtime, req);
    const spent = await runtime.deps.limiter.chargeWork(policy, rateLimitKey);
    if (spent.allowed) return true;
    const body = `${limitMessage(spent.resetS)}\n`;
    const head = ["Content-Type", "text/plain; charset=utf-8", "Cache-Control", "no-store"];
    const length = ["Content-Length", String(Buffer.byteLength(body)), "X-Request-Id", requestId];
    res.writeHead(429, [...DATA_HEADERS, ...head, ...length, ...limitHeaders(spent).flat()]);
    res.end(req.method === "HEAD" ? undefined : body);
    return false;
  };
}
