import { randomUUID } from "node:crypto";
import { getWebRuntime } from "#trpc/deps.ts";
import { answerTrpc } from "#trpc/fetch-handler.ts";
import { createScope } from "#trpc/request-scope.ts";

/** For hosts without a server of our own in front; the web process answers /trpc before Next sees it. */
function handle(req: Request): Promise<Response> {
  const { deps, callerOf } = getWebRuntime();
  // Such a host puts its own proxy before this: the peer is it.
  const caller = callerOf("127.0.0.1", req.headers.get("x-forwarded-for") ?? undefined);
  const request = createScope(deps, {
    visitor: { address: caller.address, userAgent: req.headers.get("user-agent") ?? "" },
    household: caller.household,
    cookies: req.headers.get("cookie") ?? "",
  });
  return answerTrpc(req, deps, randomUUID(), request);
}

export { handle as GET, handle as POST };
