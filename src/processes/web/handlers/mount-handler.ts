import type { IncomingMessage, ServerResponse } from "node:http";
import { httpMountsOf } from "#server/compose.ts";
import type { WebRuntime } from "#server/deps.ts";
import type { Feature } from "#trpc/feature.ts";
import type { HttpAnswer, HttpMount, HttpRequest } from "#trpc/http-mount.ts";
import { limitHeaders, limitMessage } from "#trpc/limit-headers.ts";
import { callerOf } from "#processes/web/admission/request-budget.ts";
import { DATA_HEADERS, OPEN_HEADERS } from "#processes/web/admission/security-headers.ts";
import { isAppError } from "#platform/app-error.ts";
import { holdUntilSent } from "#processes/web/bytes/answer-bounds.ts";
import type { AnswerBounds } from "#processes/web/bytes/answer-bounds.ts";
import type { Answer, ByteCache } from "#processes/web/bytes/byte-cache.ts";
import { bytesToSend, writeAnswer, writeJson } from "#processes/web/bytes/write-answer.ts";
import { writeBusy, writeFile } from "#processes/web/bytes/write-file.ts";
import { readBody } from "./read-body.ts";

const NO_QUERY = new URLSearchParams();
const NO_BODY = Buffer.alloc(0);
const PREFIX = "mount:";

type MountHandler = (req: IncomingMessage, res: ServerResponse, requestId: string) => void | Promise<void>;

/** `headers`: those of the mount's errors, also of the errors that the server writes. */
export type Mounted = { handle: MountHandler; headers: readonly string[] };

/** Finds what answers a path for a feature, or null. A cached answer is written synchronously. */
export function createMountHandler(
  runtime: WebRuntime,
  cache: ByteCache,
  bounds: AnswerBounds,
  features: readonly Feature[],
): (path: string) => Mounted | null {
  const mounts = httpMountsOf(features).map((mount) => ({
    matches: mount.matches,
    handle: handlerOf({ runtime, cache, bounds }, mount),
    headers: mount.headers ?? [],
  }));
  return (path) => mounts.find(({ matches }) => matches(path)) ?? null;
}

type Host = { runtime: WebRuntime; cache: ByteCache; bounds: AnswerBounds };

function handlerOf({ runtime, cache, bounds }: Host, mount: HttpMount): MountHandler {
  const { deps } = runtime;
  const own = mount.headers ?? [];
  const base = [...(mount.isOpenToPages === true ? OPEN_HEADERS : DATA_HEADERS), ...own];
  const isCached = (key: string) => cache.has(PREFIX + key);

  const write = (
    req: IncomingMessage,
    res: ServerResponse,
    requestId: string,
    answer: HttpAnswer,
  ): void | Promise<void> => {
    if ("file" in answer) {
      const headers = [...base, ...(answer.headers ?? []), "X-Request-Id", requestId];
      return writeFile(req, res, answer.file, { headers, bounds, log: deps.log });
    }
    if (!("key" in answer))
      return writeOnce(req, res, answer, [...base, ...(answer.headers ?? []), "X-Request-Id", requestId]);
    const isReady = isCached(answer.key);
    const bytes = cache(PREFIX + answer.key, async () => {
      const made = await bounds.making.run(answer.load);
      return { ...made, headers: [...base, ...(made.headers ?? [])] };
    });
    const send = (made: Answer): void => {
      holdUntilSent(bounds, res, made);
      const size = { sent: bytesToSend(req, made), made: isReady ? 0 : made.bodies.identity.length };
      writeAnswer(req, res, made, requestId, answer.charge?.(size));
    };
    if (!(bytes instanceof Promise)) return send(bytes);
    return bytes.then(send).catch((error: unknown) => {
      if (!isAppError(error) || error.code !== "unavailable") throw error;
      writeBusy(res, error, [...base, "X-Request-Id", requestId]);
    });
  };

  const answer = (req: IncomingMessage, res: ServerResponse, requestId: string, body: Buffer) => {
    const made = mount.answer(deps, requestOf(runtime, req, requestId, body), isCached);
    return made instanceof Promise
      ? made.then((done) => write(req, res, requestId, done))
      : write(req, res, requestId, made);
  };

  const admit: MountHandler = async (req, res, requestId) => {
    if (mount.limit !== undefined) {
      const spent = await deps.limiter.chargeWork(mount.limit, callerOf(runtime, req).rateLimitKey);
      if (!spent.allowed) {
        const error = { code: "rate_limited", message: limitMessage(spent.resetS) };
        return writeJson(res, 429, { error }, requestId, [...limitHeaders(spent).flat(), ...own]);
      }
    }
    const { methods, maxBytes } = mount.body ?? { methods: [], maxBytes: 0 };
    const body = methods.includes(req.method ?? "") ? await readBody(req, maxBytes) : NO_BODY;
    if (body === null) {
      const message = `A request body may hold at most ${maxBytes} bytes`;
      return writeJson(res, 413, { error: { code: "payload_too_large", message } }, requestId, own);
    }
    return answer(req, res, requestId, body);
  };
  return mount.limit === undefined && mount.body === undefined
    ? (req, res, requestId) => answer(req, res, requestId, NO_BODY)
    : admit;
}

function requestOf(runtime: WebRuntime, req: IncomingMessage, requestId: string, body: Buffer): HttpRequest {
  const target = req.url ?? "/";
  const mark = target.indexOf("?");
  return {
    method: req.method ?? "GET",
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? NO_QUERY : new URLSearchParams(target.slice(mark + 1)),
    headers: req.headers,
    body,
    requestId,
    ...callerOf(runtime, req),
  };
}

function writeOnce(
  req: IncomingMessage,
  res: ServerResponse,
  { status, body }: { status: number; body: string },
  headers: readonly string[],
): void {
  if (status === 204) {
    res.writeHead(status, [...headers]).end();
    return;
  }
  const type = ["Content-Type", "application/json; charset=utf-8", "Cache-Control", "no-store"];
  res.writeHead(status, [...type, "Content-Length", String(Buffer.byteLength(body)), ...headers]);
  res.end(req.method === "HEAD" ? undefined : body);
}
