/**
 * How much of node:http's speed the public reads keep, and how far they are ahead of the same router behind tRPC's own
 * node adapter. Server on core 0, load on core 1; every figure is the median of ROUNDS interleaved runs.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { childEnv } from "#platform/env.ts";
import { runLoad } from "./support/load.ts";
import { startBenchMarket } from "./support/market.ts";
import { pinTo, startPinned } from "./support/pinned.ts";
import type { PinnedServer } from "./support/pinned.ts";
import type { Mode, RawAnswers } from "./support/reads-server.ts";

const ROUNDS = 3;
const SECONDS = 3;
const WARM_UP_SECONDS = 1;
const TARGETS = {
  getAll: "/trpc/items.getAll",
  get: `/trpc/items.get?input=${encodeURIComponent('{"id":4151}')}`,
} as const;
type Target = keyof typeof TARGETS;
const MODES: readonly Mode[] = ["raw", "cached", "adapter"];
const BROTLI = { "Accept-Encoding": "br" } as const;

type Figure = { perSecond: number; cpuUs: number };

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
};
const round = (value: number, digits = 2): number => Number(value.toFixed(digits));

const market = await startBenchMarket();
const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bytes-"));
const servers = new Map<Mode, PinnedServer>();
try {
  const env = childEnv({
    NODE_ENV: "production",
    LOG_LEVEL: "error",
    DATABASE_URL: market.databaseUrl,
    AUTH_SECRETS: "bench-secret-bench-secret-bench-secret",
    UPSTASH_REDIS_REST_URL: market.upstashUrl,
    UPSTASH_REDIS_REST_TOKEN: market.upstashToken,
  });
  const cached = await startPinned("cached", env);
  servers.set("cached", cached);
  const rawFile = join(dir, "bytes.json");
  await writeFile(rawFile, JSON.stringify(await captureBytes(cached.port)));
  for (const mode of MODES) {
    if (mode !== "cached") servers.set(mode, await startPinned(mode, env, rawFile));
  }
  pinTo(1, process.pid);
  report(await measureAll());
} finally {
  for (const server of servers.values()) await server.close();
  await rm(dir, { recursive: true, force: true });
  await market.close();
}

/** What the cached server sends, headers and compressed body, for the raw server to send again. */
async function captureBytes(port: number): Promise<RawAnswers> {
  const { request } = await import("node:http");
  const answers: RawAnswers = {};
  for (const path of Object.values(TARGETS)) {
    answers[path] = await new Promise((resolve, reject) => {
      request({ port, path, headers: BROTLI }, (res) => {
        const chunks: Buffer[] = [];
        res.on("data", (chunk: Buffer) => chunks.push(chunk));
        res.on("end", () => {
          const own = res.rawHeaders.filter(
            (_, at) => !/^(date|connection|keep-alive)$/i.test(res.rawHeaders[at - (at % 2)] ?? ""),
          );
          resolve({ headers: own, body: Buffer.concat(chunks).toString("base64") });
        });
      })
        .on("error", reject)
        .end();
    });
  }
  return answers;
}

async function measureAll(): Promise<Map<string, Figure>> {
  const runs = new Map<string, Figure[]>();
  for (let turn = 0; turn <= ROUNDS; turn++) {
    for (const target of Object.keys(TARGETS) as Target[]) {
      for (const [mode, server] of servers) {
        const seconds = turn === 0 ? WARM_UP_SECONDS : SECONDS;
        const figure = await measure(server, target, seconds);
        if (turn > 0) runs.set(`${mode} ${target}`, [...(runs.get(`${mode} ${target}`) ?? []), figure]);
      }
    }
  }
  return new Map(
    [...runs].map(([name, figures]) => [
      name,
      { perSecond: median(figures.map((f) => f.perSecond)), cpuUs: median(figures.map((f) => f.cpuUs)) },
    ]),
  );
}

async function measure(server: PinnedServer, target: Target, seconds: number): Promise<Figure> {
  const before = await server.cpuUs();
  const load = await runLoad({
    port: server.port,
    path: TARGETS[target],
    headers: BROTLI,
    connections: 16,
    pipelined: target === "get" ? 8 : 2,
    seconds,
  });
  const used = (await server.cpuUs()) - before;
  if (load.errors > 0) throw new Error(`${load.errors} of ${load.requests} answers of ${target} were no 200`);
  return { perSecond: load.perSecond, cpuUs: used / load.requests };
}

/** Ratios are of CPU time a request, which a busy neighbour or a load that is too slow does not bend. */
function report(figures: ReadonlyMap<string, Figure>): void {
  for (const [name, { perSecond, cpuUs }] of figures) {
    console.log(
      `${name.padEnd(16)} ${Math.round(perSecond).toString().padStart(8)} /s  ${cpuUs.toFixed(1).padStart(9)} us CPU`,
    );
  }
  const cpu = (mode: Mode, target: Target): number => figures.get(`${mode} ${target}`)?.cpuUs ?? Number.NaN;
  const ratio = (other: Mode, target: Target): number => round(cpu(other, target) / cpu("cached", target));
  console.log(
    JSON.stringify({
      cachedVsRaw: ratio("raw", "get"),
      cpuUsPerRequest: round(cpu("cached", "get"), 1),
      cachedVsAdapter: ratio("adapter", "get"),
      getAllCachedVsRaw: ratio("raw", "getAll"),
      getAllCpuUsPerRequest: round(cpu("cached", "getAll"), 1),
      getAllCachedVsAdapter: ratio("adapter", "getAll"),
    }),
  );
}
