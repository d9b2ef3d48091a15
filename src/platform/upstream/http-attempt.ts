/** Why a request gave no usable answer. `interrupted` means that the caller aborted it. */
export type FailureReason =
  | "timeout"
  | "network"
  | "rate_limited"
  | "server_error"
  | "refused"
  | "too_large"
  | "not_json"
  | "broken_json"
  | "interrupted";

export type Attempt =
  | { kind: "fresh"; body: unknown; etag: string | null; header: (name: string) => string | null }
  | { kind: "unchanged" }
  | { kind: "failed"; reason: FailureReason; status: number | null; retryAfterMs: number | null };

export type AttemptLimits = {
  /** Until the headers arrive, including connecting. */
  answerTimeoutMs: number;
  /** Until the last byte arrives; ends answers that arrive very slowly. */
  totalTimeoutMs: number;
  /** Limit for the decoded body, so that a small compressed answer cannot expand into a huge one. */
  maxBytes: number;
};

type Request = { url: string; headers: Record<string, string>; signal: AbortSignal; nowMs: number };

const failed = (
  reason: FailureReason,
  status: number | null = null,
  waitMs: number | null = null,
): Attempt => ({ kind: "failed", reason, status, retryAfterMs: waitMs });

/** Parses `Retry-After`, in seconds or as an HTTP date, into milliseconds from now. */
export function parseRetryAfterMs(value: string | null, nowMs: number): number | null {
  if (value === null) return null;
  const text = value.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}

/** Reads a body; null if it exceeds `maxBytes`. The size is checked while streaming, before it is all in memory. */
async function readCapped(response: Response, maxBytes: number): Promise<string | null> {
  if (response.body === null) return "";
  const decoder = new TextDecoder();
  let size = 0;
  let text = "";
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function interpret(response: Response, limits: AttemptLimits, nowMs: number): Promise<Attempt> {
  const { status } = response;
  const header = (name: string) => response.headers.get(name);
  if (status === 304) return { kind: "unchanged" };
  if (status === 429) return failed("rate_limited", status, parseRetryAfterMs(header("retry-after"), nowMs));
  if (status >= 500) return failed("server_error", status, parseRetryAfterMs(header("retry-after"), nowMs));
  if (status !== 200) return failed("refused", status);
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(header("content-type") ?? ""))
    return failed("not_json", status);

  const text = await readCapped(response, limits.maxBytes);
  if (text === null) return failed("too_large", status);
  try {
    const body: unknown = JSON.parse(text);
    return { kind: "fresh", body, etag: header("etag"), header };
  } catch {
    return failed("broken_json", status);
  }
}

/** Sends one GET for JSON. Failures are returned, never thrown. Redirects are not followed. */
export async function attemptGet(request: Request, limits: AttemptLimits): Promise<Attempt> {
  const cut = new AbortController();
  const late = () => cut.abort();
  const answerTimer = setTimeout(late, limits.answerTimeoutMs);
  const totalTimer = setTimeout(late, limits.totalTimeoutMs);
  try {
    const response = await fetch(request.url, {
      headers: request.headers,
      redirect: "manual",
      signal: AbortSignal.any([cut.signal, request.signal]),
    });
    clearTimeout(answerTimer);
    return await interpret(response, limits, request.nowMs);
  } catch {
    if (request.signal.aborted) return failed("interrupted");
    return failed(cut.signal.aborted ? "timeout" : "network");
  } finally {
    clearTimeout(answerTimer);
    clearTimeout(totalTimer);
    // Frees the socket of an answer that was not read to its end.
    cut.abort();
  }
}
