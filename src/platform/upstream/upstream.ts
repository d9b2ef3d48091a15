import { backoffMs } from "./backoff.ts";
import { createBreaker } from "./breaker.ts";
import type { Clock } from "#platform/clock.ts";
import { attemptGet } from "./http-attempt.ts";
import type { Attempt, AttemptLimits, FailureReason } from "./http-attempt.ts";
import type { Sleep } from "#platform/sleep.ts";

/** `paused`: no request was sent, because the breaker is open. */
export type UpstreamReason = FailureReason | "paused";

export type UpstreamAnswer =
  | Extract<Attempt, { kind: "fresh" | "unchanged" }>
  /** `message` is shown to users; `waitMs` is the time until a new request makes sense. */
  | { kind: "failed"; reason: UpstreamReason; message: string; waitMs: number };

export type Upstream = {
  /** Origin and path, without a trailing slash. */
  baseUrl: string;
  get: (path: string, opts: { signal: AbortSignal; etag?: string | null }) => Promise<UpstreamAnswer>;
};

export type UpstreamOptions = {
  /** The name in messages, such as "the price feed". */
  name: string;
  baseUrl: string;
  userAgent: string;
  clock: Clock;
  sleep: Sleep;
  random: () => number;
  limits?: Partial<AttemptLimits>;
  attempts?: number;
  backoff?: { baseMs: number; capMs: number };
  breaker?: { failures: number; pauseMs: number };
};

const LIMITS: AttemptLimits = { answerTimeoutMs: 5_000, totalTimeoutMs: 15_000, maxBytes: 16_000_000 };
const RETRYABLE = new Set<UpstreamReason>([
  "timeout",
  "network",
  "rate_limited",
  "server_error",
  "broken_json",
]);
/** The longest `Retry-After` that is respected. */
const MAX_RETRY_AFTER_MS = 600_000;

const describeFailure = (
  name: string,
  reason: UpstreamReason,
  status: number | null,
  waitMs: number,
): string => {
  const who = name.charAt(0).toUpperCase() + name.slice(1);
  switch (reason) {
    case "timeout":
      return `${who} took too long to answer.`;
    case "network":
      return `${who} could not be reached.`;
    case "rate_limited":
      return `${who} asks us to slow down.`;
    case "server_error":
      return `${who} has an error of its own (${status}).`;
    case "refused":
      return `${who} refused the request (${status}).`;
    case "too_large":
      return `${who} sent far more than expected.`;
    case "not_json":
      return `${who} sent a page instead of data.`;
    case "broken_json":
      return `${who} sent data that breaks off or cannot be read.`;
    case "interrupted":
      return "The request was stopped.";
    case "paused":
      return `${who} keeps failing; trying again in ${Math.max(1, Math.ceil(waitMs / 1_000))} s.`;
  }
};

/**
 * A GET client for one JSON API: conditional requests, retries with full jitter that respect `Retry-After`, and a
 * circuit breaker over whole calls. Failures are returned with a message, never thrown.
 */
export function createUpstream(opts: UpstreamOptions): Upstream {
  const { clock, name } = opts;
  const baseUrl = opts.baseUrl.replace(/\/+$/, "");
  const limits = { ...LIMITS, ...opts.limits };
  const attempts = opts.attempts ?? 3;
  const backoff = opts.backoff ?? { baseMs: 500, capMs: 8_000 };
  const breaker = createBreaker({ clock, ...(opts.breaker ?? { failures: 5, pauseMs: 30_000 }) });
  let pausedUntilMs = 0;
  const nowMs = () => clock.now().getTime();

  const failure = (reason: UpstreamReason, status: number | null, waitMs: number): UpstreamAnswer => ({
    kind: "failed",
    reason,
    message: describeFailure(name, reason, status, waitMs),
    waitMs,
  });

  const settle = (last: Attempt): UpstreamAnswer => {
    if (last.kind !== "failed") {
      breaker.succeed();
      return last;
    }
    // A refusal or a non-JSON page is still an answer: the server is up, and other paths may work.
    if (last.reason === "interrupted") breaker.leave();
    else if (RETRYABLE.has(last.reason)) breaker.fail();
    else breaker.succeed();
    return failure(last.reason, last.status, Math.max(breaker.waitMs(), pausedUntilMs - nowMs(), 0));
  };

  async function get(path: string, { signal, etag }: { signal: AbortSignal; etag?: string | null }) {
    const pauseMs = pausedUntilMs - nowMs();
    if (pauseMs > 0) return failure("rate_limited", null, pauseMs);
    if (!breaker.enter()) return failure("paused", null, breaker.waitMs());
    const headers = {
      "user-agent": opts.userAgent,
      accept: "application/json",
      ...(etag ? { "if-none-match": etag } : {}),
    };

    for (let attempt = 0; ; attempt++) {
      const result = await attemptGet({ url: baseUrl + path, headers, signal, nowMs: nowMs() }, limits);
      if (result.kind !== "failed" || !RETRYABLE.has(result.reason)) return settle(result);

      const asked = Math.min(result.retryAfterMs ?? 0, MAX_RETRY_AFTER_MS);
      if (asked > backoff.capMs) {
        pausedUntilMs = nowMs() + asked;
        return settle(result);
      }
      if (attempt + 1 >= attempts) return settle(result);
      await opts.sleep(asked + backoffMs(attempt, backoff, opts.random), signal);
    }
  }

  return { baseUrl, get };
}
