import { createHmac } from "node:crypto";

/**
 * The `Stripe-Signature` header at `atS` (Unix seconds), with one v1 signature for each secret, any of which
 * verifies.
 */
export function signatureHeader(body: string, secrets: string[], atS: number): string {
  const signatures = secrets.map(
    (secret) => `v1=${createHmac("sha256", secret).update(`${atS}.${body}`, "utf8").digest("hex")}`,
  );
  return [`t=${atS}`, ...signatures].join(",");
}
