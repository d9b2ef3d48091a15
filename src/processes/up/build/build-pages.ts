import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ChildLog } from "#processes/up/log/child-log.ts";
import { lockDirectory } from "#processes/up/setup/data-lock.ts";
import { ROOT } from "#processes/up/children/node-child.ts";
import { runScript } from "#processes/up/children/run-script.ts";

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

type BuildOptions = { log: ChildLog; setDetail: (text: string) => void; signal: AbortSignal };

/** Builds the pages unless the last build had the same sources. Throws with the end of the build log. */
export async function buildPages(opts: BuildOptions): Promise<void> {
  const release = await lockBuild(opts);
  try {
    const hash = await hashSources();
    if (existsSync(STAMP) && (await readFile(STAMP, "utf8")) === hash) {
      opts.setDetail("up to date");
      return;
    }
    await rm(STAMP, { force: true });
    await runBuild(opts);
    await writeFile(STAMP, hash);
    opts.setDetail("built");
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

/** What `next build` says that it does, as it is shown. */
const PHASES: readonly (readonly [line: RegExp, phase: string])[] = [
  [/Creating an optimized production build/, "compiling"],
  [/Compiled successfully/, "checking the settings"],
  [/Collecting page data/, "reading the pages"],
  [/Generating static pages/, "writing the pages"],
];

async function runBuild(opts: BuildOptions): Promise<void> {
  const { log, setDetail, signal } = opts;
  setDetail("next build: starting");
  await runScript(
    {
      name: "next build",
      path: "node_modules/next/dist/bin/next",
      args: ["build"],
      env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      onLine: (line) => {
        const phase = PHASES.find(([pattern]) => pattern.test(line))?.[1];
        if (phase !== undefined) setDetail(`next build: ${phase}`);
      },
    },
    { log, signal },
  );
  setDetail("compressing files");
  // A process of its own, because the compressor's memory would stay the launcher's.
  const compress = { name: "compressing", path: "src/processes/up/build/compress-static.ts", env: {} };
  await runScript({ ...compress, args: [join(OUTPUT, "static")] }, { log, signal });
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
