import { readEnv } from "#platform/env.ts";
import { serveWeb } from "#processes/web/serve.ts";
import { openWebRuntime } from "#server/deps.ts";

/**
 * The web process as it is but for its pages: `/slow` answers when the parent says so, `/begun` has begun to. Told
 * with each request that it arrived.
 */
const held: (() => void)[] = [];
process.on("message", () => {
  for (const finish of held) finish();
});

const env = readEnv("web");
await serveWeb({
  runtime: openWebRuntime(env),
  next: (req, res) => {
    if (req.url === "/begun") res.write("begun and ");
    if (req.url === "/slow" || req.url === "/begun") held.push(() => res.end("finished"));
    else res.end("page");
    process.send?.(req.url);
  },
  closeNext: async () => undefined,
  cachePages: true,
  drainNoticeMs: env.DRAIN_NOTICE_MS,
});
