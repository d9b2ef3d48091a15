import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";

/** `revision`: the first 12 digits of the checkout's commit; null if this is no checkout of git. */
export type Version = { version: string; revision: string | null };

const packageFile = z.object({ version: z.string() });
const SHOWN_DIGITS = 12;

/**
 * Which version of this product lies in `folder`, by default the current directory: of package.json and of the checkout. It
 * reads git's files and starts no git. Call it once at start, because files may change while a process runs.
 */
export function readVersion(folder = process.cwd()): Version {
  const { version } = packageFile.parse(JSON.parse(readText(join(folder, "package.json"))));
  return { version, revision: readRevision(join(folder, ".git"))?.slice(0, SHOWN_DIGITS) ?? null };
}

/** For people: `GE-Metrics 0.1.0 (9b2cd0b1a2c3)`. */
export const describeVersion = ({ version, revision }: Version): string =>
  `GE-Metrics ${version}${revision === null ? "" : ` (${revision})`}`;

const readText = (path: string): string => readFileSync(path, "utf8").trim();

function readRevision(git: string): string | null {
  try {
    // In a worktree, .git is a file that names the folder, and branches lie in the folder of the main checkout.
    const isWorktree = statSync(git).isFile();
    const dir = isWorktree ? resolve(git, "..", readText(git).replace("gitdir: ", "")) : git;
    const common = isWorktree ? resolve(dir, readText(join(dir, "commondir"))) : git;
    const head = readText(join(dir, "HEAD"));
    const commit = head.startsWith("ref: ") ? readRef(common, head.slice("ref: ".length)) : head;
    return /^[0-9a-f]{40,64}$/.test(commit) ? commit : null;
  } catch {
    return null;
  }
}

/** A branch's commit is in a file of its own, or on a line of packed-refs. Throws if it is in neither. */
function readRef(common: string, ref: string): string {
  try {
    return readText(join(common, ref));
  } catch {
    const lines = readText(join(common, "packed-refs")).split("\n");
    return lines.find((line) => line.endsWith(` ${ref}`))?.split(" ", 1)[0] ?? "";
  }
}
