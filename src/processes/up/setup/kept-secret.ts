import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A run's own `AUTH_SECRETS`: made on the first start, then the same, so that a restart signs nobody out. */
export const ensureAuthSecret = (dataDir: string): Promise<string> => ensureSecret(dataDir, "auth-secret");

/** What the simulated Stripe signs its events with, the same after a restart: some may still be on their way. */
export const ensureWebhookSecret = async (dataDir: string): Promise<string> =>
  `whsec_${(await ensureSecret(dataDir, "stripe-webhook-secret")).replaceAll("-", "_")}`;

async function ensureSecret(dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, name);
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (kept !== null) return kept.trim();

  const secret = randomBytes(32).toString("base64url");
  // Whole or not at all: half a secret would be taken for one at the next start.
  const draft = `${path}.draft`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600 });
  await rename(draft, path);
  return secret;
}
