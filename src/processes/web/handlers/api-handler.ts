import type { IncomingMessage, ServerResponse } from "node:http";
import { CORS, limitHeaders, preflight } from "#features/api/headers.ts";
import { findCaller, keyOf, nobody, waitOf } from "#features/api/keys/find-caller.ts";
import type { ApiCaller } from "#features/api/keys/find-caller.ts";
import {
  cacheControl,
  limitRefusal,
  methodRefusal,
  readCall,
  refusalOf,
  runCall,
  sharingOf,
} from "#features/api/http.ts";
import type { ApiAnswer, ApiCall } from "#features/api/http.ts";
import { tighter } from "#platform/limits/limiter.ts";
import type { WebRuntime } from "#server/deps.ts";
import type { ByteCache, Fetched } from "#processes/web/bytes/byte-cache.ts";
import { callerOf, joined } from "#processes/web/admission/request-budget.ts";
import { OPEN_HEADERS } from "#processes/web/admission/security-headers.ts";
import { writeAnswer } from "#processes/web/bytes/write-answer.ts";

const NO_QUERY = new URLSearchParams();
const open = [...OPEN_HEADERS, ...CORS.flat()];
const asked = [...OPEN_HEADERS, ...preflight.flat()];
const PREFIX = "api:";

/** The public API from bytes: a hit costs its caller this process's budget, work the one that all share. */
export function createApiHandler(runtime: WebRuntime, cache: ByteCache) {
  const { deps } = runtime;
  const fetchBytes = async (call: ApiCall, caller: ApiCaller, requestId: string): Promise<Fetched> => {
    const sharing = sharingOf(call, caller, deps);
    const { status, body, keep } = await runCall(call, deps, requestId);
    return {
      status,
      contentType: "application/json; charset=utf-8",
      body: Buffer.from(body),
      keep: keep === null ? null : { freshMs: keep.freshS * 1_000, staleMs: keep.staleS * 1_000 },
      cacheControl: cacheControl(keep, sharing?.own),
      headers: open,
      ...(sharing !== null && { vary: sharing.vary }),
    };
  };

  const answer = async (
    req: IncomingMessage,
    res: ServerResponse,
    caller: ApiCaller,
    requestId: string,
  ): Promise<void> => {
    let spent = deps.limiter.chargeHit(caller.policy, caller.payer);
    const target = req.url ?? "/";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1));
    const call = readCall(path, query, caller.plan);

    if (spent.allowed && !("refusal" in call) && !cache.holds(PREFIX + call.key)) {
      spent = tighter(spent, await deps.limiter.chargeWork(caller.policy, caller.payer));
    }
    const headers = [...limitHeaders(spent).flat(), "X-Request-Id", requestId];
    if (!spent.allowed) return writeRefusal(req, res, limitRefusal(spent.resetS, caller), headers);
    if ("refusal" in call) return writeRefusal(req, res, call.refusal, headers);
    const made = cache(PREFIX + call.key, () => fetchBytes(call, caller, requestId));
    const bytes = made instanceof Promise ? await made : made;
    writeAnswer(req, res, bytes, requestId, limitHeaders(spent).flat());
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
    const { household } = callerOf(runtime, req);
    const key = keyOf(req.headers.authorization, joined(req.headers["x-api-key"]));
    if (key === null) return answer(req, res, nobody(deps, household), requestId);
    let caller: ApiCaller;
    try {
      caller = await findCaller(deps, key, household);
    } catch (error) {
      const refusal = refusalOf(error, deps, requestId, "key");
      return writeRefusal(req, res, refusal, [...waitOf(error).flat(), "X-Request-Id", requestId]);
    }
    return answer(req, res, caller, requestId);
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
