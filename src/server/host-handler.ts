import { randomUUID } from "node:crypto";
import { getHostRuntime } from "./deps.ts";
import { MAX_BODY_BYTES, answerTrpc } from "./fetch-handler.ts";
import { isForeignMutation, isMutation } from "#trpc/origin.ts";
import { createScope } from "./request-scope.ts";

const JSON_TYPE = /^application\/json\s*(;|$)/i;

const refusal = (status: number, rpcCode: number, code: string, message: string): Response =>
  Response.json(
    { error: { message, code: rpcCode, data: { code, httpStatus: status, path: null, app: null } } },
    { status, headers: { "Cache-Control": "no-store" } },
  );

/** What the web process's door refuses, where a host calls the route by itself. */
function refuse({ method, headers, url }: Request, publicUrl: string): Response | null {
  if (!isMutation(method)) return null;
  const header = (name: string) => headers.get(name) ?? undefined;
  const claim = {
    method,
    origin: header("origin"),
    secFetchSite: header("sec-fetch-site"),
    host: header("host"),
  };
  if (isForeignMutation(claim, new URL(url).pathname, publicUrl))
    return refusal(403, -32_003, "FORBIDDEN", "This came from another site's page, so nothing was changed");
  if (!JSON_TYPE.test(header("content-type") ?? ""))
    return refusal(415, -32_015, "UNSUPPORTED_MEDIA_TYPE", "The content type must be application/json");
  const length = header("content-length");
  if (length === undefined) return refusal(411, -32_600, "BAD_REQUEST", "The body's length must be said");
  return Number(length) <= MAX_BODY_BYTES
    ? null
    : refusal(413, -32_013, "PAYLOAD_TOO_LARGE", `A request body may hold at most ${MAX_BODY_BYTES} bytes`);
}

/** One tRPC request on a serverless host. */
export async function answerFromHost(req: Request): Promise<Response> {
  const host = getHostRuntime(req.headers);
  if (host === null) return new Response(null, { status: 404 });
  const { deps, caller } = host;
  const request = createScope(deps, {
    visitor: { address: caller.address, userAgent: req.headers.get("user-agent") ?? "" },
    household: caller.household,
    cookies: req.headers.get("cookie") ?? "",
  });
  return refuse(req, deps.publicUrl) ?? answerTrpc(req, deps, randomUUID(), request);
}
