import type { ChildLog } from "./child-log.ts";
import { startScript } from "./node-child.ts";
import type { Plan } from "#processes/up/setup/options.ts";
import { untilAnswers } from "./readiness.ts";
import { restartOnChange } from "./restart-on-change.ts";
import type { Run } from "#processes/up/run.ts";
import type { Stores } from "#processes/up/setup/stores.ts";
import { supervise } from "./supervise.ts";
import type { Running, Supervised } from "./supervise.ts";
import { freePort } from "./tied-process.ts";

const SIMULATOR_LIMIT_MS = 60_000;
const WEB_LIMIT_MS = 120_000;
const CRASH_LIMIT = 3;

type App = {
  name: string;
  script: string;
  args?: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Under `--dev` a change of such a file, named from src/, restarts it. */
  sources: RegExp;
};

/** What the apps are told beside the plan. */
type Given = {
  stores: Stores;
  authSecrets: string;
  smtpUrl: string | undefined;
  sales: Readonly<Record<string, string>>;
};

/** Simulator, worker and web, in this order; resolves once web says that it is ready. */
export async function startApps(plan: Plan, given: Given, run: Run): Promise<void> {
  const { stores, authSecrets, smtpUrl, sales } = given;
  const feedUrl = plan.feed.kind === "simulated" ? await startSimulator(plan, run) : plan.feed.url;
  const shared = {
    NODE_ENV: plan.dev ? "development" : "production",
    LOG_LEVEL: plan.env.LOG_LEVEL,
    DATABASE_URL: stores.databaseUrl,
    AUTH_SECRETS: authSecrets,
    PUBLIC_URL: plan.env.PUBLIC_URL ?? `http://localhost:${plan.port}`,
    PRICE_FEED_URL: feedUrl,
    PRICE_FEED_USER_AGENT: plan.userAgent,
    ...sales,
    ...(stores.redisUrl === undefined ? {} : { REDIS_URL: stores.redisUrl }),
  };
  await run.step("worker", () =>
    startApp(plan, run, {
      name: "worker",
      script: "src/processes/worker/main.ts",
      env: { ...shared, ...(smtpUrl === undefined ? {} : { SMTP_URL: smtpUrl }) },
      sources: serverSources("worker"),
    }),
  );
  await run.step("web", async () => {
    const web = await startApp(plan, run, {
      name: "web",
      script: "src/processes/web/main.ts",
      sources: serverSources("web"),
      env: {
        ...shared,
        PORT: String(plan.port),
        UPSTASH_REDIS_REST_URL: stores.restUrl,
        UPSTASH_REDIS_REST_TOKEN: stores.restToken,
      },
    });
    await untilAnswers({
      url: `http://127.0.0.1:${plan.port}/health/ready`,
      accept: (status) => status === 200,
      limitMs: WEB_LIMIT_MS,
      signal: run.signal,
      failed: () => gaveUp("web", web),
    });
  });
}

async function startSimulator(plan: Plan, run: Run): Promise<string> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api/v1/osrs`;
  await run.step("feed simulator (simulated prices)", async (say) => {
    say(`127.0.0.1:${port}`);
    const simulator = await startApp(plan, run, {
      name: "simulator",
      script: "src/simulators/feed/main.ts",
      sources: /^simulators\/feed\//,
      args: ["--port", String(port)],
      env: {},
    });
    await untilAnswers({
      url,
      accept: () => true,
      limitMs: SIMULATOR_LIMIT_MS,
      signal: run.signal,
      failed: () => gaveUp("simulator", simulator),
    });
  });
  return url;
}

/** Not what only pages load: those Next.js reloads itself. */
const serverSources = (process: string): RegExp =>
  new RegExp(`^(processes/${process}/|platform/|trpc/|server/|features/(?!.*/ui/))`);

type StartedApp = { child: Supervised<Running>; log: ChildLog };

export async function startApp(plan: Plan, run: Run, app: App): Promise<StartedApp> {
  const log = run.openLog(app.name);
  const child = await supervise({
    name: app.name,
    start: async () =>
      startScript({
        path: app.script,
        env: app.env,
        onLine: log.sink,
        ...(app.args === undefined ? {} : { args: app.args }),
      }),
    report: run.reportFrom(log),
  });
  run.add({ name: app.name, stop: child.stop });
  if (plan.dev) restartOnChange({ of: app.sources, run, name: app.name, restart: child.restart });
  return { child, log };
}

export const gaveUp = (name: string, { child, log }: StartedApp): string | undefined =>
  child.crashes() < CRASH_LIMIT
    ? undefined
    : `${name} ended ${child.crashes()} times while starting, its last lines:\n${log.recent()}`;
