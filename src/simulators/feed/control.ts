import type { IncomingMessage, ServerResponse } from "node:http";

import { isForeign } from "#simulators/is-foreign.ts";
import { isEndpoint, parseFault } from "./faults.ts";
import type { FaultBoard } from "./faults.ts";
import { send } from "./respond.ts";

const PREFIX = "/__faults";
const MAX_BODY = 4_096;

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY) break;
  }
  return body;
}

async function change(
  name: string,
  faults: FaultBoard,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === "DELETE" && name === "") {
    faults.clear();
    return send(response, 204, null, "");
  }
  if (!isEndpoint(name)) return send(response, 404, "text/plain", "No such endpoint\n");
  if (request.method === "DELETE") {
    faults.set(name, null);
    return send(response, 204, null, "");
  }
  if (request.method !== "PUT") return send(response, 405, "text/plain", "PUT or DELETE\n");
  const fault = parseFault(await readBody(request));
  if (fault === null) return send(response, 400, "text/plain", "The body is no fault\n");
  faults.set(name, fault);
  return send(response, 204, null, "");
}

/**
 * Controls the faults of a simulator that runs in another process; only programs on this machine are served
 * (others get 404). `PUT /__faults/<endpoint>` with a FeedFault as JSON, such as
 * `{"kind":"status","status":429,"retryAfterS":5,"times":2}`; `DELETE /__faults/<endpoint>`; `DELETE /__faults`
 * clears all. Answers 204, 400 (invalid fault) or 404 (unknown endpoint). Endpoints: mapping latest 5m 1h 24h
 * timeseries. Returns whether it handled the request.
 */
export function createControl(faults: FaultBoard) {
  return function control(url: URL, request: IncomingMessage, response: ServerResponse): boolean {
    if (url.pathname !== PREFIX && !url.pathname.startsWith(`${PREFIX}/`)) return false;
    if (isForeign(request)) {
      send(response, 404, "text/plain", "Not found\n");
      return true;
    }
    change(url.pathname.slice(PREFIX.length + 1), faults, request, response).catch(() => response.destroy());
    return true;
  };
}
