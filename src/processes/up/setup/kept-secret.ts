import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * This data directory's own `AUTH_SECRETS`: created on the first start and kept, so that a restart signs nobody
 * out.
 */
export const ensureAuthSecret = (dataDir: string): Promise<string> => ensureSecret(dataDir, "auth-secret");

/**
 * The secret with which the simulated Stripe signs events: kept, because events may be pending across a restart.
 */
export const ensureWebhookSecret = async (dataDir: string): Promise<string> =>
  `whsec_${(await ensureSecret(dataDir, "stripe-webhook-secret")).replaceAll("-", "_")}`;

async function ensureSecret(dataDir: string, name: string): Promise<string> {
  const path = join(dataDir, name);
  const saved = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (saved !== null) return saved.trim();

  const secret = randomBytes(32).toString("base64url");
  // Written to a draft and renamed, so that an incomplete secret is never used.
  const draft = `${path}.draft`;
  await writeFile(draft, `${secret}\n`, { mode: 0o600 });
  await rename(draft, path);
  return secret;
}
