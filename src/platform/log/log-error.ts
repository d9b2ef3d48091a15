/** Marks where Drizzle appends a failed query's parameters to its message: tokens, e-mail addresses, hashes. */
const PARAMS_MARKER = "\nparams:";
/**
 * Fields of Drizzle's and the driver's errors that contain row values, such as "Key (email)=(x) already exists".
 */
const VALUE_FIELDS = new Set([
  "params",
  "parameters",
  "args",
  "detail",
  "hint",
  "where",
  "query",
  "internal_query",
]);
const STANDARD_FIELDS = new Set(["name", "message", "stack", "cause", "errors"]);
const MAX_DEPTH = 5;

/** An error as it appears in the log. */
type LoggedError = {
  type: string;
  message: string;
  stack?: string;
  cause?: unknown;
  errors?: unknown[];
  [fact: string]: unknown;
};

const stripParams = (text: string): string => {
  const at = text.indexOf(PARAMS_MARKER);
  return at === -1 ? text : text.slice(0, at);
};

/** PostgreSQL quotes the value it cannot parse (class 22): `invalid input syntax for type uuid: "x"`. */
const quotesValue = (error: Error): boolean =>
  error.name === "PostgresError" && "code" in error && String(error.code).startsWith("22");

const messageWithoutValues = (error: Error): string =>
  quotesValue(error) ? error.message.replaceAll(/"[^]*"/g, '"…"') : stripParams(error.message);

/**
 * Replaces the original message at the start of the stack. If it is not found there, cuts the stack at the
 * parameters.
 */
const stackWithoutValues = (error: Error, words: string): string =>
  stripParams((error.stack ?? "").split(error.message === "" ? "\0" : error.message).join(words));

/**
 * Converts an error and its causes for the log: type, message, stack and simple fields such as `code`, without the
 * query's parameters and without values the database quotes. Other values are returned unchanged.
 */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const message = messageWithoutValues(error);
  const logged: LoggedError = {
    type: error.constructor.name,
    message,
    stack: stackWithoutValues(error, message),
  };
  for (const [name, value] of Object.entries(error)) {
    if (STANDARD_FIELDS.has(name) || VALUE_FIELDS.has(name)) continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      logged[name] = value;
  }
  if (depth === MAX_DEPTH) return logged;
  if (error.cause instanceof Error) logged.cause = serializeError(error.cause, depth + 1);
  if (error instanceof AggregateError) {
    logged.errors = error.errors.map((each: unknown) => serializeError(each, depth + 1));
  }
  return logged;
}
