import { createServer } from "node:http";
import type { Server } from "node:http";
import type { Log } from "#platform/log/log.ts";
import type { Metrics } from "./metrics.ts";

/**
 * Answers `GET /metrics` for Prometheus on a port of its own, which belongs to this machine or a private network: nothing
 * asks who calls. Null if no port is set.
 */
export function serveMetrics(
  { registry }: Metrics,
  { port, host, log }: { port: number | undefined; host: string; log: Log },
): Server | null {
  if (port === undefined) return null;
  const server = createServer((req, res) => {
    if (req.method !== "GET" || req.url !== "/metrics") {
      res.writeHead(404, { "content-type": "text/plain" }).end("GET /metrics\n");
      return;
    }
    registry.metrics().then(
      (text) => res.writeHead(200, { "content-type": registry.contentType }).end(text),
      (error: unknown) => {
        log.error({ error }, "the metrics cannot be read");
        res.writeHead(500).end();
      },
    );
  });
  server.maxConnections = 16;
  server.on("error", (error) => log.error({ error }, "the metrics are not served"));
  server.listen(port, host, () => log.info({ address: server.address() }, "metrics are served"));
  server.unref();
  return server;
}
