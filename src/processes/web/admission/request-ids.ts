import { randomBytes } from "node:crypto";

/** Ids unique to this process and cheap enough for every request: a random prefix and a counter. */
export function createRequestIds(): () => string {
  const prefix = randomBytes(6).toString("base64url");
  let count = 0;
  return () => `${prefix}-${(++count).toString(36)}`;
}
