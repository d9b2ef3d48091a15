import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { childEnv } from "#platform/env.ts";
import { UserError } from "#processes/up/user-error.ts";
import { describeExit, spawnTied } from "#processes/up/children/tied-process.ts";

type Wanted = {
  /** The name shown to the user. */
  what: string;
  packages: readonly string[];
  byHand: string;
};

/** The path of a program in PATH, or undefined. */
export function findProgram(name: string): string | undefined {
  const folders = (childEnv({})["PATH"] ?? "").split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

/** Prints what it installs and installs Debian packages. Throws with instructions if it may not install. */
export async function installPackages(wanted: Wanted, print: (text: string) => void): Promise<void> {
  const mayInstall = process.getuid?.() === 0 && findProgram("apt-get") !== undefined;
  if (!mayInstall) throw new UserError(`${wanted.what} is missing. ${wanted.byHand}`);
  const names = wanted.packages.join(" ");
  print(`${wanted.what} is missing: installing the system packages ${names} with apt-get`);
  await apt(["update"], wanted);
  await apt(["install", "-y", "--no-install-recommends", ...wanted.packages], wanted);
}

async function apt(args: readonly string[], wanted: Wanted): Promise<void> {
  const output: string[] = [];
  const child = spawnTied("apt-get", args, {
    // At run level 1 a package does not start its own service, which would take the default port.
    env: childEnv({ DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" }),
    deathSignal: "TERM",
    onLine: (line) => {
      if (output.push(line) > 20) output.shift();
    },
  });
  const exit = await child.exited;
  if (exit.code === 0) return;
  const what = `apt-get ${args[0] ?? ""} failed (${describeExit(exit)}):\n${output.join("\n")}`;
  throw new UserError(`${what}\n${wanted.what} is missing. ${wanted.byHand}`);
}

export async function ensureRedisServer(print: (text: string) => void): Promise<void> {
  if (findProgram("redis-server") !== undefined) return;
  await installPackages(
    {
      what: "redis-server",
      packages: ["redis-server"],
      byHand: "Install it (Debian: sudo apt-get install redis-server), or give REDIS_URL of one that runs.",
    },
    print,
  );
}

/** The system's Chromium, used by the browser tests if Playwright has none of its own. */
export const findChromium = (): string | undefined =>
  findProgram("chromium") ?? findProgram("chromium-browser");

export async function ensureChromium(print: (text: string) => void): Promise<void> {
  if (findChromium() !== undefined) return;
  await installPackages(
    {
      what: "A Chromium for the browser tests",
      packages: ["chromium", "fonts-liberation"],
      byHand:
        "Install it (Debian: sudo apt-get install chromium fonts-liberation; or: npx playwright install chromium).",
    },
    print,
  );
}
