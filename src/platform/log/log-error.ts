/** Where Drizzle puts the values of a query that failed into its message: tokens, addresses, hashes. */
const PARAMS = "\nparams:";
/** Fields that hold values, of Drizzle's and the database driver's errors: "Key (email)=(x) already exists". */
const WITH_VALUES = new Set([
  "params",
  "parameters",
  "args",
  "detail",
  "hint",
  "where",
  "query",
  "internal_query",
]);
const OWN = new Set(["name", "message", "stack", "cause", "errors"]);
const MAX_DEPTH = 5;

/** What a log line holds of an error. */
type LoggedError = {
  type: string;
  message: string;
  stack?: string;
  cause?: unknown;
  errors?: unknown[];
  [fact: string]: unknown;
};

const cut = (text: string): string => {
  const at = text.indexOf(PARAMS);
  return at === -1 ? text : text.slice(0, at);
};

/** PostgreSQL quotes what it cannot read (class 22): `invalid input syntax for type uuid: "x"`. */
const isAboutData = (error: Error): boolean =>
  error.name === "PostgresError" && "code" in error && String(error.code).startsWith("22");

const wordsOf = (error: Error): string =>
  isAboutData(error) ? error.message.replaceAll(/"[^]*"/g, '"…"') : cut(error.message);

/** A stack begins with the message as it was; whatever of it is not known again ends with its values. */
const stackOf = (error: Error, words: string): string =>
  cut((error.stack ?? "").split(error.message === "" ? "\0" : error.message).join(words));

/**
 * An error as the log keeps it, its causes as well: type, words, stack and small facts such as `code`, and none of the
 * values that a query was sent with or that the database quotes. What is no error stays as it is.
 */
export function serializeError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const message = wordsOf(error);
  const logged: LoggedError = { type: error.constructor.name, message, stack: stackOf(error, message) };
  for (const [name, value] of Object.entries(error)) {
    if (OWN.has(name) || WITH_VALUES.has(name)) continue;
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
