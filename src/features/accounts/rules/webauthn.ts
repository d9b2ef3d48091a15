import { z } from "zod";

/** Passkeys that an account may have. */
export const MAX_PASSKEYS = 10;
/** How long a browser may take for a passkey. People look for keys and phones. */
export const PASSKEY_TTL_S = 300;

const TRANSPORTS = ["ble", "cable", "hybrid", "internal", "nfc", "smart-card", "usb"] as const;
const transport = z.enum(TRANSPORTS);
const isTransport = (text: string): text is (typeof TRANSPORTS)[number] => transport.safeParse(text).success;

/** How a browser may reach an authenticator. Unknown ways are left out, because browsers add new ones. */
export const transports = z
  .array(z.string().max(40))
  .max(20)
  .transform((names) => names.filter(isTransport));

/** Bytes as base64url, of which `max` characters are read. */
const bytes = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+$/, "This is no base64url");

/** At most 1,023 bytes (WebAuthn 5.4.3). */
export const credentialId = bytes(1_364);
const CLIENT_DATA = 4_096;
const AUTHENTICATOR_DATA = 16_384;

/** The parts of `PublicKeyCredential.toJSON()` that both ceremonies have. Browsers add more, which is left out. */
const credential = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
};

/** What `navigator.credentials.create` answers, as JSON. */
export const createdCredential = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(CLIENT_DATA),
    attestationObject: bytes(AUTHENTICATOR_DATA),
    transports: transports.optional(),
  }),
});
export type CreatedCredential = z.infer<typeof createdCredential>;
/** With all the transports that the browser names. */
export type BrowserCredential = z.input<typeof createdCredential>;

/** What `navigator.credentials.get` answers, as JSON: the challenge, signed by the passkey. */
export const assertion = z.object({
  ...credential,
  response: z.object({
    clientDataJSON: bytes(CLIENT_DATA),
    authenticatorData: bytes(AUTHENTICATOR_DATA),
    signature: bytes(8_192),
    userHandle: bytes(100).nullish(),
  }),
});
export type Assertion = z.infer<typeof assertion>;

const knownCredential = z.object({
  type: z.literal("public-key"),
  id: z.string(),
  transports: z.array(transport),
});
const common = { challenge: z.string(), timeout: z.number().int() };

/** For `navigator.credentials.get`. Without allowed credentials the browser offers all that it has for this site. */
export const assertionRequest = z.object({
  ...common,
  rpId: z.string(),
  userVerification: z.literal("required"),
  allowCredentials: z.array(knownCredential),
});
export type AssertionRequest = z.infer<typeof assertionRequest>;

/** For `navigator.credentials.create`. */
export const creationRequest = z.object({
  ...common,
  rp: z.object({ id: z.string(), name: z.string() }),
  user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.object({ type: z.literal("public-key"), alg: z.number().int() })),
  excludeCredentials: z.array(knownCredential),
  authenticatorSelection: z.object({
    residentKey: z.literal("required"),
    requireResidentKey: z.literal(true),
    userVerification: z.literal("required"),
  }),
  attestation: z.literal("none"),
});
export type CreationRequest = z.infer<typeof creationRequest>;
