export type AppErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "plan_required"
  | "payload_too_large"
  | "rate_limited"
  | "unavailable";

type Detail = Readonly<Record<string, string | number | boolean>>;

/** An expected failure. `message` and `detail` reach the client; `cause` never does. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: AppErrorCode;
  readonly detail: Detail;

  constructor(code: AppErrorCode, message: string, detail: Detail = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.detail = detail;
  }
}

/** Checks by name, not by `instanceof`: Node's module graph and Next's bundle each hold a copy of the class. */
export const isAppError = (error: unknown): error is AppError =>
  error instanceof Error && error.name === "AppError" && "code" in error && "detail" in error;
