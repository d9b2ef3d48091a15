import { get } from "node:http";
import { expect, it } from "vitest";
import { createRouteLabel, methodLabel } from "#processes/web/admission/route-label.ts";
import { createMetrics } from "#platform/metrics/metrics.ts";
import { serveMetrics } from "#platform/metrics/serve-metrics.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import { features } from "#server/features.ts";
import type { Feature } from "#trpc/feature.ts";
import { useMarketWeb } from "../../support/market/market-web.ts";
import { silentLog } from "../../support/servers/feed.ts";

const MAX_SERIES = 10_000;

/** Brings a figure that never answers, as a frozen database would, and one that does. */
const planted: Feature = {
  name: "planted",
  metrics: [
    { name: "ge_planted_silent", help: "never", read: () => new Promise(() => undefined) },
    {
      name: "ge_planted_things",
      help: "things",
      labelNames: ["kind"],
      read: async () => [{ labels: { kind: "good" }, value: 3 }],
    },
  ],
};

const web = useMarketWeb({ features: [...features, planted] });

const linesOf = (text: string) => text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

it("tells of requests, caches, the database, Redis, queues, the feed and each feature's own", async () => {
  for (const path of [
    "/trpc/items.getAll",
    "/trpc/items.getAll",
    "/nothing",
    "/health",
    "/api/v1/osrs/latest",
  ])
    await (await fetch(web.url + path)).text();
  const text = await web.metrics();
  for (const part of [
    'ge_http_requests_total{route="trpc items.getAll",method="GET",status="2xx",process="web"} 2',
    'ge_http_requests_total{route="page",method="GET",status="4xx",process="web"} 1',
    'ge_http_requests_total{route="mount api",method="GET",status="2xx",process="web"} 1',
    'ge_cache_lookups_total{layer="bytes",result="hit",process="web"}',
    'ge_cache_lookups_total{layer="memory",result="miss",process="web"}',
    'ge_redis_calls_total{result="ok",process="web"}',
    'ge_database_connections{pool="primary",process="web"}',
    'ge_queue_jobs{queue="mail",process="web"} 0',
    'ge_queue_oldest_seconds{queue="mail",process="web"} 0',
    'ge_market_age_seconds{process="web"} 0',
    'ge_stripe_events{outcome="delivered_again",process="web"} 0',
    'ge_planted_things{kind="good",process="web"} 3',
    "nodejs_eventloop_lag_p99_seconds",
    "process_resident_memory_bytes",
  ])
    expect(text).toContain(part);
  // The figure that did not answer in time is no number, and holds up nothing else.
  expect(text).toContain('ge_planted_silent{process="web"} Nan');
});

it("has fewer than 10,000 series after 50,000 random paths", async () => {
  const label = createRouteLabel(features);
  const metrics = createMetrics("web");
  const random = () => Math.random().toString(36).slice(2);
  const shapes = [
    () => `/${random()}/${random()}?${random()}=${random()}`,
    () => `/trpc/${random()}.${random()}`,
    () => `/trpc/items.get,${random()}`,
    () => `/items/${Math.floor(Math.random() * 1e9)}`,
    () => `/_next/static/${random()}.js`,
    () => `/api/v1/osrs/${random()}`,
  ];
  for (let at = 0; at < 50_000; at++) {
    const route = label(shapes[at % shapes.length]?.() ?? "/");
    const method = methodLabel(at % 7 === 0 ? random().toUpperCase() : "GET");
    metrics.requests.inc({ route, method, status: `${(at % 5) + 1}xx` });
    metrics.requestSeconds.observe({ route }, at / 50_000);
  }
  // And a thousand of them over HTTP, on a connection that stays open.
  for (let at = 0; at < 1_000; at++)
    await (await fetch(web.url + (shapes[at % shapes.length]?.() ?? "/"))).text();
  expect(linesOf(await metrics.registry.metrics()).length).toBeLessThan(MAX_SERIES);
  expect(linesOf(await web.metrics()).length).toBeLessThan(MAX_SERIES);
});

it("is served at /metrics of its own port, to this machine", async () => {
  const port = await freePort();
  const server = serveMetrics(createMetrics("web"), { port, host: "127.0.0.1", log: silentLog });
  await expect.poll(() => server?.listening).toBe(true);
  const statusOf = (path: string) =>
    new Promise<number>((resolve, reject) => {
      get({ host: "127.0.0.1", port, path }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      }).on("error", reject);
    });
  expect([await statusOf("/metrics"), await statusOf("/")]).toEqual([200, 404]);
  server?.close();
  expect(
    serveMetrics(createMetrics("web"), { port: undefined, host: "127.0.0.1", log: silentLog }),
  ).toBeNull();
  expect((await fetch(`${web.url}/metrics`)).status).toBe(404);
});
