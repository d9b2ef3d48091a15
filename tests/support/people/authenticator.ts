import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type {
  Assertion,
  AssertionRequest,
  CreatedCredential,
  CreationRequest,
} from "#features/accounts/rules/webauthn.ts";

/** What an authenticator or its browser may get wrong, on purpose. */
export type Wrongs = {
  origin?: string;
  rpId?: string;
  type?: string;
  challenge?: string;
  isVerified?: boolean;
  counter?: number;
  userHandle?: string;
  signWith?: KeyObject;
};

export type SoftPasskey = { id: string; userHandle: string; privateKey: KeyObject; counter: number };

const sha256 = (bytes: string | Buffer): Buffer => createHash("sha256").update(bytes).digest();

/** Heads of CBOR items with a count or value below 65,536 (RFC 8949 3). */
function head(major: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(major << 5) | value]);
  if (value < 256) return Buffer.from([(major << 5) | 24, value]);
  return Buffer.from([(major << 5) | 25, value >> 8, value & 255]);
}
type Cbor = number | string | Buffer | Map<number | string, Cbor>;
function cbor(value: Cbor): Buffer {
  if (typeof value === "number") return value < 0 ? head(1, -1 - value) : head(0, value);
  if (typeof value === "string")
    return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const pairs = [...value].flatMap(([key, item]) => [cbor(key), cbor(item)]);
  return Buffer.concat([head(5, value.size), ...pairs]);
}

/** A P-256 public key in COSE (RFC 9053 2.1, 7.1). */
function coseKey(key: KeyObject): Buffer {
  const { x = "", y = "" } = key.export({ format: "jwk" });
  return cbor(
    new Map<number, Cbor>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Buffer.from(x, "base64url")],
      [-3, Buffer.from(y, "base64url")],
    ]),
  );
}

const [PRESENT, VERIFIED, HAS_CREDENTIAL] = [1, 4, 64];

function authenticatorData(
  { rpId, isVerified = true, counter = 0 }: Wrongs & { rpId: string },
  credential = Buffer.alloc(0),
): Buffer {
  const flags = PRESENT | (isVerified ? VERIFIED : 0) | (credential.length > 0 ? HAS_CREDENTIAL : 0);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([sha256(rpId), Buffer.from([flags]), count, credential]);
}

const clientData = (type: string, challenge: string, wrongs: Wrongs & { origin: string }): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: wrongs.type ?? type,
      challenge: wrongs.challenge ?? challenge,
      origin: wrongs.origin,
      crossOrigin: false,
    }),
  );

/** An authenticator in software, with the browser in front of it: P-256 keys, attestation "none", real signatures. */
export function createAuthenticator(origin: string) {
  const site = { origin, rpId: new URL(origin).hostname };
  return {
    create(
      request: CreationRequest,
      wrongs: Wrongs = {},
    ): { passkey: SoftPasskey; created: CreatedCredential } {
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const id = randomBytes(32);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, coseKey(publicKey)]);
      const all = { ...site, ...wrongs };
      const attestation = cbor(
        new Map<string, Cbor>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", authenticatorData(all, credential)],
        ]),
      );
      const text = id.toString("base64url");
      return {
        passkey: { id: text, userHandle: request.user.id, privateKey, counter: all.counter ?? 0 },
        created: {
          id: text,
          rawId: text,
          type: "public-key",
          response: {
            clientDataJSON: clientData("webauthn.create", request.challenge, all).toString("base64url"),
            attestationObject: attestation.toString("base64url"),
            transports: ["internal"],
          },
        },
      };
    },
    /** Signs and, if it counts, counts. */
    get(passkey: SoftPasskey, request: AssertionRequest, wrongs: Wrongs = {}): Assertion {
      const counter = wrongs.counter ?? (passkey.counter === 0 ? 0 : ++passkey.counter);
      const all = { ...site, counter, ...wrongs };
      const data = authenticatorData(all);
      const client = clientData("webauthn.get", request.challenge, all);
      const signature = sign(
        "sha256",
        Buffer.concat([data, sha256(client)]),
        wrongs.signWith ?? passkey.privateKey,
      );
      return {
        id: passkey.id,
        rawId: passkey.id,
        type: "public-key",
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
          userHandle: wrongs.userHandle ?? passkey.userHandle,
        },
      };
    },
  };
}
