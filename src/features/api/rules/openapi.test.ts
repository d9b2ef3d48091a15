import { describe, expect, test } from "vitest";
import { apiKeyPolicy } from "#features/api/policies.ts";
import { anonymousReadPolicy } from "#platform/limits/policies.ts";
import { fieldsOf, kindOf } from "#features/api/rules/describe.ts";
import { apiReadsPerMinute } from "./allowances.ts";
import { endpointPages, openApiDocument } from "#features/api/rules/openapi.ts";

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
  expect(anonymousReadPolicy).toMatchObject({ points: apiReadsPerMinute.free, durationS: 60 });
  expect(apiKeyPolicy).toMatchObject({ points: apiReadsPerMinute.pro, durationS: 60 });
  expect([apiReadsPerMinute.free, apiReadsPerMinute.pro]).toEqual([300, 3_000]);
});
