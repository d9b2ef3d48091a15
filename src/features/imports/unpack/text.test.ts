import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_RECORD_LENGTH } from "#features/imports/rules/sizes.ts";
import { decodeText } from "./decode-text.ts";
import { JsonRecords } from "./json-records.ts";
import { LineSplitter } from "./split-lines.ts";

/** The bytes in parts that end anywhere. */
async function* inParts(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}
async function textOf(bytes: Buffer, size = 3): Promise<string> {
  let text = "";
  for await (const part of decodeText(inParts(bytes, size))) text += part;
  return text;
}

describe("the text of a file", () => {
  const TEXT = "name,price\r\nZulrah’s scales,1 000\n🔥,2\n";
  const utf16be = (text: string) => Buffer.from(text, "utf16le").swap16();

  it.each([
    ["UTF-8", Buffer.from(TEXT)],
    ["UTF-8 with a mark", Buffer.from(`\uFEFF${TEXT}`)],
    ["UTF-16LE with a mark", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
    ["UTF-16BE with a mark", utf16be(`\uFEFF${TEXT}`)],
    ["UTF-16LE", Buffer.from(TEXT.repeat(50), "utf16le")],
    ["UTF-16BE", utf16be(TEXT.repeat(50))],
  ])("is read from %s, however it is cut", async (name, bytes) => {
    const expected = name.endsWith("E") ? TEXT.repeat(50) : TEXT;
    for (const size of [1, 2, 3, 5_000]) expect(await textOf(bytes, size)).toBe(expected);
  });

  it("takes a line that is not UTF-8 as Windows-1252, and leaves the others as they are", async () => {
    const mixed = Buffer.concat([
      Buffer.from("é\n"),
      Buffer.from([0x93, 0xe9, 0x94, 0x0a]),
      Buffer.from("ü"),
    ]);
    expect(await textOf(mixed)).toBe("é\n“é”\nü");
  });

  it("refuses what is no text, and nothing of an empty file", async () => {
    await expect(textOf(Buffer.alloc(5_000))).rejects.toThrow("no text");
    expect(await textOf(Buffer.alloc(0))).toBe("");
  });

  it("lets a line without an end through in parts, without a broken letter", async () => {
    const bytes = Buffer.from("é".repeat(MAX_RECORD_LENGTH * 2));
    expect(await textOf(bytes, 50_001)).toBe("é".repeat(MAX_RECORD_LENGTH * 2));
  });
});

function linesOf(text: string, size: number): [number, string | null, string][] {
  const lines: [number, string | null, string][] = [];
  const splitter = new LineSplitter((line, whole, start) => lines.push([line, whole, start.slice(0, 3)]));
  for (let from = 0; from < text.length; from += size) splitter.push(text.slice(from, from + size));
  splitter.end();
  return lines;
}

describe("lines", () => {
  it("end with LF, CRLF or CR, wherever the text is cut", () => {
    for (const size of [1, 2, 3, 100])
      expect(linesOf("a\r\nb\nc\rd\r\n\ne", size).map(([line, text]) => [line, text])).toEqual(
        ["a", "b", "c", "d", "", "e"].map((text, index) => [index + 1, text]),
      );
    expect(linesOf("a\r", 1)).toEqual([[1, "a", "a"]]);
  });

  it("that are too long are told once, and the next one is read", () => {
    const long = "x".repeat(MAX_RECORD_LENGTH * 3);
    for (const size of [1_000, 200_000])
      expect(linesOf(`a\n${long}\nb`, size)).toEqual([
        [1, "a", "a"],
        [2, null, "xxx"],
        [3, "b", "b"],
      ]);
  });
});

function recordsOf(text: string, size: number, key: string | null = null) {
  const found: [number, unknown][] = [];
  const records = new JsonRecords((line, record) => {
    found.push([line, record === null ? null : JSON.parse(record)]);
  }, key);
  for (let from = 0; from < text.length; from += size) records.push(text.slice(from, from + size));
  return { found, isComplete: records.isComplete };
}

describe("records of JSON", () => {
  it("are cut out of an array, of lines and of lists with a name", () => {
    const list = '[\n{"a":"}{][\\"\\\\","b":{"c":[1,{}]}},\n{"a":2}]';
    for (const size of [1, 2, 7, 1_000]) {
      expect(recordsOf(list, size)).toEqual({
        found: [
          [2, { a: '}{]["\\', b: { c: [1, {}] } }],
          [3, { a: 2 }],
        ],
        isComplete: true,
      });
      expect(recordsOf('{"a":1}\n{"a":2}', size).found).toEqual([
        [1, { a: 1 }],
        [2, { a: 2 }],
      ]);
      const nested = '{"x":{"sO":{"sO":[1]}},"trades":[{"h":{"sO":[{"id":1},{"id":2}]},"other":[{"id":3}]}]}';
      expect(recordsOf(nested, size, "sO").found.map(([, record]) => record)).toEqual([{ id: 1 }, { id: 2 }]);
    }
  });

  it("that are too long are left out, and what is cut off is told", () => {
    const long = `[{"a":"${"x".repeat(MAX_RECORD_LENGTH)}"},{"a":1}`;
    for (const size of [999, 1_000_000])
      expect(recordsOf(long, size)).toEqual({
        found: [
          [1, null],
          [1, { a: 1 }],
        ],
        isComplete: false,
      });
    expect(recordsOf("[}", 1).isComplete).toBe(false);
    expect(recordsOf("[".repeat(1_000), 1_000).isComplete).toBe(false);
  });

  it("are those that JSON.parse finds, for any records and any cut", () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (records, size) => {
        const { found, isComplete } = recordsOf(JSON.stringify(records), size);
        expect([isComplete, found.map(([, each]) => each)]).toEqual([
          true,
          JSON.parse(JSON.stringify(records)),
        ]);
      }),
    );
  });
});
