import fc from "fast-check";
import { expect, test } from "vitest";
import { createEncryption } from "./encryption.ts";

const OLD = "old-secret-old-secret-old-secret-old";
const NEW = "new-secret-new-secret-new-secret-new";

test("decrypts to the same text, for any text", () => {
  const encryption = createEncryption([NEW]);
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
      expect(encryption.decrypt(encryption.encrypt(text))).toBe(text);
    }),
  );
});

test("the ciphertext does not contain the text, and differs each time", () => {
  const encryption = createEncryption([NEW]);
  const encrypted = encryption.encrypt("code 493027");
  expect(encrypted).toMatch(/^v1\.[\w-]{8}\.[\w-]+$/);
  expect(encrypted).not.toContain("493027");
  expect(Buffer.from(encrypted.split(".")[2] ?? "", "base64url").toString("latin1")).not.toContain("493027");
  expect(encryption.encrypt("code 493027")).not.toBe(encrypted);
});

test("rotation: a new secret in front still decrypts the old secret's texts, until the old secret is removed", () => {
  const encrypted = createEncryption([OLD]).encrypt("hello");
  const both = createEncryption([NEW, OLD]);
  expect(both.decrypt(encrypted)).toBe("hello");
  expect(createEncryption([NEW]).decrypt(encrypted)).toBeNull();

  const newer = both.encrypt("hello");
  expect(createEncryption([NEW]).decrypt(newer)).toBe("hello");
  expect(createEncryption([OLD]).decrypt(newer)).toBeNull();
});

test("a ciphertext with any changed, missing or added byte does not decrypt", () => {
  const encryption = createEncryption([NEW, OLD]);
  const encrypted = encryption.encrypt("the text of a mail");
  const [version, id, body = ""] = encrypted.split(".");
  const bytes = Buffer.from(body, "base64url");
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(at) ^ change, at);
      expect(encryption.decrypt(`${version}.${id}.${changed.toString("base64url")}`)).toBeNull();
    }),
  );
  fc.assert(
    fc.property(fc.nat(bytes.length - 1), (length) => {
      expect(
        encryption.decrypt(`${version}.${id}.${bytes.subarray(0, length).toString("base64url")}`),
      ).toBeNull();
    }),
  );
  const otherId = createEncryption([OLD]).encrypt("x").split(".")[1];
  expect(encryption.decrypt(`${version}.${otherId}.${body}`)).toBeNull();
  expect(encryption.decrypt(`v2.${id}.${body}`)).toBeNull();
});

test("decrypting arbitrary text gives null and never throws", () => {
  const encryption = createEncryption([NEW]);
  const head = encryption.encrypt("x").split(".").slice(0, 2).join(".");
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), (text, bytes) => {
      expect(encryption.decrypt(text)).toBeNull();
      expect(encryption.decrypt(`${head}.${Buffer.from(bytes).toString("base64url")}`)).toBeNull();
    }),
  );
  for (const text of ["", ".", "..", "v1..", "v1.abc"]) expect(encryption.decrypt(text)).toBeNull();
});

test("creating an encryption without a secret throws", () => {
  expect(() => createEncryption([])).toThrow("at least one secret");
});

test("a keyed hash is stable, differs for each secret, and is found after a rotation", () => {
  const [hash, ...none] = createEncryption([OLD]).keyedHashes("zezima@example.com");
  expect(none).toEqual([]);
  expect(hash).toMatch(/^[\w-]{43}$/);
  const both = createEncryption([NEW, OLD]).keyedHashes("zezima@example.com");
  expect(both).toEqual([createEncryption([NEW]).keyedHashes("zezima@example.com")[0], hash]);
  expect(new Set(both).size).toBe(2);
  expect(createEncryption([OLD]).keyedHashes("zezima2@example.com")).not.toContain(hash);
});
