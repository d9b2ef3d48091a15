import { answerFromHost } from "#server/host-handler.ts";

/** For hosts without a server of our own in front; the web process answers /trpc before Next sees it. */
export { answerFromHost as GET, answerFromHost as POST };
