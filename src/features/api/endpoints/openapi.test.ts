import { describe, expect, test } from "vitest";
import { PLANS } from "#features/billing/rules/plans.ts";
import { LIMIT_POLICIES } from "#platform/limits/limiter.ts";
import { fieldsOf, kindOf } from "./describe.ts";
import { KEY_REQUESTS_PER_MINUTE, REQUESTS_PER_MINUTE } from "./endpoint.ts";
import { endpointPages, openApiDocument } from "./openapi.ts";

describe("the document", () => {
  test("is plain JSON without what only one library knows", () => {
    const text = JSON.stringify(openApiDocument());
    expect(JSON.parse(text)).toEqual(openApiDocument());
    expect(text).not.toContain("$schema");
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
  });

  test("tells null from absent", () => {
    const [mapping, latest] = endpointPages();
    expect(fieldsOf(mapping?.answer ?? {}).find(({ name }) => name === "[].limit")).toMatchObject({
      kind: "whole number",
      required: false,
    });
    expect(fieldsOf(latest?.answer ?? {}).find(({ name }) => name === "data.<id>.high")).toMatchObject({
      kind: "whole number or null",
      required: true,
    });
  });
});

test("every parameter and every answer is described", () => {
  for (const { parameters, answer, tryUrl } of endpointPages()) {
    for (const { name, description } of parameters)
      expect([name, description.length > 0]).toEqual([name, true]);
    expect(fieldsOf(answer).length).toBeGreaterThan(2);
    expect(tryUrl).toMatch(/^\/api\/v1\/osrs\/[a-z0-9]+/);
  }
});

test("kinds are words", () => {
  expect(kindOf({ enum: ["5m", "1h"], type: "string" })).toBe("one of 5m, 1h");
  expect(kindOf({ anyOf: [{ type: "integer" }, { type: "null" }] })).toBe("whole number or null");
});

test("the page and the table of plans name the budgets that are kept", () => {
  expect(LIMIT_POLICIES.anonymousRead).toEqual({ points: PLANS.free.apiReadsPerMinute, durationS: 60 });
  expect(LIMIT_POLICIES.apiKey).toEqual({ points: PLANS.pro.apiReadsPerMinute, durationS: 60 });
  expect([REQUESTS_PER_MINUTE, KEY_REQUESTS_PER_MINUTE]).toEqual([300, 3_000]);
});
