export type ErrorType = "api_error" | "card_error" | "idempotency_error" | "invalid_request_error";
export type ErrorBody = {
  type: ErrorType;
  message: string;
  code?: string;
  param?: string;
  decline_code?: string;
  charge?: string;
  payment_intent?: object;
};

/** An error answer of Stripe. Answers with `saved` are stored and replayed for the same idempotency key. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly headers: Record<string, string>;
  /** False for invalid parameters, because no work has started. */
  readonly saved: boolean;

  constructor(
    status: number,
    body: ErrorBody,
    options: { saved?: boolean; headers?: Record<string, string> } = {},
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.saved = options.saved ?? false;
    this.headers = options.headers ?? {};
  }
}

const invalid = (message: string, code: string | undefined, param: string | undefined, status = 400) =>
  new ApiError(status, {
    type: "invalid_request_error",
    message,
    ...(code === undefined ? {} : { code }),
    ...(param === undefined ? {} : { param }),
  });

export const badParam = (param: string, message: string, code?: string): ApiError =>
  invalid(message, code, param);
export const missingParam = (param: string): ApiError =>
  invalid(`Missing required param: ${param}.`, "parameter_missing", param);
export const unknownParam = (param: string): ApiError =>
  invalid(`Received unknown parameter: ${param}`, "parameter_unknown", param);
/** `param` is the parameter that held the id; the default `id` means the path. */
export const notFound = (kind: string, id: string, param = "id"): ApiError =>
  invalid(`No such ${kind}: '${id}'`, "resource_missing", param, param === "id" ? 404 : 400);
export const unauthorized = (message: string): ApiError => invalid(message, undefined, undefined, 401);

/** The request is valid but the object's state forbids it. Stored, because work has started. */
export const refused = (message: string, code?: string, status = 400): ApiError =>
  new ApiError(
    status,
    { type: "invalid_request_error", message, ...(code === undefined ? {} : { code }) },
    { saved: true },
  );

export const rateLimited = (): ApiError =>
  new ApiError(
    429,
    {
      type: "invalid_request_error",
      code: "rate_limit",
      message: "Request rate limit exceeded. Back off and try again.",
    },
    { headers: { "stripe-rate-limited-reason": "global-rate" } },
  );
export const apiFailure = (status = 500): ApiError =>
  new ApiError(status, { type: "api_error", message: "An unknown error occurred." });
export const cardError = (body: Omit<ErrorBody, "type">): ApiError =>
  new ApiError(402, { type: "card_error", ...body }, { saved: true });
