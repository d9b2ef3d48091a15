import next from "next";
import { readEnv } from "#platform/env.ts";
import { getWebRuntime } from "#server/deps.ts";
import { serveWeb } from "./serve.ts";

/** Long enough for a balancer that asks every second; less than what is left of the shutdown's deadline. */
const DRAIN_NOTICE_MS = 2_000;

const env = readEnv("web");
// Before Next has it made, as for a host without a server.
const runtime = getWebRuntime();
const dev = env.NODE_ENV === "development";
const app = next({ dev, hostname: "localhost", port: env.PORT });
await app.prepare();
await serveWeb({
  runtime,
  next: app.getRequestHandler(),
  closeNext: () => app.close(),
  ...(dev && { upgrade: app.getUpgradeHandler() }),
  cachePages: !dev,
  drainNoticeMs: dev ? 0 : DRAIN_NOTICE_MS,
});
