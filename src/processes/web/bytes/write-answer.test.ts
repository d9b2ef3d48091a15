import { describe, expect, it } from "vitest";
import { encodingFor } from "./write-answer.ts";

describe("encodingFor", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["gzip, deflate, br", "br"],
    ["gzip, br;q=0", "gzip"],
    ["gzip;q=0, br;q=0.0", "identity"],
    ["br;q=0.5, gzip;q=1.0", "br"],
    ["deflate", "identity"],
  ])("%s → %s", (header, encoding) => {
    expect(encodingFor(header)).toBe(encoding);
  });
});
