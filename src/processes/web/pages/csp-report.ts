import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { anonymousReadPolicy } from "#platform/limits/policies.ts";
import { readBody } from "#processes/web/handlers/read-body.ts";
import type { WebRuntime } from "#server/deps.ts";
import { callerOf } from "#processes/web/admission/request-budget.ts";
import { DATA_HEADERS } from "#processes/web/admission/security-headers.ts";
import { writeJson } from "#processes/web/bytes/write-answer.ts";

const MAX_BYTES = 8 * 1024;

const text = z
  .string()
  .transform((value) => value.slice(0, 200))
  .optional();
/** A URL without its query, which may contain personal data. */
const url = text.transform((value) => value?.split(/[?#]/, 1)[0]);

const report = z.object({
  "csp-report": z.object({
    "document-uri": url,
    "blocked-uri": url,
    "source-file": url,
    "effective-directive": text,
    "violated-directive": text,
    "line-number": z.number().optional(),
    disposition: text,
  }),
});

/** Receives the browsers' CSP violation reports. Each is charged to its sender's budget and written as one log line. */
export function createCspReportHandler(runtime: WebRuntime) {
  const { deps } = runtime;
  return async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    const refuse = (status: number, code: string, message: string) =>
      writeJson(res, status, { error: { code, message } }, requestId);
    if (req.method !== "POST") return refuse(405, "method_not_allowed", "Reports are sent by POST");
    const { rateLimitKey } = callerOf(runtime, req);
    if (!deps.limiter.chargeHit(anonymousReadPolicy, rateLimitKey).allowed)
      return refuse(429, "rate_limited", "Too many reports from this address");
    const body = await readBody(req, MAX_BYTES);
    if (body === null)
      return refuse(413, "payload_too_large", `A report may hold at most ${MAX_BYTES} bytes`);
    const parsed = report.safeParse(parseJson(body.toString("utf8")));
    if (!parsed.success) return refuse(400, "invalid_input", "This is no report");
    deps.log.warn(
      { requestId, report: parsed.data["csp-report"] },
      "a browser stopped what the policy forbids",
    );
    res.writeHead(204, [...DATA_HEADERS, "Cache-Control", "no-store", "X-Request-Id", requestId]).end();
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
