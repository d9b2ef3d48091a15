import { describe, expect, it } from "vitest";
import { encodingFor } from "./content-coding.ts";

describe("encodingFor", () => {
  it.each([
    [undefined, "identity"],
    ["", "identity"],
    ["gzip", "gzip"],
    ["gzip, deflate, br", "br"],
    ["GZIP", "gzip"],
    ["gzip, br;q=0", "gzip"],
    ["gzip, br;Q=0", "gzip"],
    ["gzip , br ; q=0.000", "gzip"],
    ["gzip;q=0, br;q=0.0", "identity"],
    ["br;q=0.5, gzip;q=1.0", "gzip"],
    ["gzip;q=1, br;q=0.1", "gzip"],
    ["br;q=0.001", "br"],
    ["identity;q=1, br;q=0.5", "identity"],
    ["deflate", "identity"],
    ["brotli, x-gzip", "identity"],
    ["*", "br"],
    ["*;q=0.5, gzip", "gzip"],
    ["br;q=0, *", "gzip"],
    ["gzip, identity;q=0", "gzip"],
    ["gzip, *;q=0", "gzip"],
    ["*, identity;q=0", "br"],
    ["identity;q=0", null],
    ["*;q=0", null],
    ["br;q=0, gzip;q=0, identity;q=0", null],
    ["identity;q=0.5, *;q=0", "identity"],
  ])("%s → %s", (header, encoding) => {
    expect(encodingFor(header)).toBe(encoding);
    expect(encodingFor(header)).toBe(encoding);
  });
});
