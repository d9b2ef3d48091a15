import { randomBytes } from "node:crypto";

/** Makes request ids that are unique among processes and cheap: a random prefix and a counter. */
export function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString("base64url");
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
