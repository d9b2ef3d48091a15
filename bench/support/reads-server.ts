import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { LimitPolicy, Limiter } from "#platform/limits/limiter.ts";
import { createWebServer } from "#processes/web/server.ts";
import { getWebRuntime } from "#server/deps.ts";
import { createInternalScope } from "#server/request-scope.ts";
import { appRouter } from "#server/root.ts";

/** The headers and bodies that `raw` serves, recorded from `cached`, by path. */
export type RawAnswers = Record<string, { headers: string[]; body: string }>;
export type Mode = "raw" | "cached" | "adapter";
export type Usage = { cpuUs: number };

const [, , mode, rawFile = ""] = process.argv;

if (mode !== "raw") liftLimits();
const server = await open(mode as Mode);
server.listen(0, "127.0.0.1", () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuUs: user + system } satisfies Usage);
});
process.once("disconnect", () => process.exit(0));

async function open(kind: Mode): Promise<Server> {
  switch (kind) {
    case "raw":
      return openRaw();
    case "cached": {
      const web = await createWebServer({
        runtime: getWebRuntime(),
        next: (_req, res) => res.writeHead(404).end(),
        readiness: { ready: true },
        cachePages: false,
      });
      return web.server;
    }
    case "adapter": {
      const { deps } = getWebRuntime();
      return createServer(
        createHTTPHandler({
          router: appRouter,
          basePath: "/trpc/",
          createContext: () => ({ deps, requestId: "bench", request: createInternalScope("pro") }),
        }),
      );
    }
  }
}

/** Limits are still counted but never reached: all load comes from one IP address. */
function liftLimits(): void {
  const { deps } = getWebRuntime();
  const { limiter } = deps;
  const lift = (policy: LimitPolicy): LimitPolicy => ({ ...policy, points: Number.MAX_SAFE_INTEGER });
  const lifted: Limiter = {
    chargeWork: (policy, key, points) => limiter.chargeWork(lift(policy), key, points),
    chargeHit: (policy, key, points) => limiter.chargeHit(lift(policy), key, points),
  };
  deps.limiter = lifted;
}

/** The minimal work of node:http for the same bytes. */
function openRaw(): Server {
  const answers = JSON.parse(readFileSync(rawFile, "utf8")) as RawAnswers;
  const ready = new Map(
    Object.entries(answers).map(([path, { headers, body }]) => [
      path,
      { headers, body: Buffer.from(body, "base64") },
    ]),
  );
  return createServer((req, res) => {
    const answer = ready.get(req.url ?? "");
    if (answer === undefined) res.writeHead(404).end();
    else res.writeHead(200, answer.headers).end(answer.body);
  });
}
