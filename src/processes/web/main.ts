import type { Server } from "node:http";
import { sql } from "drizzle-orm";
import next from "next";
import { readEnv } from "#platform/env.ts";
import { installShutdown } from "#platform/lifecycle.ts";
import { getWebRuntime } from "#trpc/deps.ts";
import type { WebRuntime } from "#trpc/deps.ts";
import type { Readiness } from "./health-handler.ts";
import { createWebServer } from "./server.ts";

const RETRY_MS = 500;
const SHUTDOWN_DEADLINE_MS = 10_000;

const env = readEnv("web");
const runtime = getWebRuntime();
const { log } = runtime.deps;
const readiness: Readiness = { ready: false };

const dev = env.NODE_ENV === "development";
const app = next({ dev, hostname: "localhost", port: env.PORT });
await app.prepare();
const { server, close } = await createWebServer({
  runtime,
  next: app.getRequestHandler(),
  readiness,
  cachePages: !dev,
});
if (dev) server.on("upgrade", app.getUpgradeHandler());

installShutdown({
  log,
  deadlineMs: SHUTDOWN_DEADLINE_MS,
  onDraining: () => {
    readiness.ready = false;
  },
  steps: [
    { name: "http", close: () => closeServer(server) },
    { name: "pages", close },
    { name: "next", close: () => app.close() },
    { name: "database", close: runtime.close },
  ],
});

server.once("error", (error: NodeJS.ErrnoException) => {
  log.fatal({ error }, error.code === "EADDRINUSE" ? `port ${env.PORT} is taken; set PORT` : "cannot listen");
  process.exit(1);
});
server.listen(env.PORT, () => {
  log.info({ port: env.PORT }, "listening");
});
await untilDatabaseAnswers(runtime);
readiness.ready = true;
log.info("ready");

/** Ready means able to answer: the first query has come back. Losing the database later is not the end of service. */
async function untilDatabaseAnswers({ deps }: WebRuntime): Promise<void> {
  for (;;) {
    try {
      await deps.db.execute(sql`select 1`);
      return;
    } catch (error) {
      log.warn({ error }, "waiting for the database");
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function closeServer(http: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    http.close((error) => (error ? reject(error) : resolve()));
    http.closeIdleConnections();
  });
}
