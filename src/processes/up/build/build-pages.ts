import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ChildLog } from "#processes/up/log/child-log.ts";
import { compressAssets } from "./compress-assets.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { ROOT, spawnScript } from "#processes/up/children/node-child.ts";
import { describeExit, stopTied } from "#processes/up/children/tied-process.ts";
import { UserError } from "#processes/up/user-error.ts";

const OUTPUT = join(ROOT, ".next");
const STAMP = join(OUTPUT, "source-hash");
const SOURCES = [
  "src",
  "public",
  "drizzle",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
];
/** No page loads these files, so a change in them needs no build. */
const NOT_BUILT = /^src\/(processes|simulators)\/|\.test\.tsx?$/;

/** Builds the pages unless the last build had the same sources. Throws with the end of the build log. */
export async function buildPages(opts: {
  log: ChildLog;
  setDetail: (text: string) => void;
  signal: AbortSignal;
}): Promise<void> {
  const release = await lockBuild(opts);
  try {
    const hash = await hashSources();
    if (existsSync(STAMP) && (await readFile(STAMP, "utf8")) === hash) {
      opts.setDetail("up to date");
      return;
    }
    opts.setDetail("next build");
    await rm(STAMP, { force: true });
    await runBuild(opts);
    opts.setDetail("compressing files");
    await compressAssets(join(OUTPUT, "static"));
    await writeFile(STAMP, hash);
  } finally {
    await release();
  }
}

/** Keeps two copies that start from one checkout from building at the same time. */
async function lockBuild(opts: {
  setDetail: (text: string) => void;
  signal: AbortSignal;
}): Promise<() => Promise<void>> {
  await mkdir(OUTPUT, { recursive: true });
  for (;;) {
    opts.signal.throwIfAborted();
    const lock = await lockDirectory(OUTPUT, "building");
    if ("release" in lock) return lock.release;
    opts.setDetail(`waiting for process ${lock.heldBy.pid}, which builds the same pages`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function runBuild(opts: { log: ChildLog; signal: AbortSignal }): Promise<void> {
  const child = spawnScript({
    path: "node_modules/next/dist/bin/next",
    args: ["build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onLine: opts.log.sink,
  });
  const stop = () => void stopTied(child, "SIGTERM", 3_000);
  opts.signal.addEventListener("abort", stop);
  const exit = await child.exited;
  opts.signal.removeEventListener("abort", stop);
  opts.signal.throwIfAborted();
  if (exit.code !== 0) {
    throw new UserError(
      `next build failed (${describeExit(exit)}), all of it in ${opts.log.path}:\n${opts.log.recent()}`,
    );
  }
}

/** SHA-256 of the names and contents of all files that the build reads. */
export async function hashSources(): Promise<string> {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const file of await filesUnder(join(ROOT, source))) {
      const name = relative(ROOT, file);
      if (NOT_BUILT.test(name)) continue;
      hash
        .update(`${name}\0`)
        .update(await readFile(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

async function filesUnder(path: string): Promise<string[]> {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) return [path];
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return files.toSorted();
}
