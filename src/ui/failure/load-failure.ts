/** Why something could not be loaded, for its reader. */
export type LoadFailure = {
  /** Ends with a full stop. */
  text: string;
  /** When the server answers again: epoch ms by the reader's clock; null if asking at once may help. */
  retryAtMs: number | null;
  isSignedOut: boolean;
};

type Failed = {
  message?: string;
  cause?: unknown;
  data?: { httpStatus?: number; app?: Record<string, unknown> | null } | null;
  meta?: { response?: { status?: number } };
};

const LIMITED_S = 60;
const BY_ITSELF = "It is tried again by itself.";

const sentence = (message: string): string => (/[.!?]$/.test(message) ? message : `${message}.`);
const isTimeout = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "name" in cause && cause.name === "TimeoutError";

/**
 * Says in words why a query failed. `error` is a tRPC client's: without `data` its server gave no answer of its own, and a
 * proxy's status is in `meta`. `failedAtMs`: epoch ms.
 */
export function describeLoadFailure(
  error: unknown,
  { isOnline, failedAtMs }: { isOnline: boolean; failedAtMs: number },
): LoadFailure {
  const { message, cause, data, meta } = (typeof error === "object" && error !== null ? error : {}) as Failed;
  const status = data?.httpStatus ?? meta?.response?.status ?? null;
  const waitS = data?.app?.["retryAfterS"] ?? (status === 429 ? LIMITED_S : null);
  const retryAtMs = typeof waitS === "number" ? failedAtMs + waitS * 1_000 : null;
  const because = (text: string): LoadFailure => ({ text, retryAtMs, isSignedOut: status === 401 });

  if (status === 401) return because("You are signed out: the session has ended.");
  if (status === 429) return because("The server was asked too often from here.");
  if (data !== undefined && data !== null && message !== undefined) {
    return because(status !== null && status < 500 ? sentence(message) : `${sentence(message)} ${BY_ITSELF}`);
  }
  if (!isOnline) return because("You are offline. It is tried again when you are back.");
  if (isTimeout(cause)) return because(`The server did not answer in time. ${BY_ITSELF}`);
  return because(`The server cannot be reached. ${BY_ITSELF}`);
}
