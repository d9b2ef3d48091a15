import type { Auth } from "#features/accounts/core/open-auth.ts";
import type { AssertionRequest, CreationRequest } from "#features/accounts/rules/webauthn.ts";
import { PASSKEY_TTL_S, transports } from "#features/accounts/rules/webauthn.ts";

type KnownPasskey = { credentialId: string; transports: string };

/** WebAuthn's name of this site: the host of `PUBLIC_URL`, whose origin alone may ask for its passkeys. */
export function relyingParty({ publicUrl }: Pick<Auth, "publicUrl">): { id: string; origin: string } {
  const { hostname, origin } = new URL(publicUrl);
  return { id: hostname, origin };
}

export const splitTransports = (text: string) => transports.parse(text === "" ? [] : text.split(","));

const toKnown = (passkey: KnownPasskey) => ({
  type: "public-key" as const,
  id: passkey.credentialId,
  transports: splitTransports(passkey.transports),
});

/** Asks a browser for a signature by one of `allowed`, or by any passkey of this site if there are none. */
export const assertionRequestFor = (
  auth: Auth,
  challenge: string,
  allowed: readonly KnownPasskey[],
): AssertionRequest => ({
  challenge,
  timeout: PASSKEY_TTL_S * 1_000,
  rpId: relyingParty(auth).id,
  userVerification: "required",
  allowCredentials: allowed.map(toKnown),
});

/** COSE algorithms, the best first: Ed25519, ECDSA with P-256, RSA. */
export const ALGORITHMS = [-8, -7, -257];

/** What authenticators know a user by: the bytes of the id, as base64url. It says nothing about the person. */
export const userHandleOf = (userId: string): string =>
  Buffer.from(userId.replaceAll("-", ""), "hex").toString("base64url");

/** Asks a browser for a new passkey that names its user and that is no passkey of `known`. */
export const creationRequestFor = (
  auth: Auth,
  challenge: string,
  { user, known }: { user: { id: string; email: string; name: string }; known: readonly KnownPasskey[] },
): CreationRequest => ({
  challenge,
  timeout: PASSKEY_TTL_S * 1_000,
  rp: { id: relyingParty(auth).id, name: "GE-Metrics" },
  user: { id: userHandleOf(user.id), name: user.email, displayName: user.name },
  pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
  excludeCredentials: known.map(toKnown),
  // A passkey that signs in without an e-mail address is stored with its user, and knows who holds it.
  authenticatorSelection: {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  },
  attestation: "none",
});
