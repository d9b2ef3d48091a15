import { TRPCError } from "@trpc/server";
import type { TRPC_ERROR_CODE_KEY } from "@trpc/server";
import { ZodError } from "zod";
import { isAppError } from "#platform/app-error.ts";
import type { AppErrorCode } from "#platform/app-error.ts";
import { isDatabaseUnavailable } from "#platform/db/db.ts";

/** `satisfies` makes a new AppErrorCode a compile error until it has a tRPC code here. */
const TRPC_CODE = {
  invalid_input: "BAD_REQUEST",
  unauthenticated: "UNAUTHORIZED",
  forbidden: "FORBIDDEN",
  not_found: "NOT_FOUND",
  conflict: "CONFLICT",
  plan_required: "FORBIDDEN",
  payload_too_large: "PAYLOAD_TOO_LARGE",
  rate_limited: "TOO_MANY_REQUESTS",
  unavailable: "SERVICE_UNAVAILABLE",
} as const satisfies Record<AppErrorCode, TRPC_ERROR_CODE_KEY>;

/** Converts an error to what a client may see: an AppError's message, or the request id of an internal error. */
export function toTRPCError(error: TRPCError, requestId: string): TRPCError {
  const { cause } = error;
  if (isAppError(cause)) return new TRPCError({ code: TRPC_CODE[cause.code], message: cause.message, cause });
  if (error.code !== "INTERNAL_SERVER_ERROR") return error;
  if (isDatabaseUnavailable(cause)) {
    const message = "The market's records are out of reach for a moment; nothing is lost, try again";
    return new TRPCError({ code: "SERVICE_UNAVAILABLE", message, cause });
  }
  return new TRPCError({ code: error.code, message: `Internal error (${requestId})`, cause });
}

/** The machine-readable part of an error answer; null if tRPC's code is enough. */
export type AppErrorData = { code: AppErrorCode; [detail: string]: unknown } | null;

export function appErrorData(error: TRPCError): AppErrorData {
  if (isAppError(error.cause)) return { ...error.cause.detail, code: error.cause.code };
  if (error.cause instanceof ZodError) {
    const issues = error.cause.issues.map((issue) => ({
      path: issue.path.join("."),
      message: issue.message,
    }));
    return { code: "invalid_input", issues };
  }
  if (error.code === "SERVICE_UNAVAILABLE") return { code: "unavailable" };
  return null;
}

/** The message of an error; turns Zod's issues, whose own message is JSON, into sentences. */
export function errorMessage(error: TRPCError): string {
  if (!(error.cause instanceof ZodError)) return error.message;
  return error.cause.issues
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join(".")}: ${issue.message}` : issue.message))
    .join("; ");
}
