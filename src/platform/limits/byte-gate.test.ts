import { expect, test } from "vitest";
import { createByteGate } from "./byte-gate.ts";

const busy = expect.objectContaining({ code: "unavailable", detail: { retryAfterS: 2 } });

test("refuses bytes beyond its bound until some are given back, each once", () => {
  const gate = createByteGate({ maxBytes: 100, message: "busy" });
  const release = gate.reserve(60);
  gate.reserve(40);
  expect(() => gate.reserve(1)).toThrow(busy);
  release();
  release();
  gate.reserve(60);
  expect(() => gate.reserve(1)).toThrow(busy);
});

test("lets one answer that is larger than the bound pass alone", () => {
  const gate = createByteGate({ maxBytes: 100, message: "busy" });
  const release = gate.reserve(500);
  expect(() => gate.reserve(1)).toThrow(busy);
  release();
  gate.reserve(1);
});
