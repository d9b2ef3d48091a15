import { resolve } from "node:path";
import { childEnv } from "#platform/env.ts";
import type { Child } from "./supervise.ts";
import { spawnTied, stopTied } from "./tied-process.ts";
import type { LineSink, OsUser, TiedProcess } from "./tied-process.ts";

/** The checkout. Children run in it, whatever the current directory of the command is. */
export const ROOT = resolve(import.meta.dirname, "../../../..");

/** Beyond `stopNoticeMs`. */
const STOP_LIMIT_MS = 13_000;

type Script = {
  /** Relative to the checkout. */
  path: string;
  args?: readonly string[];
  /** V8 collects garbage before the heap exceeds this, MB. Unset: V8's own choice, a share of the machine's memory. */
  heapMb?: number;
  /** Less memory for slower code. */
  isSmall?: boolean;
  env: Readonly<Record<string, string>>;
  /** How long the script waits on purpose when it stops, ms. */
  stopNoticeMs?: number;
  /** Written to standard input, so that a secret stays out of the process list. */
  input?: string;
  /** Instead of the current user; see `unprivilegedUser`. */
  user?: OsUser;
  onLine: LineSink;
};

export function startScript(script: Script): Child {
  const child = spawnScript(script);
  return {
    pid: child.pid,
    exited: child.exited,
    stop: async () => void (await stopTied(child, "SIGTERM", (script.stopNoticeMs ?? 0) + STOP_LIMIT_MS)),
  };
}

/** Small spaces for new objects: resident memory grows less between two collections. */
const heapFlags = ({ heapMb, isSmall = false }: Script): readonly string[] => [
  ...(heapMb === undefined
    ? []
    : [`--max-old-space-size=${heapMb}`, `--max-semi-space-size=${isSmall ? 2 : 8}`]),
  ...(isSmall ? ["--optimize-for-size"] : []),
];
/**
 * Settings of glibc's malloc, which keeps freed blocks otherwise. One arena, because each has free blocks of its own. Bodies of
 * answers and buffers of compression (from 16 KB) get pages of their own, which go back to the system when they are freed:
 * by default that threshold grows to 32 MB, and then they lie between blocks that stay. Measured by `npm run bench:memory`.
 */
const MALLOC = { MALLOC_ARENA_MAX: "1", MALLOC_MMAP_THRESHOLD_: "16384", MALLOC_TRIM_THRESHOLD_: "65536" };

export const spawnScript = (script: Script): TiedProcess =>
  spawnTied(process.execPath, [...heapFlags(script), script.path, ...(script.args ?? [])], {
    cwd: ROOT,
    env: childEnv({ ...MALLOC, ...script.env }),
    // Only used when the launcher itself was killed: web and simulator hold no data, and the worker writes in
    // transactions.
    deathSignal: "KILL",
    onLine: script.onLine,
    ...(script.input === undefined ? {} : { input: script.input }),
    ...(script.user === undefined ? {} : { user: script.user }),
  });
