import type { IncomingMessage, ServerResponse } from "node:http";
import { ASSET_HEADERS } from "#processes/web/admission/security-headers.ts";
import { writeText } from "#processes/web/bytes/write-answer.ts";
import { OFFLINE_WORKER_PATH, STORED_AT_HEADER } from "#ui/offline/addresses.ts";
import { keptPlace } from "./kept-place.ts";
import { removeOfflineWorker, runOfflineWorker } from "./offline-worker.ts";
import type { WorkerConfig } from "./worker-scope.ts";

/** The worker fetches from this origin and does nothing else. */
const POLICY = "default-src 'none'; connect-src 'self'; frame-ancestors 'none'";

/**
 * Answers the address of the service worker. `build`: the id of the pages' build; null, as in development or where a host
 * has switched it off, answers a worker that removes itself and what was kept.
 */
export function createWorkerScript(build: string | null) {
  const config: WorkerConfig = { build: build ?? "", storedAtHeader: STORED_AT_HEADER };
  // Node removes types by blanks, so a function's text is the script.
  const script =
    build === null
      ? `(${removeOfflineWorker})(self);\n`
      : `(${runOfflineWorker})(self, ${JSON.stringify(config)}, ${keptPlace});\n`;
  const body = Buffer.from(script);
  return (req: IncomingMessage, res: ServerResponse, requestId: string): boolean => {
    if (req.url?.split("?", 1)[0] !== OFFLINE_WORKER_PATH) return false;
    if (req.method !== "GET" && req.method !== "HEAD") {
      writeText(req, res, 405, `${req.method} is not a method of files`, requestId, ["Allow", "GET, HEAD"]);
      return true;
    }
    res.writeHead(200, [
      ...ASSET_HEADERS,
      "Content-Security-Policy",
      POLICY,
      "Content-Type",
      "text/javascript; charset=utf-8",
      "Cache-Control",
      "no-cache",
      "Content-Length",
      String(body.length),
      "X-Request-Id",
      requestId,
    ]);
    res.end(req.method === "HEAD" ? undefined : body);
    return true;
  };
}
