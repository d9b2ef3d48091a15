import { resolve } from "node:path";
import { childEnv } from "#platform/env.ts";
import type { Running } from "./supervise.ts";
import { spawnTied, stopTied } from "./tied-process.ts";
import type { LineSink, TiedProcess } from "./tied-process.ts";

/** The checkout: children run in it, whatever folder the command was given from. */
export const ROOT = resolve(import.meta.dirname, "../../../..");

const STOP_LIMIT_MS = 15_000;

type Script = {
  /** Relative to the checkout. */
  path: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  onLine: LineSink;
};

export function startScript(script: Script): Running {
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
    // Their launcher was killed itself: web and simulator keep nothing, the worker writes in transactions.
    deathSignal: "KILL",
    onLine: script.onLine,
  });
