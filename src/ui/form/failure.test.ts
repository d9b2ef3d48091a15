import { describe, expect, it } from "vitest";
import { FormRefusal, isSignedOut, readFailure, waitText } from "./failure.ts";

const NOW = 1_000_000;
const answer = (httpStatus: number, message: string, app: object | null = null) =>
  Object.assign(new Error(message), { data: { httpStatus, app } });
const read = (error: unknown) => readFailure(error, ["email", "code"], NOW);

describe("readFailure", () => {
  it("assigns a schema's first issue of each field to it", () => {
    const issues = [
      { path: "email", message: "Write an e-mail address" },
      { path: "email", message: "Too long" },
      { path: "code", message: "The code has 6 digits" },
    ];
    const { message, fields } = read(answer(400, "all", { code: "invalid_input", issues }));
    expect(fields).toEqual({ email: "Write an e-mail address", code: "The code has 6 digits" });
    expect(message).toBeNull();
  });

  it("assigns an issue of an unknown field to the form", () => {
    const issues = [{ path: "newPassword", message: "Use at least 10 characters" }];
    expect(read(answer(400, "all", { issues }))).toMatchObject({
      message: "Use at least 10 characters",
      fields: {},
    });
  });

  it("assigns a use case's error to the field it names", () => {
    const error = answer(400, "That code is wrong", { code: "invalid_input", field: "code" });
    expect(read(error)).toEqual({ message: null, fields: { code: "That code is wrong" }, retryAtMs: null });
    expect(read(answer(400, "That is wrong", { field: "name" })).message).toBe("That is wrong");
  });

  it("reads when a rate-limited caller may retry", () => {
    expect(read(answer(429, "Too many tries", { retryAfterS: 42 })).retryAtMs).toBe(NOW + 42_000);
    expect(read(answer(429, "Too many tries")).retryAtMs).toBe(NOW + 60_000);
  });

  it("states that the typed text is kept if the server failed", () => {
    for (const error of [new TypeError("fetch failed"), "thrown", answer(500, "Internal error (a1)")]) {
      expect(read(error).message).toMatch(/What you typed is kept/);
    }
    expect(read(answer(500, "Internal error (a1)")).message).toContain("(a1)");
  });

  it("passes on the message of a FormRefusal", () => {
    expect(read(new FormRefusal("Allow cookies")).message).toBe("Allow cookies");
  });
});

it("distinguishes a lost session from other errors", () => {
  expect(isSignedOut(answer(401, "Sign in first"))).toBe(true);
  expect(isSignedOut(answer(403, "Not yours"))).toBe(false);
  expect(isSignedOut(new Error("away"))).toBe(false);
});

it("formats waits in seconds, then minutes, then as nothing", () => {
  expect(waitText(NOW + 41_200, NOW)).toBe("42 s");
  expect(waitText(NOW + 3_600_000, NOW)).toBe("60 min");
  expect(waitText(NOW, NOW)).toBe("");
});
