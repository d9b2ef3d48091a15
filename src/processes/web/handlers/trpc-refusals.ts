import type { IncomingMessage } from "node:http";
import { MAX_BODY_BYTES } from "#server/answer-trpc.ts";
import type { AppErrorCode } from "#platform/app-error.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import { limitMessage } from "#trpc/limit-headers.ts";
import { MAX_ANSWER_BYTES } from "./compose-batch.ts";
import type { SharedTarget, TrpcTarget } from "./trpc-target.ts";

const METHODS = new Set(["GET", "POST", "HEAD"]);

type Refusal = {
  httpStatus: number;
  code: string;
  rpcCode: number;
  message: string;
  app?: { code: AppErrorCode; retryAfterS: number } | null;
};

const badRequest = (message: string): Refusal => ({
  httpStatus: 400,
  code: "BAD_REQUEST",
  rpcCode: -32_600,
  message,
});

/** Requests that tRPC would answer with a 500 although the caller is at fault. */
export function refusalOf(req: IncomingMessage, { problem }: TrpcTarget): Refusal | null {
  if (!METHODS.has(req.method ?? "")) {
    return {
      ...badRequest(`${req.method} is not a method of this API`),
      httpStatus: 405,
      code: "METHOD_NOT_SUPPORTED",
    };
  }
  if (Number(req.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    const message = `A request body may hold at most ${MAX_BODY_BYTES} bytes`;
    return { httpStatus: 413, code: "PAYLOAD_TOO_LARGE", rpcCode: -32_013, message };
  }
  return problem === null ? null : badRequest(problem);
}

export const tooMany = ({ resetS }: Spent): Refusal => ({
  httpStatus: 429,
  code: "TOO_MANY_REQUESTS",
  rpcCode: -32_029,
  message: limitMessage(resetS),
  app: { code: "rate_limited", retryAfterS: resetS },
});

export const refusalBody = ({ message, rpcCode, app = null, ...data }: Refusal, path: string) => ({
  error: { message, code: rpcCode, data: { ...data, path, app } },
});

export const pathOf = ({ calls }: SharedTarget): string =>
  calls.map(({ target }) => target.split("?", 1)[0]).join();

export const unavailable = (message: string, retryAfterS: number): Refusal => ({
  httpStatus: 503,
  code: "SERVICE_UNAVAILABLE",
  rpcCode: -32_603,
  message,
  app: { code: "unavailable", retryAfterS },
});

/** The answer to a request whose answer, or answers together, would be too large. */
export function tooLarge(target: SharedTarget): { status: number; body: Buffer; isKept: boolean } {
  const message = `The answer exceeds ${MAX_ANSWER_BYTES} bytes. Ask for less at once`;
  const refusal = { httpStatus: 413, code: "PAYLOAD_TOO_LARGE", rpcCode: -32_013, message };
  const body = Buffer.from(JSON.stringify(refusalBody(refusal, pathOf(target))));
  return { status: 413, body, isKept: false };
}
