import type { IncomingMessage, ServerResponse } from "node:http";
import { nodeHTTPRequestHandler } from "@trpc/server/adapters/node-http";
import { readSessionToken } from "#features/accounts/sessions/find-session.ts";
import { limitHeaders } from "#trpc/limit-headers.ts";
import { anonymousPlan } from "#features/billing/records/find-plan.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { isAppError } from "#platform/app-error.ts";
import type { Spent } from "#platform/limits/local-budget.ts";
import type { WebRuntime } from "#server/deps.ts";
import type { PublicCaching } from "#trpc/init.ts";
import {
  MAX_BATCH_SIZE,
  MAX_BODY_BYTES,
  TRPC_PREFIX,
  answerTrpc,
  responseMeta,
} from "#server/answer-trpc.ts";
import { cacheInputsOf, cacheStampsOf } from "#server/compose.ts";
import type { Feature } from "#trpc/feature.ts";
import type { RequestScope } from "#trpc/register.ts";
import { createInternalScope } from "#server/request-scope.ts";
import { appRouter } from "#server/root.ts";
import type { Answer, ByteCache } from "#processes/web/bytes/byte-cache.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";
import { chargeBytes, chargeRead, scopeOf } from "#processes/web/admission/request-budget.ts";
import { DATA_HEADERS, setHeaders } from "#processes/web/admission/security-headers.ts";
import { pathOf, refusalBody, refusalOf, tooLarge, tooMany, unavailable } from "./trpc-refusals.ts";
import { mayShareInputs, shareInputs } from "./share-inputs.ts";
import { readTarget } from "./trpc-target.ts";
import type { SharedTarget, TrpcCall } from "./trpc-target.ts";
import { MAX_ANSWER_BYTES, composeBatch } from "./compose-batch.ts";
import { holdUntilSent } from "#processes/web/bytes/answer-bounds.ts";
import type { AnswerBounds } from "#processes/web/bytes/answer-bounds.ts";
import { bytesToSend, writeAnswer, writeJson } from "#processes/web/bytes/write-answer.ts";

type Shared = { target: SharedTarget; plan: PlanName; requestId: string };

/** Answers `/trpc`: public GETs from the byte cache, the rest by tRPC's Node adapter. */
export function createTrpcHandler(
  runtime: WebRuntime,
  cache: ByteCache,
  bounds: AnswerBounds,
  features: readonly Feature[],
) {
  const { deps } = runtime;
  const stamps = cacheStampsOf(features);
  const inputs = cacheInputsOf(features);
  const publicPlan = anonymousPlan(deps);
  const isSold = deps.billing !== null;

  /** The current stamps, joined; undefined if a procedure has none. */
  const currentStamp = async (names: readonly string[] | null): Promise<string | undefined> =>
    names === null ? undefined : (await Promise.all(names.map((name) => stampOf(name)(deps)))).join();
  const stampOf = (name: string) => {
    const read = stamps[name];
    if (read === undefined) throw new Error(`no feature brings the cache stamp ${name}`);
    return read;
  };

  const sharedInput = async (name: string, input: unknown): Promise<unknown> => {
    const read = inputs[name];
    if (read === undefined) throw new Error(`no feature brings the cache input ${name}`);
    return read(deps, input);
  };

  const keyOf = ({ key, isByPlan }: Pick<SharedTarget, "key" | "isByPlan">, plan: PlanName): string =>
    `${TRPC_PREFIX}${isByPlan ? `${plan}:` : ""}${key}`;

  const toCacheable = (
    { target, plan }: Pick<Shared, "plan"> & { target: Pick<SharedTarget, "caching" | "isByPlan"> },
    made: { status: number; body: Buffer; stamp: string | undefined; isKept: boolean },
  ): CacheableAnswer => {
    const { freshS, staleS } = target.caching;
    const isGood = made.status === 200;
    return {
      status: made.status,
      contentType: "application/json; charset=utf-8",
      body: made.body,
      lifetime: isGood && made.isKept ? { freshMs: freshS * 1000, staleMs: staleS * 1000 } : null,
      cacheControl: isGood
        ? cacheControlOf(target.caching, target.isByPlan && plan !== publicPlan)
        : "no-store",
      headers: DATA_HEADERS,
      ...(isSold && target.isByPlan && { vary: "Accept-Encoding, Cookie" }),
      ...(made.stamp !== undefined && { stamp: made.stamp }),
    };
  };

  const loadCall = async (call: TrpcCall, { target, plan, requestId }: Shared, stamp: string | undefined) => {
    const current = await currentStamp(call.stamps);
    if (current !== undefined && current === stamp) return "unchanged" as const;
    const request = new Request(new URL(TRPC_PREFIX + call.target, "http://web.internal"));
    const made = await bounds.making.run(async () => {
      const response = await answerTrpc(request, deps, requestId, createInternalScope(plan));
      const body = Buffer.from(await response.arrayBuffer());
      return { status: response.status, body, stamp: current, isKept: true };
    });
    const fitting = made.body.length > MAX_ANSWER_BYTES ? { ...tooLarge(target), stamp: current } : made;
    return toCacheable({ target: call, plan }, fitting);
  };

  const answerCall = (call: TrpcCall, shared: Shared): Promise<Answer> | Answer =>
    cache(keyOf(call, shared.plan), (stamp) => loadCall(call, shared, stamp));

  /** Composes the answer of a batch from the cached answers of its calls. */
  const loadBatch = async (shared: Shared, stamp: string | undefined) => {
    const { target, plan } = shared;
    const current = await currentStamp(target.stamps);
    if (current !== undefined && current === stamp) return "unchanged" as const;
    // The cache runs the load of equal calls once.
    const answers = await Promise.all(target.calls.map((call) => answerCall(call, shared)));
    const made = composeBatch(answers) ?? tooLarge(target);
    return toCacheable({ target, plan }, { ...made, stamp: current });
  };

  /** Synchronous if the answer is cached, as it is for most requests. */
  const answerShared = (
    req: IncomingMessage,
    res: ServerResponse,
    scope: RequestScope,
    { isReady, ...shared }: Shared & { isReady: boolean },
    spent: Spent,
  ): void | Promise<void> => {
    const { target, requestId, plan } = shared;
    if (!spent.allowed) {
      const limits = limitHeaders(spent).flat();
      writeJson(res, 429, refusalBody(tooMany(spent), pathOf(target)), requestId, limits);
      return;
    }
    const write = (answer: Answer): void => {
      holdUntilSent(bounds, res, answer);
      const sent = bytesToSend(req, answer);
      const made = isReady ? 0 : answer.bodies.identity.length;
      const charged = chargeBytes(deps, scope, spent, { calls: target.calls.length, sent, made });
      writeAnswer(req, res, answer, requestId, limitHeaders(charged).flat());
    };
    const refuse = (error: unknown): void => {
      if (!isAppError(error) || error.code !== "unavailable") throw error;
      const refusal = unavailable(error.message, Number(error.detail["retryAfterS"] ?? 5));
      const headers = [...limitHeaders(spent).flat(), "Retry-After", String(refusal.app?.retryAfterS)];
      writeJson(res, 503, refusalBody(refusal, pathOf(target)), requestId, headers);
    };
    const [first] = target.calls;
    try {
      const answer =
        target.isBatch || first === undefined
          ? cache(keyOf(target, plan), (stamp) => loadBatch(shared, stamp))
          : answerCall(first, shared);
      if (answer instanceof Promise) return answer.then(write).catch(refuse);
      write(answer);
    } catch (error) {
      refuse(error);
    }
  };

  const chargeAndAnswer = (
    req: IncomingMessage,
    res: ServerResponse,
    scope: RequestScope,
    shared: Shared,
  ): void | Promise<void> => {
    const { target, plan } = shared;
    const isReady = cache.has(keyOf(target, plan));
    const spent = chargeRead(deps, scope, target.calls.length, isReady);
    if (!(spent instanceof Promise)) return answerShared(req, res, scope, { ...shared, isReady }, spent);
    return spent.then(async (charged) => {
      // Only now, because it may take a look-up in Redis, which the caller has paid for.
      const known = isReady || !charged.allowed ? shared : await withSharedInputs(shared);
      const ready = isReady || cache.has(keyOf(known.target, plan));
      return answerShared(req, res, scope, { ...known, isReady: ready }, charged);
    });
  };

  /** If the inputs cannot be looked up, the calls keep their own and answer with the fault. */
  const withSharedInputs = async (shared: Shared): Promise<Shared> => {
    if (!mayShareInputs(shared.target)) return shared;
    const target = await shareInputs(shared.target, sharedInput).catch(() => shared.target);
    return { ...shared, target };
  };

  /** Whether the answer depends on the plan and the request has a signed session cookie, so that the plan must be read. */
  const mayHaveOwnPlan = (scope: RequestScope, target: SharedTarget): boolean =>
    isSold &&
    target.isByPlan &&
    scope.cookies !== "" &&
    readSessionToken(scope.cookies, deps.auth.secrets) !== null;

  return (req: IncomingMessage, res: ServerResponse, requestId: string): void | Promise<void> => {
    const target = readTarget(req.url ?? TRPC_PREFIX);
    const refusal = refusalOf(req, target);
    if (refusal !== null) {
      writeJson(res, refusal.httpStatus, refusalBody(refusal, target.path), requestId);
      return;
    }
    const scope = scopeOf(runtime, req);
    const asked = req.method === "GET" ? target.shared : null;
    if (asked !== null) {
      const shared = { target: asked, requestId, plan: publicPlan };
      if (!mayHaveOwnPlan(scope, asked)) return chargeAndAnswer(req, res, scope, shared);
      // If the session cannot be read, the caller gets the answer for visitors.
      return scope
        .plan()
        .catch(() => publicPlan)
        .then((plan) => chargeAndAnswer(req, res, scope, { ...shared, plan }));
    }
    setHeaders(res, DATA_HEADERS);
    res.setHeader("X-Request-Id", requestId);
    res.setHeader("Cache-Control", "no-store");
    return nodeHTTPRequestHandler({
      req,
      res,
      path: target.path,
      router: appRouter,
      maxBatchSize: MAX_BATCH_SIZE,
      maxBodySize: MAX_BODY_BYTES,
      responseMeta,
      createContext: () => ({ deps, requestId, request: scope }),
    });
  };
}

/** An answer for the callers of one plan must not be stored by shared caches. */
function cacheControlOf(caching: PublicCaching, isOwn: boolean): string {
  if (isOwn) return "private, max-age=0, must-revalidate";
  if (caching.isImmutable === true) return "public, max-age=31536000, immutable";
  const shared = `public, max-age=0, s-maxage=${caching.freshS}`;
  return caching.isPreloaded === true ? shared : `${shared}, stale-while-revalidate=${caching.staleS}`;
}
