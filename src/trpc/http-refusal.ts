import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { ZodError } from "zod";
import type { Log } from "#platform/log/log.ts";
import { appErrorData, errorMessage, toTRPCError } from "./errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-mount.ts";

export const httpRefusal = (status: number, code: string, message: string): HttpAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

/** What a mount answers if its verb throws: the status and the message that tRPC gives the error. Logs those of ours. */
export function refuseFailure(
  cause: unknown,
  { requestId }: Pick<HttpRequest, "requestId">,
  { log, words }: { log: Log; words: string },
): HttpAnswer {
  const code = cause instanceof ZodError ? "BAD_REQUEST" : "INTERNAL_SERVER_ERROR";
  const error = toTRPCError(new TRPCError({ code, cause }), requestId);
  const status = getHTTPStatusCodeFromError(error);
  if (status >= 500) log.error({ requestId, error: cause }, words);
  return httpRefusal(status, appErrorData(error)?.code ?? "internal", errorMessage(error));
}
