import fc from "fast-check";
import { expect, test } from "vitest";
import { createSealer } from "./sealer.ts";

const OLD = "old-secret-old-secret-old-secret-old";
const NEW = "new-secret-new-secret-new-secret-new";

test("what was sealed opens to the same text, whatever the text", () => {
  const sealer = createSealer([NEW]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(sealer.open(sealer.seal(text))).toBe(text);
    }),
  );
});

test("the sealed form shows nothing of the text, and differs each time", () => {
  const sealer = createSealer([NEW]);
  const sealed = sealer.seal("code 493027");
  expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]+$/);
  expect(sealed).not.toContain("493027");
  expect(Buffer.from(sealed.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("493027");
  expect(sealer.seal("code 493027")).not.toBe(sealed);
});

test("rotation: a new secret in front opens the old one's, until the old one goes", () => {
  const sealed = createSealer([OLD]).seal("hello");
  const both = createSealer([NEW, OLD]);
  expect(both.open(sealed)).toBe("hello");
  expect(createSealer([NEW]).open(sealed)).toBeNull();

  const newer = both.seal("hello");
  expect(createSealer([NEW]).open(newer)).toBe("hello");
  expect(createSealer([OLD]).open(newer)).toBeNull();
});

test("any changed, cut or added byte keeps it shut", () => {
  const sealer = createSealer([NEW, OLD]);
  const sealed = sealer.seal("the text of a mail");
  const [version, id, body = ""] = sealed.split(".");
  const bytes = Buffer.from(body, "base64url");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ change, at);
      expect(sealer.open(`${version}.${id}.${changed.toString("base64url")}`)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(sealer.open(`${version}.${id}.${bytes.subarray(0, length).toString("base64url")}`)).toBeNull();
    }),
  );
  const otherId = createSealer([OLD]).seal("x").split(".")[1];
  expect(sealer.open(`${version}.${otherId}.${body}`)).toBeNull();
  expect(sealer.open(`v2.${id}.${body}`)).toBeNull();
});

test("text that nobody sealed opens to nothing, and nothing throws", () => {
  const sealer = createSealer([NEW]);
  const head = sealer.seal("x").split(".").slice(0, 2).join(".");
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (text, bytes) => {
      expect(sealer.open(text)).toBeNull();
      expect(sealer.open(`${head}.${Buffer.from(bytes).toString("base64url")}`)).toBeNull();
    }),
  );
  for (const text of ["", ".", "..", "v1..", "v1.abc"]) expect(sealer.open(text)).toBeNull();
});

test("without a secret there is no sealer", () => {
  expect(() => createSealer([])).toThrow("at least one secret");
});

test("a mark is the same each time, another under each secret, and found after a rotation", () => {
  const [mark, ...none] = createSealer([OLD]).marks("zezima@example.com");
  expect(none).toEqual([]);
  expect(mark).toMatch(/^[\w-]{43}$/);
  const both = createSealer([NEW, OLD]).marks("zezima@example.com");
  expect(both).toEqual([createSealer([NEW]).marks("zezima@example.com")[0], mark]);
  expect(new Set(both).size).toBe(2);
  expect(createSealer([OLD]).marks("zezima2@example.com")).not.toContain(mark);
});
