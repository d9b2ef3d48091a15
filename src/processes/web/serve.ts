import type { IncomingMessage, RequestListener } from "node:http";
import type { Duplex } from "node:stream";
import { waitForSchema } from "#platform/db/schema-version.ts";
import { serveMetrics } from "#platform/metrics/serve-metrics.ts";
import { installShutdown } from "#platform/lifecycle.ts";
import type { WebRuntime } from "#server/deps.ts";
import type { Readiness } from "./handlers/health-handler.ts";
import { createWebServer } from "./server.ts";

/** For the answers in progress, after the notice. */
const SHUTDOWN_MS = 8_000;

/** Listens, is ready once the database has answered, and on a signal stops without cutting off requests. */
export async function serveWeb(opts: {
  runtime: WebRuntime;
  next: RequestListener;
  closeNext: () => Promise<void>;
  /** Hot reloading in development uses a WebSocket. */
  upgrade?: (req: IncomingMessage, socket: Duplex, head: Buffer) => unknown;
  cachePages: boolean;
  assetsDir?: string;
  buildId?: string;
  /** How long the server still accepts connections, so that balancers see that it is not ready. */
  drainNoticeMs: number;
}): Promise<void> {
  const { runtime } = opts;
  const { log } = runtime.deps;
  const { PORT: port, HOST: host } = runtime.env;
  const readiness: Readiness = { ready: false };
  let draining = false;
  const { server, drain, close } = await createWebServer({ ...opts, readiness });
  const metricsServer = serveMetrics(runtime.metrics, {
    port: runtime.env.ADMIN_PORT,
    host: runtime.env.ADMIN_HOST,
    log,
  });
  if (opts.upgrade) server.on("upgrade", opts.upgrade);

  installShutdown({
    log,
    deadlineMs: opts.drainNoticeMs + SHUTDOWN_MS,
    onDraining: () => {
      draining = true;
      readiness.ready = false;
    },
    steps: [
      { name: "http", close: () => drain(opts.drainNoticeMs) },
      { name: "metrics", close: async () => void metricsServer?.close() },
      { name: "pages", close },
      { name: "next", close: opts.closeNext },
      { name: "database", close: runtime.close },
    ],
  });

  server.once("error", (error: NodeJS.ErrnoException) => {
    log.fatal({ error }, error.code === "EADDRINUSE" ? `port ${port} is taken; set PORT` : "cannot listen");
    process.exit(1);
  });
  server.listen(port, host, () => {
    log.info({ ...runtime.deps.version, address: server.address() }, "listening");
  });
  // If the database is lost later, the server answers from caches.
  await waitForSchema(runtime.deps);
  if (draining) return;
  readiness.ready = true;
  log.info("ready");
}
