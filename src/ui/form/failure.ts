/** Why a submission failed, as sentences for the reader. */
export type Failure = {
  /** The message for the form as a whole; null if every message belongs to a field. */
  message: string | null;
  /** The message of each field, by its name. */
  fields: Readonly<Record<string, string>>;
  /** When the reader may try again: epoch ms by the reader's clock. */
  retryAtMs: number | null;
};

/** Thrown by a form's `send` to show its own message. */
export class FormRefusal extends Error {
  override readonly name = "FormRefusal";
}

type ErrorData = { httpStatus?: number; app?: Record<string, unknown> | null };
type Issue = { path: string; message: string };

const isIssue = (value: unknown): value is Issue =>
  typeof value === "object" &&
  value !== null &&
  "path" in value &&
  typeof value.path === "string" &&
  "message" in value &&
  typeof value.message === "string";

const dataOf = (error: Error): ErrorData | null =>
  "data" in error && typeof error.data === "object" && error.data !== null ? error.data : null;

/** Whether an error is a 401: the session has ended. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Error && dataOf(error)?.httpStatus === 401;

const NO_ANSWER = "The server did not answer. What you typed is kept: try again in a moment.";

/** The first message of each field. */
function byField(issues: readonly Issue[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { path, message } of issues) fields[path] ??= message;
  return fields;
}

/**
 * Splits an error into messages for fields and one for the form. `names`: the form's fields; a message for any other
 * field goes to the form. `app.issues` comes from a schema, `app.field` from a use case.
 */
export function readFailure(error: unknown, names: readonly string[], nowMs: number): Failure {
  const none: Failure = { message: null, fields: {}, retryAtMs: null };
  if (!(error instanceof Error)) return { ...none, message: NO_ANSWER };
  if (error instanceof FormRefusal) return { ...none, message: error.message };
  const data = dataOf(error);
  if (data === null) return { ...none, message: NO_ANSWER };
  const { issues, field, retryAfterS } = data.app ?? {};
  if (data.httpStatus === 429) {
    const waitS = typeof retryAfterS === "number" ? retryAfterS : 60;
    return { ...none, message: error.message, retryAtMs: nowMs + waitS * 1000 };
  }
  if (Array.isArray(issues)) {
    const read = issues.filter(isIssue);
    const otherMessages = read.filter(({ path }) => !names.includes(path)).map(({ message }) => message);
    return {
      ...none,
      message: otherMessages.length > 0 ? otherMessages.join(". ") : null,
      fields: byField(read.filter(({ path }) => names.includes(path))),
    };
  }
  if (typeof field === "string" && names.includes(field))
    return { ...none, fields: { [field]: error.message } };
  const isServerError = (data.httpStatus ?? 500) >= 500;
  return {
    ...none,
    message: isServerError
      ? `${error.message}. What you typed is kept: try again in a moment.`
      : error.message,
  };
}

/** The time left until `untilMs`, as `42 s` or `12 min`; empty if it has passed. */
export function waitText(untilMs: number, nowMs: number): string {
  const leftS = Math.ceil((untilMs - nowMs) / 1000);
  if (leftS <= 0) return "";
  return leftS <= 90 ? `${leftS} s` : `${Math.ceil(leftS / 60)} min`;
}
