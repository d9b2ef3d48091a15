/** Why a form was refused, as a person reads it. */
export type Failure = {
  /** What belongs to no single field; null where all of it stands beside fields. */
  message: string | null;
  /** By the field's name. */
  fields: Readonly<Record<string, string>>;
  /** When it may be tried again, epoch ms of the reader's clock. */
  retryAtMs: number | null;
};

/** A refusal in our own words, thrown by what a form sends. */
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

/** Whether the server no longer knows who asks. */
export const isSignedOut = (error: unknown): boolean =>
  error instanceof Error && dataOf(error)?.httpStatus === 401;

const UNREACHED = "The server did not answer. What you typed is kept: try again in a moment.";

/** The first message of each field: one thing to mend at a time. */
function byField(issues: readonly Issue[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { path, message } of issues) fields[path] ??= message;
  return fields;
}

/**
 * Sorts an error into sentences beside fields and one for the form. `app.issues` are a schema's, `app.field` is a verb's;
 * `names` are the form's own fields: what names another one is said for the whole form.
 */
export function readFailure(error: unknown, names: readonly string[], nowMs: number): Failure {
  const nothing: Failure = { message: null, fields: {}, retryAtMs: null };
  if (!(error instanceof Error)) return { ...nothing, message: UNREACHED };
  if (error instanceof FormRefusal) return { ...nothing, message: error.message };
  const data = dataOf(error);
  if (data === null) return { ...nothing, message: UNREACHED };
  const { issues, field, retryAfterS } = data.app ?? {};
  if (data.httpStatus === 429) {
    const waitS = typeof retryAfterS === "number" ? retryAfterS : 60;
    return { ...nothing, message: error.message, retryAtMs: nowMs + waitS * 1000 };
  }
  if (Array.isArray(issues)) {
    const read = issues.filter(isIssue);
    const elsewhere = read.filter(({ path }) => !names.includes(path)).map(({ message }) => message);
    return {
      ...nothing,
      message: elsewhere.length > 0 ? elsewhere.join(". ") : null,
      fields: byField(read.filter(({ path }) => names.includes(path))),
    };
  }
  if (typeof field === "string" && names.includes(field))
    return { ...nothing, fields: { [field]: error.message } };
  const ours = (data.httpStatus ?? 500) >= 500;
  return {
    ...nothing,
    message: ours ? `${error.message}. What you typed is kept: try again in a moment.` : error.message,
  };
}

/** `42 s`, `12 min`: how long somebody still has to wait; empty once the time has come. */
export function waitText(untilMs: number, nowMs: number): string {
  const leftS = Math.ceil((untilMs - nowMs) / 1000);
  if (leftS <= 0) return "";
  return leftS <= 90 ? `${leftS} s` : `${Math.ceil(leftS / 60)} min`;
}
