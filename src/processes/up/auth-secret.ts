import { randomBytes } from "node:crypto";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** A run's own `AUTH_SECRETS`: made on the first start, then the same, so that a restart signs nobody out. */
export async function ensureAuthSecret(dataDir: string): Promise<string> {
  const path = join(dataDir, "auth-secret");
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
