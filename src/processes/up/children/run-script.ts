import type { ChildLog } from "#processes/up/log/child-log.ts";
import { UserError } from "#processes/up/user-error.ts";
import { spawnScript } from "./node-child.ts";
import { describeExit, stopTied } from "./tied-process.ts";
import type { LineSink, OsUser } from "./tied-process.ts";

const STOP_LIMIT_MS = 3_000;

type Script = {
  /** For the message, such as "next build". */
  name: string;
  path: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  user?: OsUser | undefined;
  onLine?: LineSink;
};

/** Runs a script to its end, and stops it when `signal` aborts. Throws UserError with its last lines if it fails. */
export async function runScript(
  script: Script,
  { log, signal }: { log: ChildLog; signal: AbortSignal },
): Promise<void> {
  signal.throwIfAborted();
  const child = spawnScript({
    path: script.path,
    env: script.env,
    onLine: (line) => {
      log.sink(line);
      script.onLine?.(line);
    },
    ...(script.args === undefined ? {} : { args: script.args }),
    ...(script.user === undefined ? {} : { user: script.user }),
  });
  const stop = () => void stopTied(child, "SIGTERM", STOP_LIMIT_MS);
  signal.addEventListener("abort", stop);
  const exit = await child.exited;
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (exit.code === 0) return;
  // The script's own sentence says more than its exit code.
  const sentence = log
    .recent()
    .split("\n")
    .findLast((line) => line.startsWith("! "));
  if (sentence !== undefined) throw new UserError(sentence.slice(2));
  throw new UserError(
    `${script.name} failed (${describeExit(exit)}), all of it in ${log.path}:\n${log.recent()}`,
  );
}
