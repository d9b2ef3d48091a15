import type { IncomingMessage, ServerResponse } from "node:http";

import {
  ApiError,
  apiFailure,
  badParam,
  rateLimited,
  refused,
  unauthorized,
} from "#simulators/stripe/errors.ts";
import type { ApiFault, ApiFaults } from "#simulators/stripe/faults.ts";
import { decodeForm } from "#simulators/stripe/form.ts";
import { createParams } from "#simulators/stripe/params.ts";
import { ROUTES } from "#simulators/stripe/resources/all.ts";
import { API_VERSION } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import { checkExpand, expandAnswer } from "./expand.ts";
import type { Call, Idempotency } from "./idempotency.ts";
import { readBody, sendJson } from "./respond.ts";
import { matchRoute, nameOf } from "./routes.ts";
import type { Match } from "./routes.ts";

const AUTHORIZATION = /^Bearer (sk|rk)_test_\w{3,}$/;
const VERSION = /^\d{4}-\d{2}-\d{2}(\.\w+)?$/;
const MAX_KEY = 255;

type Answer = { status: number; body: string; headers: Record<string, string>; saved: boolean };
export type ApiDeps = {
  world: World;
  faults: ApiFaults;
  idempotency: Idempotency;
  count: (endpoint: string) => void;
  /** Called after each request: saves the state and moves test clocks. */
  onRequestDone: () => void;
};

const errorAnswer = (error: unknown): Answer => {
  if (!(error instanceof ApiError)) throw error;
  const body = JSON.stringify({ error: error.body });
  return { status: error.status, body, headers: error.headers, saved: error.saved };
};

function authorize({ headers }: IncomingMessage): void {
  const given = headers.authorization;
  if (given === undefined)
    throw unauthorized(
      "You did not provide an API key. Provide it in the Authorization header, using Bearer auth.",
    );
  if (!AUTHORIZATION.test(given))
    throw unauthorized(`Invalid API Key provided: ${given.slice(7, 15)}********`);
  const version = headers["stripe-version"];
  if (version !== undefined && !VERSION.test(String(version)))
    throw badParam("Stripe-Version", `Invalid Stripe API version: ${String(version)}`);
}

function readCall(request: IncomingMessage, path: string, body: string): Call | null {
  const key = request.headers["idempotency-key"];
  if (request.method !== "POST" || typeof key !== "string") return null;
  if (key.length > MAX_KEY)
    throw badParam("Idempotency-Key", `Idempotency keys are at most ${MAX_KEY} characters.`);
  return { key, path, body };
}

/** Runs an endpoint and converts API errors into answers; other errors are thrown. */
function execute(world: World, match: Match, encoded: string): Answer {
  try {
    const form = decodeForm(encoded);
    if (form === null) throw badParam("body", "The request is nested too deeply or too long.");
    const params = createParams(form);
    const expand = params.texts("expand");
    checkExpand(expand);
    const answer = expandAnswer(world.state, match.route.run(world, params, match.id), expand);
    return { status: 200, body: JSON.stringify(answer, null, 2), headers: {}, saved: true };
  } catch (error) {
    return errorAnswer(error);
  }
}

/** Applies a fault instead of the endpoint's answer; null if nothing is sent. */
function faultAnswer(fault: ApiFault, response: ServerResponse): Answer | null {
  if (fault.kind === "hang") return null;
  if (fault.kind === "reset") {
    response.socket?.resetAndDestroy();
    return null;
  }
  if (fault.kind === "status")
    return errorAnswer(fault.status === 429 ? rateLimited() : apiFailure(fault.status));
  return null;
}

/**
 * Serves `/v1/...` like Stripe: API key, route, idempotency, endpoint, answer. Faults apply before or after the
 * endpoint runs.
 */
export function createApi({ world, faults, idempotency, count, onRequestDone }: ApiDeps) {
  async function work(
    match: Match,
    call: Call | null,
    options: { encoded: string; requestId: string; fault: ApiFault | null; response: ServerResponse },
  ): Promise<Answer | null> {
    const { encoded, requestId, fault, response } = options;
    const replay = call === null ? null : idempotency.begin(call);
    if (replay !== null)
      return {
        ...replay,
        headers: { "idempotent-replayed": "true", "original-request": requestId },
        saved: false,
      };
    try {
      if (fault?.kind === "slow") await faults.delay(fault.delayMs);
      world.request = { id: requestId, idempotency_key: call?.key ?? null };
      let result = execute(world, match, encoded);
      const after = fault?.when === "after";
      if (after && fault.kind === "status")
        result = {
          ...(faultAnswer(fault, response) ?? result),
          headers: { "stripe-should-retry": "false" },
          saved: result.saved,
        };
      if (call !== null && result.saved) idempotency.save(call, result.status, result.body);
      onRequestDone();
      return after && fault.kind !== "status" ? faultAnswer(fault, response) : result;
    } finally {
      world.request = null;
      if (call !== null) idempotency.end(call);
    }
  }

  async function answer(
    url: URL,
    request: IncomingMessage,
    options: { response: ServerResponse; requestId: string },
  ): Promise<Answer | null> {
    const body = await readBody(request);
    authorize(request);
    if (body === null) throw refused("Request body is too large.", undefined, 413);
    const match = matchRoute(ROUTES, request.method ?? "", url.pathname);
    if (match === null)
      throw refused(`Unrecognized request URL (${request.method ?? ""}: ${url.pathname}).`, undefined, 404);
    const endpoint = nameOf(match.route);
    count(endpoint);
    const fault = faults.take(endpoint);
    if (fault !== null && fault.kind !== "slow" && fault.when !== "after")
      return faultAnswer(fault, options.response);
    const encoded = request.method === "POST" ? body : [url.search.slice(1), body].filter(Boolean).join("&");
    return work(match, readCall(request, url.pathname, body), { ...options, encoded, fault });
  }

  return async function serveApi(
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const requestId = world.newId("req");
    response.setHeader("request-id", requestId);
    response.setHeader("stripe-version", String(request.headers["stripe-version"] ?? API_VERSION));
    const key = request.headers["idempotency-key"];
    if (typeof key === "string") response.setHeader("idempotency-key", key);
    const result = await answer(url, request, { response, requestId }).catch(errorAnswer);
    if (result === null) return;
    for (const [name, value] of Object.entries(result.headers)) response.setHeader(name, value);
    sendJson(response, result.status, result.body);
  };
}
