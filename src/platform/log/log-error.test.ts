import { DrizzleQueryError } from "drizzle-orm";
import { afterEach, expect, test, vi } from "vitest";
import { openLog } from "./log.ts";
import { serializeError } from "./log-error.ts";

const TOKEN = "x7Jk-session-token";
const ADDRESS = "zezima@example.com";

/** Shaped like the driver's error for a refused statement. */
const refusal = (message: string, facts: object): Error =>
  Object.assign(new Error(message), { name: "PostgresError", severity: "ERROR", ...facts });
const taken = refusal('duplicate key value violates unique constraint "users_email_unique"', {
  code: "23505",
  detail: `Key (email)=(${ADDRESS}) already exists.`,
  constraint_name: "users_email_unique",
});
const failed = new DrizzleQueryError(
  "insert into users (token, email) values ($1, $2)",
  [TOKEN, ADDRESS],
  taken,
);

afterEach(() => vi.restoreAllMocks());

test("a query's error keeps its statement and its cause's fields, and no values", () => {
  const logged = serializeError(failed);
  expect(logged).toMatchObject({
    type: "DrizzleQueryError",
    message: "Failed query: insert into users (token, email) values ($1, $2)",
    stack: expect.stringContaining("Failed query: insert into users"),
    cause: { code: "23505", severity: "ERROR", constraint_name: "users_email_unique" },
  });
  for (const value of [TOKEN, ADDRESS]) expect(JSON.stringify(logged)).not.toContain(value);
});

test("so does an error that copied its message, at any depth, and one inside an AggregateError", () => {
  const edge = new Error(failed.message, { cause: new Error("outer", { cause: failed }) });
  const many = new AggregateError([failed, edge], "several");
  for (const error of [edge, many]) {
    const text = JSON.stringify(serializeError(error));
    expect(text).toContain("Failed query");
    for (const value of [TOKEN, ADDRESS]) expect(text).not.toContain(value);
  }
});

test("the stack keeps its frames", () => {
  expect(serializeError(failed)).toHaveProperty("stack", expect.stringContaining("log-error.test.ts"));
});

test("a value that PostgreSQL could not parse is not logged", () => {
  const error = refusal(`invalid input syntax for type uuid: "a"${TOKEN}"b"`, { code: "22P02" });
  expect(JSON.stringify(serializeError(error))).not.toContain(TOKEN);
  expect(serializeError(error)).toMatchObject({ message: 'invalid input syntax for type uuid: "…"' });
});

test("values that are not errors stay unchanged", () => {
  expect([serializeError("gone"), serializeError(undefined)]).toEqual(["gone", undefined]);
});

test.each(["error", "err"])("the log serialises the field `%s`", (field) => {
  const lines: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
  openLog({ level: "error", process: "web" }).error({ [field]: failed }, "procedure failed");
  vi.restoreAllMocks();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain("Failed query");
  for (const value of [TOKEN, ADDRESS]) expect(lines[0]).not.toContain(value);
});
