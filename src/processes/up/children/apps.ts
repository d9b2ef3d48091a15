import { join } from "node:path";
import { reachableUrl } from "#processes/up/addresses.ts";
import { ROOT } from "./node-child.ts";
import { waitUntilAnswers } from "./readiness.ts";
import { describeStartFailure, startApp } from "./start-app.ts";
import type { Outside } from "#processes/up/outside/start-outside.ts";
import type { Run } from "#processes/up/run.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import type { Stores } from "#processes/up/setup/stores.ts";

const WEB_LIMIT_MS = 120_000;
/** Where Next.js writes pages as they are asked for; a built copy writes nothing. */
const COMPILED = { folders: [join(ROOT, ".next/dev")], files: [join(ROOT, "next-env.d.ts")] };

/** What the processes need besides the options. */
type AppSettings = { stores: Stores; authSecrets: string; outside: Outside };

const sharedEnv = (options: LaunchOptions, { stores, authSecrets, outside }: AppSettings) => ({
  NODE_ENV: options.dev ? "development" : "production",
  LOG_LEVEL: options.env.LOG_LEVEL,
  DATABASE_URL: stores.databaseUrl,
  AUTH_SECRETS: authSecrets,
  PUBLIC_URL: options.env.PUBLIC_URL ?? options.url,
  PRICE_FEED_URL: outside.feedUrl,
  PRICE_FEED_USER_AGENT: options.userAgent,
  ...outside.salesEnv,
  ...(stores.redisUrl === undefined ? {} : { REDIS_URL: stores.redisUrl }),
});

export async function startWorker(options: LaunchOptions, settings: AppSettings, run: Run): Promise<void> {
  const { smtpUrl } = settings.outside;
  await run.step("worker", () =>
    startApp(options, run, {
      name: "worker",
      script: "src/processes/worker/main.ts",
      heapMb: options.env.WORKER_HEAP_MB,
      env: {
        ...sharedEnv(options, settings),
        ...adminPort(options.env.ADMIN_PORT, 1),
        ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }),
      },
      sources: serverSources("worker"),
    }),
  );
}

/** Resolves when the web process is ready. */
export async function startWeb(options: LaunchOptions, settings: AppSettings, run: Run): Promise<void> {
  const { stores } = settings;
  await run.step("web", async () => {
    const web = await startApp(options, run, {
      name: "web",
      script: "src/processes/web/main.ts",
      sources: serverSources("web"),
      // Health looks at its disk.
      reached: [options.dataDir],
      stopNoticeMs: options.env.DRAIN_NOTICE_MS,
      // Hot reload keeps every module that it has compiled.
      ...(options.dev ? COMPILED : { heapMb: options.env.WEB_HEAP_MB }),
      env: {
        ...sharedEnv(options, settings),
        PORT: String(options.port),
        HOST: options.env.HOST,
        DATA_DIR: options.dataDir,
        NEXT_TELEMETRY_DISABLED: "1",
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
      url: `${reachableUrl(options.env.HOST, options.port)}/health/ready`,
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

/** Leaves out the files that only pages load: Next.js reloads those itself. */
const serverSources = (process: string): RegExp =>
  new RegExp(`^(processes/${process}/|platform/|trpc/|server/|features/(?!.*/ui/))`);
