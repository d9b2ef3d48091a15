import type { ChildLog } from "#processes/up/log/child-log.ts";
import { startScript } from "./node-child.ts";
import { appUser } from "./os-user.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import { waitUntilAnswers } from "./readiness.ts";
import { restartOnChange } from "./restart-on-change.ts";
import type { Run } from "#processes/up/run.ts";
import type { Stores } from "#processes/up/setup/stores.ts";
import { supervise } from "./supervise.ts";
import type { Child, Supervised } from "./supervise.ts";
import { freePort } from "./tied-process.ts";

const SIMULATOR_LIMIT_MS = 60_000;
const WEB_LIMIT_MS = 120_000;
const CRASH_LIMIT = 3;
export const SIMULATOR_HEAP_MB = 128;

type App = {
  name: string;
  script: string;
  args?: readonly string[];
  heapMb?: number;
  stopNoticeMs?: number;
  /** Written to standard input. */
  input?: string;
  env: Readonly<Record<string, string>>;
  /** With `--dev`, a change in a matching file (path relative to src/) restarts the process. */
  sources: RegExp;
};

/** What the processes need besides the options. */
type AppSettings = {
  stores: Stores;
  authSecrets: string;
  smtpUrl: string | undefined;
  sales: Readonly<Record<string, string>>;
};

/** Starts the simulator, the worker and the web process, in this order. Resolves when the web process is ready. */
export async function startApps(options: LaunchOptions, settings: AppSettings, run: Run): Promise<void> {
  const { stores, authSecrets, smtpUrl, sales } = settings;
  const feedUrl = options.feed.kind === "simulated" ? await startSimulator(options, run) : options.feed.url;
  const shared = {
    NODE_ENV: options.dev ? "development" : "production",
    LOG_LEVEL: options.env.LOG_LEVEL,
    DATABASE_URL: stores.databaseUrl,
    AUTH_SECRETS: authSecrets,
    PUBLIC_URL: options.env.PUBLIC_URL ?? `http://localhost:${options.port}`,
    PRICE_FEED_URL: feedUrl,
    PRICE_FEED_USER_AGENT: options.userAgent,
    ...sales,
    ...(stores.redisUrl === undefined ? {} : { REDIS_URL: stores.redisUrl }),
  };
  await run.step("worker", () =>
    startApp(options, run, {
      name: "worker",
      script: "src/processes/worker/main.ts",
      heapMb: options.env.WORKER_HEAP_MB,
      env: {
        ...shared,
        ...adminPort(options.env.ADMIN_PORT, 1),
        ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
      },
      sources: serverSources("worker"),
    }),
  );
  await run.step("web", async () => {
    const web = await startApp(options, run, {
      name: "web",
      script: "src/processes/web/main.ts",
      sources: serverSources("web"),
      stopNoticeMs: options.env.DRAIN_NOTICE_MS,
      // Hot reload keeps every module that it has compiled.
      ...(options.dev ? {} : { heapMb: options.env.WEB_HEAP_MB }),
      env: {
        ...shared,
        PORT: String(options.port),
        HOST: options.env.HOST,
        DATA_DIR: options.dataDir,
        ...adminPort(options.env.ADMIN_PORT),
        UPSTASH_REDIS_REST_URL: stores.restUrl,
        UPSTASH_REDIS_REST_TOKEN: stores.restToken,
        ...(stores.cache !== undefined && {
          CACHE_REDIS_REST_URL: stores.cache.restUrl,
          CACHE_REDIS_REST_TOKEN: stores.cache.restToken,
        }),
      },
    });
    await waitUntilAnswers({
      url: `http://${reachable(options.env.HOST)}:${options.port}/health/ready`,
      accept: (status) => status === 200,
      limitMs: WEB_LIMIT_MS,
      signal: run.signal,
      failed: () => describeStartFailure("web", web),
    });
  });
}

/** The worker's port is the one after web's. */
const adminPort = (port: number | undefined, offset = 0): Record<string, string> =>
  port === undefined ? {} : { ADMIN_PORT: String(port + offset) };

/** An address of this machine at which a server that listens on `host` answers. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}

async function startSimulator(options: LaunchOptions, run: Run): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api/v1/osrs`;
  await run.step("feed simulator (simulated prices)", async (setDetail) => {
    setDetail(`127.0.0.1:${port}`);
    const simulator = await startApp(options, run, {
      name: "simulator",
      script: "src/simulators/feed/main.ts",
      sources: /^simulators\/feed\//,
      args: ["--port", String(port)],
      heapMb: SIMULATOR_HEAP_MB,
      env: {},
    });
    await waitUntilAnswers({
      url,
      accept: () => true,
      limitMs: SIMULATOR_LIMIT_MS,
      signal: run.signal,
      failed: () => describeStartFailure("simulator", simulator),
    });
  });
  return url;
}

/** Leaves out the files that only pages load: Next.js reloads those itself. */
const serverSources = (process: string): RegExp =>
  new RegExp(`^(processes/${process}/|platform/|trpc/|server/|features/(?!.*/ui/))`);

type StartedApp = { child: Supervised<Child>; log: ChildLog };

export async function startApp(options: LaunchOptions, run: Run, app: App): Promise<StartedApp> {
  const log = run.openLog(app.name);
  const user = await appUser();
  const child = await supervise({
    name: app.name,
    start: async () =>
      startScript({
        path: app.script,
        env: app.env,
        onLine: log.sink,
        ...(app.args === undefined ? {} : { args: app.args }),
        ...(app.heapMb === undefined ? {} : { heapMb: app.heapMb }),
        ...(app.stopNoticeMs === undefined ? {} : { stopNoticeMs: app.stopNoticeMs }),
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
