import { createHmac } from "node:crypto";

/** The `Stripe-Signature` of a body at a time in Unix seconds: one v1 a secret, so that either of two verifies. */
export function signatureHeader(body: string, secrets: string[], atS: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${atS}.${body}`, "utf8").digest("hex")}`,
  );
  return [`t=${atS}`, ...signatures].join(",");
}
