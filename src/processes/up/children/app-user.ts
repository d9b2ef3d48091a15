import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Run } from "#processes/up/run.ts";
import { ROOT } from "./node-child.ts";
import { ownFile, ownFolder, unprivilegedUser, withAccess } from "./os-user.ts";
import type { OsUser } from "./tied-process.ts";

/** What the processes read of the checkout. */
const CODE = ["package.json", "next.config.ts", "src", "drizzle", "public", "node_modules", ".next"];

type Paths = {
  folders?: readonly string[];
  files?: readonly string[];
  /** What it gets to without reading it. */
  reached?: readonly string[];
};

/**
 * The user of web, worker, simulators and mailbox, who reads the checkout and writes in `folders` and `files` alone; these are created.
 * Undefined: the current user, who is not root.
 */
export async function appUser(
  run: Run,
  { folders = [], files = [], reached = [] }: Paths = {},
): Promise<OsUser | undefined> {
  const owner = await unprivilegedUser(["nobody"]);
  for (const folder of folders) await ownFolder(folder, owner);
  for (const file of files) await ownFile(file, owner);
  const code = CODE.map((name) => join(ROOT, name)).filter((path) => existsSync(path));
  const user = await withAccess(owner, [process.execPath, ...code, ...folders], reached);
  run.noteUser(user);
  return user;
}
