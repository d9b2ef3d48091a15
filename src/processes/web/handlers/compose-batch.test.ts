import { describe, expect, it } from "vitest";
import { MAX_ANSWER_BYTES, composeBatch } from "./compose-batch.ts";

const part = (text: string, status = 200) => {
  const bytes = Buffer.from(text);
  return { status, bodies: { identity: bytes, gzip: bytes, br: bytes } };
};
const large = (bytes: number) => part(`"${"x".repeat(bytes - 2)}"`);

describe("composeBatch", () => {
  it("makes a JSON array in the order of the calls", () => {
    const batch = composeBatch([part('{"a":1}'), part("[2]"), part('{"a":1}')]);
    expect(JSON.parse(batch?.body.toString() ?? "")).toEqual([{ a: 1 }, [2], { a: 1 }]);
    expect(batch).toMatchObject({ status: 200, isKept: true });
  });

  it("has the status that all calls have, else 207", () => {
    expect(composeBatch([part("1", 404), part("2", 404)])?.status).toBe(404);
    expect(composeBatch([part("1"), part("2", 404)])?.status).toBe(207);
  });

  it("is not kept above 256 KB, and refused above 4 MB", () => {
    const sixteenth = MAX_ANSWER_BYTES / 16;
    expect(composeBatch([large(sixteenth)])?.isKept).toBe(true);
    expect(composeBatch([large(sixteenth), part("1")])?.isKept).toBe(false);
    expect(composeBatch(Array.from({ length: 16 }, () => large(sixteenth)))).not.toBeNull();
    expect(composeBatch([...Array.from({ length: 16 }, () => large(sixteenth)), part("1")])).toBeNull();
  });
});
