import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Encrypts text at rest: readers of the database need one of the secrets to decrypt it. */
export type Encryption = {
  /** Uses a new nonce for each call, so the same text gives a different result each time. */
  readonly encrypt: (text: string) => string;
  /** Null if the text was not encrypted with one of the secrets, or was modified since. */
  readonly decrypt: (encrypted: string) => string | null;
  /**
   * HMACs of a text, one for each secret, the first secret's first: equal texts match, but the text cannot be
   * recovered.
   */
  readonly keyedHashes: (text: string) => [string, ...string[]];
};

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";
/**
 * HKDF labels: each purpose gets its own key. They must not change, or stored ciphertexts and hashes become
 * unusable.
 */
const KEY_PURPOSE = "ge-metrics seal v1: key";
const ID_PURPOSE = "ge-metrics seal v1: key id";
const HASH_PURPOSE = "ge-metrics seal v1: mark";

type Key = { id: string; bytes: Uint8Array; hashBytes: Uint8Array };

const derive = (secret: string, purpose: string, bytes: number): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", purpose, bytes));

const deriveKey = (secret: string): Key => ({
  id: Buffer.from(derive(secret, ID_PURPOSE, 6)).toString("base64url"),
  bytes: derive(secret, KEY_PURPOSE, 32),
  hashBytes: derive(secret, HASH_PURPOSE, 32),
});

const hashWith = ({ hashBytes }: Key, text: string): string =>
  createHmac("sha256", hashBytes).update(text).digest("base64url");

/** The authenticated header (AAD): a ciphertext that is moved under another version or key id does not decrypt. */
const headerOf = (key: Key): string => `${VERSION}.${key.id}`;

function decryptWith(key: Key, body: Buffer): string | null {
  if (body.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key.bytes, body.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(headerOf(key)));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/**
 * Encrypts with the first of `secrets` (at least one, each of 32 characters or more) and decrypts with any of them.
 * To rotate, put the new secret in front and drop the old one once nothing encrypted with it is left. The result is
 * `v1.<key id>.<base64url of nonce, ciphertext, tag>`: AES-256-GCM with a key derived by HKDF-SHA256.
 */
export function createEncryption(secrets: readonly string[]): Encryption {
  const keys = secrets.map(deriveKey);
  const [first, ...older] = keys;
  if (first === undefined) throw new Error("encryption needs at least one secret");
  const keysByHeader = new Map(keys.map((key) => [headerOf(key), key]));
  return {
    encrypt: (text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first.bytes, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(headerOf(first)));
      const encrypted = Buffer.concat([
        nonce,
        cipher.update(text, "utf8"),
        cipher.final(),
        cipher.getAuthTag(),
      ]);
      return `${headerOf(first)}.${encrypted.toString("base64url")}`;
    },
    decrypt: (encrypted) => {
      const at = encrypted.lastIndexOf(".");
      const key = keysByHeader.get(encrypted.slice(0, Math.max(at, 0)));
      return key === undefined ? null : decryptWith(key, Buffer.from(encrypted.slice(at + 1), "base64url"));
    },
    keyedHashes: (text) => [hashWith(first, text), ...older.map((key) => hashWith(key, text))],
  };
}
