import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, readdir, readlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { expect } from "vitest";

const ROOT = resolve(import.meta.dirname, "../../..");

export type UpRun = {
  readonly pid: number;
  readonly lines: readonly string[];
  /** The first line from `from` on that matches; fails with all that was printed when none comes. */
  readonly line: (pattern: RegExp, timeoutMs?: number, from?: number) => Promise<string>;
  readonly signal: (name: NodeJS.Signals) => void;
  /** Exit code, or null after a signal. */
  readonly ended: Promise<number | null>;
};

/** Runs `up` as a person would, in its own process group. */
export function runUp(env: Readonly<Record<string, string>>, args: readonly string[] = []): UpRun {
  const child = spawn(process.execPath, [join(ROOT, "src/processes/up/main.ts"), ...args], {
    cwd: ROOT,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // Vitest's own mode must not reach the processes that are under test.
    env: { ...process.env, NODE_ENV: "production", VITEST: "", ...env },
  });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => lines.push(line));
  }
  const ended = once(child, "close").then(() => child.exitCode);
  return {
    pid: child.pid ?? -1,
    lines,
    line: async (pattern, timeoutMs = 30_000, from = 0) => {
      const find = () => lines.slice(from).find((line) => pattern.test(line));
      await expect
        .poll(() => find() ?? lines.join("\n"), { timeout: timeoutMs, interval: 50 })
        .toMatch(pattern);
      return find() ?? "";
    },
    signal: (name) => void child.kill(name),
    ended,
  };
}

export type FoundProcess = { pid: number; command: string };

/**
 * Every process that inherited this DATA_DIR or works inside it, whoever its parent is by now. PostgreSQL's
 * own children write their titles over their environment, so the folder has to tell them.
 */
export async function processesOf(dataDir: string): Promise<FoundProcess[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = (await readFile(`/proc/${pid}/environ`, "utf8").catch(() => "")).split("\0");
      const folder = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      if (!environment.includes(`DATA_DIR=${dataDir}`) && !folder.startsWith(`${dataDir}/`)) return [];
      const command = (await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")).replaceAll("\0", " ");
      return command === "" ? [] : [{ pid: Number(pid), command }];
    }),
  );
  return found.flat();
}
