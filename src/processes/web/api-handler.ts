import type { IncomingMessage, ServerResponse } from "node:http";
import { CORS, limitHeaders, preflight } from "#features/api/headers.ts";
import { cacheControl, limitRefusal, methodRefusal, readCall, runCall } from "#features/api/http.ts";
import type { ApiAnswer, ApiCall } from "#features/api/http.ts";
import { tighter } from "#platform/limiter.ts";
import type { WebRuntime } from "#trpc/deps.ts";
import type { ByteCache, Fetched } from "./byte-cache.ts";
import { OPEN_HEADERS } from "./security-headers.ts";
import { writeAnswer } from "./write-answer.ts";

const NO_QUERY = new URLSearchParams();
const open = [...OPEN_HEADERS, ...CORS.flat()];
const asked = [...OPEN_HEADERS, ...preflight.flat()];
const PREFIX = "api:";

/** The public API from bytes: a hit costs its caller this process's budget, work the one that all share. */
export function createApiHandler({ deps, callerOf }: WebRuntime, cache: ByteCache) {
  const fetchBytes = async (call: ApiCall, requestId: string): Promise<Fetched> => {
    const { status, body, keep } = await runCall(call, deps, requestId);
    return {
      status,
      contentType: "application/json; charset=utf-8",
      body: Buffer.from(body),
      keep: keep === null ? null : { freshMs: keep.freshS * 1_000, staleMs: keep.staleS * 1_000 },
      cacheControl: cacheControl(keep),
      headers: open,
    };
  };

  return async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
    if (req.method === "OPTIONS") {
      res.writeHead(204, [...asked, "X-Request-Id", requestId]).end();
      return;
    }
    if (req.method !== "GET" && req.method !== "HEAD") {
      writeRefusal(req, res, methodRefusal(), ["Allow", "GET, HEAD, OPTIONS", "X-Request-Id", requestId]);
      return;
    }
    const forwarded = req.headers["x-forwarded-for"];
    const forwardedFor = Array.isArray(forwarded) ? forwarded.join(",") : forwarded;
    const { household: caller } = callerOf(req.socket.remoteAddress, forwardedFor);
    let spent = deps.limiter.chargeHit("anonymousRead", caller);
    const target = req.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const call = readCall(path, mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1)));

    if (spent.allowed && !("refusal" in call) && !cache.holds(PREFIX + call.key)) {
      spent = tighter(spent, await deps.limiter.chargeWork("anonymousRead", caller));
    }
    const headers = [...limitHeaders(spent).flat(), "X-Request-Id", requestId];
    if (!spent.allowed) writeRefusal(req, res, limitRefusal(spent.resetS), headers);
    else if ("refusal" in call) writeRefusal(req, res, call.refusal, headers);
    else {
      const answer = cache(PREFIX + call.key, () => fetchBytes(call, requestId));
      writeAnswer(
        req,
        res,
        answer instanceof Promise ? await answer : answer,
        requestId,
        limitHeaders(spent).flat(),
      );
    }
  };
}

function writeRefusal(
  req: IncomingMessage,
  res: ServerResponse,
  { status, body }: ApiAnswer,
  headers: readonly string[],
): void {
  const type = ["Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"];
  const length = ["Content-Length", String(Buffer.byteLength(body))];
  res.writeHead(status, [...open, ...type, ...length, ...headers]);
  res.end(req.method === "HEAD" ? undefined : body);
}
