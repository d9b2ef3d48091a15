import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { freePort, isPortFree } from "#processes/up/children/tied-process.ts";

const place = z.object({
  token: z.string().regex(/^[\w-]{22,}$/),
  port: z.number().int().min(1).max(65_535),
});

/**
 * Where the mailbox of a data directory is: kept there, so that its address is the same at each start. Another port is
 * taken if a program has this one meanwhile.
 */
export async function readMailboxPlace(dataDir: string): Promise<z.infer<typeof place>> {
  const file = join(dataDir, "mailbox.json");
  const kept = place.safeParse(parse(await readFile(file, "utf8").catch(() => "")));
  if (kept.success && (await isPortFree(kept.data.port))) return kept.data;
  const made = {
    token: kept.success ? kept.data.token : randomBytes(18).toString("base64url"),
    port: await freePort(),
  };
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, JSON.stringify(made), { mode: 0o600 });
  return made;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
