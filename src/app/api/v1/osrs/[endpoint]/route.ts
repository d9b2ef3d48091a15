import { answerFromHost } from "#features/api/http.ts";

/** For hosts without a server of our own in front; the web process answers this address before Next sees it. */
export { answerFromHost as GET, answerFromHost as HEAD, answerFromHost as OPTIONS };
