import type { ChildLog } from "#processes/up/log/child-log.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import type { Run } from "#processes/up/run.ts";
import { startScript } from "./node-child.ts";
import { appUser } from "./app-user.ts";
import { restartOnChange } from "./restart-on-change.ts";
import { supervise } from "./supervise.ts";
import type { Child, Supervised } from "./supervise.ts";

const CRASH_LIMIT = 3;

type App = {
  name: string;
  script: string;
  heapMb?: number;
  stopNoticeMs?: number;
  isSmall?: boolean;
  /** Written to standard input. */
  input?: string;
  env: Readonly<Record<string, string>>;
  /** The process writes in these alone. */
  folders?: readonly string[];
  files?: readonly string[];
  /** What it gets to without reading it. */
  reached?: readonly string[];
  /** With `--dev`, a change in a matching file (path relative to src/) restarts the process. */
  sources: RegExp;
};

export type StartedApp = { child: Supervised<Child>; log: ChildLog };

export async function startApp(options: LaunchOptions, run: Run, app: App): Promise<StartedApp> {
  const log = run.openLog(app.name);
  const user = await appUser(run, app);
  const child = await supervise({
    name: app.name,
    start: async () =>
      startScript({
        path: app.script,
        env: app.env,
        onLine: log.sink,
        ...(app.heapMb === undefined ? {} : { heapMb: app.heapMb }),
        ...(app.stopNoticeMs === undefined ? {} : { stopNoticeMs: app.stopNoticeMs }),
        ...(app.isSmall === undefined ? {} : { isSmall: app.isSmall }),
        ...(app.input === undefined ? {} : { input: app.input }),
        ...(user === undefined ? {} : { user }),
      }),
    report: run.reportFrom(log),
  });
  run.add({ name: app.name, stop: child.stop });
  if (options.dev) restartOnChange({ of: app.sources, run, name: app.name, restart: child.restart });
  return { child, log };
}

export const describeStartFailure = (name: string, { child, log }: StartedApp): string | undefined =>
  child.crashes() < CRASH_LIMIT && !child.hasGivenUp()
    ? undefined
    : `${name} ended ${child.crashes()} times while starting, its last lines:\n${log.recent()}`;
