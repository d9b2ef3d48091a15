import { resolve } from "node:path";
import { childEnv } from "#platform/env.ts";
import type { Child } from "./supervise.ts";
import { spawnTied, stopTied } from "./tied-process.ts";
import type { LineSink, TiedProcess } from "./tied-process.ts";

/** The checkout. Children run in it, whatever the current directory of the command is. */
export const ROOT = resolve(import.meta.dirname, "../../../..");

const STOP_LIMIT_MS = 15_000;

type Script = {
  /** Relative to the checkout. */
  path: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  onLine: LineSink;
};

export function startScript(script: Script): Child {
  const child = spawnScript(script);
  return {
    pid: child.pid,
    exited: child.exited,
    stop: async () => void (await stopTied(child, "SIGTERM", STOP_LIMIT_MS)),
  };
}

export const spawnScript = (script: Script): TiedProcess =>
  spawnTied(process.execPath, [script.path, ...(script.args ?? [])], {
    cwd: ROOT,
    env: childEnv(script.env),
    // Only used when the launcher itself was killed: web and simulator hold no data, and the worker writes in
    // transactions.
    deathSignal: "KILL",
    onLine: script.onLine,
  });
