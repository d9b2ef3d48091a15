import type { IncomingMessage, ServerResponse } from "node:http";
import { LRUCache } from "lru-cache";
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

/** Anybody may send reports, so few lines a minute are written, one for each kind. */
const MAX_LINES = 20;
const WINDOW_MS = 60_000;
const REPEAT_MS = 10 * 60_000;
const MAX_KINDS = 1_000;

type Report = z.output<typeof report>["csp-report"];

/** A kind is what was blocked of whom; the page and the line differ between visitors. */
function kindOf({ "effective-directive": directive, "blocked-uri": blocked = "" }: Report): string {
  return `${directive} ${URL.parse(blocked)?.origin ?? blocked}`;
}

/** Writes each kind once in ten minutes, and at most 20 lines a minute; a line says how many were left out before it. */
function createReportLog({ log, clock }: Pick<WebRuntime["deps"], "log" | "clock">) {
  const logged = new LRUCache<string, number>({ max: MAX_KINDS });
  let window = { endsAt: 0, lines: 0 };
  let leftOut = 0;
  return (requestId: string, found: Report): void => {
    const now = clock.now().getTime();
    if (now >= window.endsAt) window = { endsAt: now + WINDOW_MS, lines: 0 };
    const kind = kindOf(found);
    if (now < (logged.get(kind) ?? 0) || window.lines >= MAX_LINES) {
      leftOut += 1;
      return;
    }
    logged.set(kind, now + REPEAT_MS);
    window.lines += 1;
    log.warn({ requestId, report: found, leftOut }, "a browser stopped what the policy forbids");
    leftOut = 0;
  };
}

/** Receives the browsers' CSP violation reports. Each is charged to its sender's budget. */
export function createCspReportHandler(runtime: WebRuntime) {
  const { deps } = runtime;
  const logReport = createReportLog(deps);
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
    logReport(requestId, parsed.data["csp-report"]);
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
