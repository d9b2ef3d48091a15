import type { IncomingMessage, ServerResponse } from "node:http";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import { definePolicy } from "#platform/limits/limiter.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { WebRuntime } from "#server/deps.ts";
import { callerOf } from "#processes/web/admission/request-budget.ts";
import { writeText } from "#processes/web/bytes/write-answer.ts";

/** Requests that Next must answer: pages and their assets. A visit needs about eight. */
export const pagePolicy = definePolicy({ name: "page", points: 1_200, durationS: 60, countBy: "ip" });

/** Shared pages that are not cached, so that Next renders them. A visit needs one for each page it opens. */
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
    writeText(req, res, 429, limitMessage(spent.resetS), requestId, limitHeaders(spent).flat());
    return false;
  };
}
