import { randomUUID } from "node:crypto";
import { getWebDeps } from "#trpc/deps.ts";
import { answerTrpc } from "#trpc/fetch-handler.ts";

/** For hosts without a server of our own in front; the web process answers /trpc before Next sees it. */
const handle = (req: Request): Promise<Response> => answerTrpc(req, getWebDeps(), randomUUID());

export { handle as GET, handle as POST };
