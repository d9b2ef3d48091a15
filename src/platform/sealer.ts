import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

/** Keeps text from those who read the database, and from nobody who holds a secret. */
export type Sealer = {
  /** The same text gives another result each time. */
  readonly seal: (text: string) => string;
  /** Null where it was not sealed by one of the secrets, or was changed since. */
  readonly open: (sealed: string) => string | null;
  /** Keyed hashes of a text, one a secret, the signing one first: it is known again and cannot be read or guessed. */
  readonly marks: (text: string) => [string, ...string[]];
};

const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "v1";
/** A key that is derived for one purpose is worth nothing for another. */
const KEY_PURPOSE = "ge-metrics seal v1: key";
const ID_PURPOSE = "ge-metrics seal v1: key id";
const MARK_PURPOSE = "ge-metrics seal v1: mark";

type Key = { id: string; bytes: Uint8Array; markBytes: Uint8Array };

const derive = (secret: string, purpose: string, bytes: number): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", secret, "", purpose, bytes));

const keyOf = (secret: string): Key => ({
  id: Buffer.from(derive(secret, ID_PURPOSE, 6)).toString("base64url"),
  bytes: derive(secret, KEY_PURPOSE, 32),
  markBytes: derive(secret, MARK_PURPOSE, 32),
});

const markWith = ({ markBytes }: Key, text: string): string =>
  createHmac("sha256", markBytes).update(text).digest("base64url");

/** What is signed along: a text moved under another version or key does not open. */
const headOf = (key: Key): string => `${VERSION}.${key.id}`;

function openWith(key: Key, body: Buffer): string | null {
  if (body.length < NONCE_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key.bytes, body.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(headOf(key)));
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  try {
    const text = decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([text, decipher.final()]).toString("utf8");
  } catch {
    return null;
  }
}

/**
 * Seals under the first of `secrets` (at least one, each of 32 characters or more) and opens what any of them sealed,
 * so a new secret is put in front and the old one dropped once nothing sealed under it is left. The result is
 * `v1.<key id>.<base64url of nonce, ciphertext, tag>`: AES-256-GCM under a key that HKDF-SHA256 derives.
 */
export function createSealer(secrets: readonly string[]): Sealer {
  const keys = secrets.map(keyOf);
  const [first, ...older] = keys;
  if (first === undefined) throw new Error("a sealer needs at least one secret");
  const byHead = new Map(keys.map((key) => [headOf(key), key]));
  return {
    seal: (text) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first.bytes, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(Buffer.from(headOf(first)));
      const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${headOf(first)}.${sealed.toString("base64url")}`;
    },
    open: (sealed) => {
      const at = sealed.lastIndexOf(".");
      const key = byHead.get(sealed.slice(0, Math.max(at, 0)));
      return key === undefined ? null : openWith(key, Buffer.from(sealed.slice(at + 1), "base64url"));
    },
    marks: (text) => [markWith(first, text), ...older.map((key) => markWith(key, text))],
  };
}
