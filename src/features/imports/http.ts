import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { findSession, readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { appErrorData, errorMessage, toTRPCError } from "#trpc/errors.ts";
import type { HttpAnswer, HttpMount, HttpRequest } from "#trpc/http-mount.ts";
import type { WebDeps } from "#trpc/register.ts";
import { uploadPolicy } from "./policies.ts";
import { MAX_CHUNK_BYTES } from "./rules/sizes.ts";
import { receiveChunk } from "./upload/receive-chunk.ts";

const PATH = /^\/api\/imports\/([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

const refusal = (status: number, code: string, message: string): HttpAnswer => ({
  status,
  body: JSON.stringify({ error: { code, message } }),
});

async function findUploader(deps: WebDeps, { headers, rateLimitKey }: HttpRequest): Promise<string | null> {
  const token = readSessionToken(headers.cookie ?? "", deps.auth.secrets);
  if (token === null) return null;
  const visitor = { ip: rateLimitKey, userAgent: headers["user-agent"] ?? "" };
  return (await findSession(deps, token, visitor))?.userId ?? null;
}

async function receive(deps: WebDeps, request: HttpRequest): Promise<HttpAnswer> {
  const { path, query, body } = request;
  const id = PATH.exec(path)?.[1] ?? "";
  const offset = query.get("offset") ?? "";
  if (!/^\d{1,12}$/.test(offset))
    return refusal(400, "invalid_input", "Say the offset of the bytes: ?offset=0");
  const userId = await findUploader(deps, request);
  if (userId === null) return refusal(401, "unauthenticated", "Sign in to do this");
  const received = await receiveChunk(deps, userId, { id, offset: Number(offset), bytes: body });
  return { status: 200, body: JSON.stringify(received) };
}

/**
 * `PUT /api/imports/<id>?offset=<bytes>`: the next bytes of a file, at most 1 MB a request, by the user who announced it
 * with `imports.create`. Answers `{receivedBytes}`, from where the sender goes on: also after an interruption, with any
 * web process. 409 for bytes behind a gap.
 */
export const uploadMount: HttpMount = {
  matches: (path) => PATH.test(path),
  body: { methods: ["PUT"], maxBytes: MAX_CHUNK_BYTES },
  limit: uploadPolicy,
  answer: async (deps, request) => {
    if (request.method !== "PUT") {
      const answer = refusal(405, "invalid_input", "The bytes of a file are sent with PUT");
      return { ...answer, headers: ["Allow", "PUT"] };
    }
    try {
      return await receive(deps, request);
    } catch (cause) {
      const error = toTRPCError(new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause }), request.requestId);
      const status = getHTTPStatusCodeFromError(error);
      if (status >= 500)
        deps.log.error({ requestId: request.requestId, error: cause }, "an upload was not stored");
      return refusal(status, appErrorData(error)?.code ?? "internal", errorMessage(error));
    }
  },
};
