import { startUpstashBridge } from "#processes/up/redis/upstash-bridge.ts";
import { checkPortFree } from "#processes/up/children/readiness.ts";
import { UserError } from "#processes/up/user-error.ts";
import { readEnvOrExit } from "#processes/exit-config.ts";

/** Serves Upstash's REST protocol in front of REDIS_URL until SIGTERM or SIGINT, for web processes without Upstash. */
const env = readEnvOrExit("bridge");
try {
  await checkPortFree(env.HOST, env.PORT, "npm run bridge");
  const bridge = await startUpstashBridge({
    redisUrl: env.REDIS_URL,
    token: env.UPSTASH_REDIS_REST_TOKEN,
    port: env.PORT,
    host: env.HOST,
  });
  console.log(`ready ${bridge.url}`);
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => void bridge.close().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(`! ${error.message}`);
  process.exitCode = 1;
}
