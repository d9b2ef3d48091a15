import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { foreignFormat } from "./foreign-format.ts";

const JSON_TEXT = '{"data":{},"timestamp":1}';
const big = (text: string) => Buffer.from(text, "utf16le").swap16();
const tar = Buffer.alloc(512);
tar.write("captures/5m.json");
tar.write("ustar", 257);

describe("foreignFormat", () => {
  it.each([
    ["UTF-16 with its mark", Buffer.from(`\uFEFF${JSON_TEXT}`, "utf16le"), /UTF-16 text: save it as UTF-8/],
    ["UTF-16, the other way round", big(`\uFEFF${JSON_TEXT}`), /UTF-16/],
    ["UTF-16 without a mark", Buffer.from(JSON_TEXT, "utf16le"), /UTF-16/],
    ["UTF-16, the other way round, without a mark", big(JSON_TEXT), /UTF-16/],
    ["tar", tar, /a tar archive: unpack it first/],
    ["zip", Buffer.from("PK\u0003\u0004rest", "latin1"), /a zip archive/],
    ["gzip in gzip", gzipSync(JSON_TEXT), /gzip twice/],
  ])("%s is named, with what to do", (_, head, words) => {
    expect(foreignFormat(head)).toMatch(words);
  });

  it.each([JSON_TEXT, `\uFEFF${JSON_TEXT}`, "", "[", "{oops", "\n\n{}"])("%j may be JSON", (text) => {
    expect(foreignFormat(Buffer.from(text))).toBeNull();
  });
});
