import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { resolve } from "node:path";
import next from "next";
import { readEnvOrExit } from "#processes/exit-config.ts";
import { exitIfVersionIsAsked } from "#processes/print-version.ts";
import { collectWhenIdle } from "#platform/idle-collector.ts";
import { getWebRuntime } from "#server/deps.ts";
import { serveWeb } from "./serve.ts";

exitIfVersionIsAsked();
const env = readEnvOrExit("web");
// Must run before Next loads a page: the first call makes the runtime, and Next's bundle uses the same one.
const runtime = getWebRuntime();
const dev = env.NODE_ENV === "development";
// Next adds an `upgrade` listener to the server that it is given, or else to the first one that it sees, and leaves
// sockets of unknown paths open. It gets a server that never listens, so that ours decides about upgrades.
const app = next({ dev, hostname: "localhost", port: env.PORT, httpServer: createServer() });
await app.prepare();
if (!dev) collectWhenIdle();
await serveWeb({
  runtime,
  next: app.getRequestHandler(),
  closeNext: () => app.close(),
  ...(dev && { upgrade: app.getUpgradeHandler() }),
  cachePages: !dev,
  ...(!dev && {
    assetsDir: resolve(".next/static"),
    buildId: readFileSync(resolve(".next/BUILD_ID"), "utf8").trim(),
  }),
  drainNoticeMs: dev ? 0 : env.DRAIN_NOTICE_MS,
});
