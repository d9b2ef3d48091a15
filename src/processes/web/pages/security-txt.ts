import type { ServerResponse } from "node:http";
import type { WebRuntime } from "#server/deps.ts";
import { DATA_HEADERS } from "#processes/web/admission/security-headers.ts";
import { writeJson } from "#processes/web/bytes/write-answer.ts";

export const SECURITY_TXT_PATH = "/.well-known/security.txt";
const VALID_MS = 180 * 86_400_000;

/** Says whom to tell of a vulnerability (RFC 9116): the contact of SECURITY_CONTACT; 404 without one. */
export function createSecurityTxtHandler({ deps, env }: WebRuntime) {
  return (res: ServerResponse, requestId: string): void => {
    if (env.SECURITY_CONTACT === undefined) {
      const error = { code: "not_found", message: "Whoever runs this site has named no contact" };
      return writeJson(res, 404, { error }, requestId);
    }
    const lines = [
      `Contact: ${env.SECURITY_CONTACT}`,
      `Expires: ${new Date(deps.clock.now().getTime() + VALID_MS).toISOString()}`,
      "Preferred-Languages: en",
      `Canonical: ${env.PUBLIC_URL}${SECURITY_TXT_PATH}`,
    ];
    const body = `${lines.join("\n")}\n`;
    res.writeHead(200, [
      ...DATA_HEADERS,
      "Content-Type",
      "text/plain; charset=utf-8",
      "Cache-Control",
      "public, max-age=86400",
      "Content-Length",
      String(Buffer.byteLength(body)),
      "X-Request-Id",
      requestId,
    ]);
    res.end(body);
  };
}
