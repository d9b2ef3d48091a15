import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { createWebServer } from "#processes/web/server.ts";
import type { WebLimits } from "#processes/web/server.ts";
import { openWebRuntime } from "#server/deps.ts";
import type { Feature } from "#trpc/feature.ts";
import type { Clock } from "#platform/clock.ts";
import { TEST_SECRETS } from "../people/mailbox.ts";
import type { TestRedis } from "./redis.ts";
import { STRIPE_KEY, WEBHOOK_SECRET } from "../billing/stripe.ts";

export type TestWeb = {
  readonly url: string;
  /** A tRPC query over HTTP, as any client would send it. */
  readonly query: (path: string, input?: unknown) => Promise<Response>;
  /** What Prometheus would read. */
  readonly metrics: () => Promise<string>;
  readonly close: () => Promise<void>;
};

type Options = {
  databaseUrl: string;
  redis: TestRedis;
  /** Another one for values. */
  cacheRedis?: TestRedis;
  clock: Clock;
  /** Stands where Next renders pages. */
  next?: RequestListener;
  /** The folder of the build output. */
  assetsDir?: string;
  limits?: Partial<WebLimits>;
  /** Instead of 5 s. */
  databaseTimeoutMs?: number;
  /** Instead of 10. */
  databasePool?: number;
  /** The folder whose disk is watched, and how much of it must be left instead of 1 MB. */
  dataDir?: string;
  diskFloorMb?: number;
  publicUrl?: string;
  /** Instead of TEST_SECRETS. */
  secrets?: readonly string[];
  /** The loopback unless told otherwise, so that a test may say who asks. */
  trustedProxies?: string;
  /** Sells plans, by the Stripe at this address; else nothing is sold. */
  stripeUrl?: string;
  /** Instead of WEBHOOK_SECRET. */
  webhookSecrets?: readonly string[];
  /** Instead of those of server/features.ts. */
  features?: readonly Feature[];
  /** Null: nobody is named. */
  securityContact?: null;
  onWarn?: (fields: unknown) => void;
};

/** The web tier's real server on a free port, without Next behind it: pages answer 404 unless told otherwise. */
export async function startTestWeb(opts: Options): Promise<TestWeb> {
  const runtime = openWebRuntime(
    {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      DATABASE_URL: opts.databaseUrl,
      AUTH_SECRETS: opts.secrets ?? TEST_SECRETS,
      PUBLIC_URL: opts.publicUrl ?? "http://127.0.0.1",
      PORT: 0,
      HOST: "127.0.0.1",
      ADMIN_HOST: "127.0.0.1",
      ALLOW_UNENCRYPTED_STORES: "no",
      ...(opts.securityContact !== null && { SECURITY_CONTACT: "mailto:security@desk.example" }),
      WEB_HEAP_MB: 256,
      WEB_DATABASE_POOL: opts.databasePool ?? 10,
      DRAIN_NOTICE_MS: 0,
      DISK_FLOOR_MB: opts.diskFloorMb ?? 1,
      ...(opts.dataDir !== undefined && { DATA_DIR: opts.dataDir }),
      // Tests share a busy machine.
      DATABASE_TIMEOUT_MS: opts.databaseTimeoutMs ?? 5_000,
      UPSTASH_REDIS_REST_URL: opts.redis.restUrl,
      UPSTASH_REDIS_REST_TOKEN: opts.redis.restToken,
      ...(opts.cacheRedis !== undefined && {
        CACHE_REDIS_REST_URL: opts.cacheRedis.restUrl,
        CACHE_REDIS_REST_TOKEN: opts.cacheRedis.restToken,
      }),
      REDIS_TIMEOUT_MS: opts.redis.timeoutMs ?? 250,
      TRUSTED_PROXIES: opts.trustedProxies ?? "127.0.0.0/8, ::1",
      MAX_CONNECTIONS_PER_IP: 50,
      OFFLINE_PAGES: "on",
      ICON_BASE_URL: "http://127.0.0.1/",
      ...(opts.stripeUrl !== undefined && {
        STRIPE_SECRET_KEY: STRIPE_KEY,
        STRIPE_WEBHOOK_SECRET: opts.webhookSecrets ?? [WEBHOOK_SECRET],
        STRIPE_API_URL: opts.stripeUrl,
      }),
    },
    opts.clock,
  );
  const { onWarn } = opts;
  if (onWarn !== undefined) runtime.deps.log.warn = (fields: unknown) => onWarn(fields);
  const { server, close } = await createWebServer({
    runtime,
    next: opts.next ?? ((_req, res) => res.writeHead(404).end("no page")),
    readiness: { ready: true },
    cachePages: true,
    ...(opts.assetsDir !== undefined && { assetsDir: opts.assetsDir }),
    ...(opts.limits && { limits: opts.limits }),
    ...(opts.features && { features: opts.features }),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    metrics: () => runtime.metrics.registry.metrics(),
    query: (path, input) =>
      fetch(
        `${url}/trpc/${path}${input === undefined ? "" : `?input=${encodeURIComponent(JSON.stringify(input))}`}`,
      ),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await close();
      await runtime.close();
    },
  };
}
