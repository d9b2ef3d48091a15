import { z } from "zod";
import { LOOPBACK, parseTrustedProxies } from "./client-address.ts";

const url = (...protocols: string[]) =>
  z.url().refine((value) => protocols.includes(new URL(value).protocol), {
    error: `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const port = (preset: number) => z.coerce.number().int().min(0).max(65_535).default(preset);

const proxies = z
  .string()
  .default(LOOPBACK)
  .refine((list) => parseTrustedProxies(list) !== null, {
    error: "must be addresses and ranges, such as 10.0.0.0/8, ::1",
  });

const base = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  DATABASE_URL: url("postgres:", "postgresql:"),
  DATABASE_REPLICA_URL: url("postgres:", "postgresql:").optional(),
});

const schemas = {
  web: base.extend({
    PORT: port(3000),
    UPSTASH_REDIS_REST_URL: url("http:", "https:"),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
    TRUSTED_PROXIES: proxies,
    PRICE_FEED_URL: url("http:", "https:").optional(),
    ICON_BASE_URL: url("http:", "https:").default("https://oldschool.runescape.wiki/images/"),
  }),
  worker: base.extend({
    PRICE_FEED_URL: url("http:", "https:").default("https://prices.runescape.wiki/api/v1/osrs"),
    PRICE_FEED_USER_AGENT: z.string().min(10, "must name the product and a contact, as the feed's rules ask"),
  }),
  up: z.object({
    CI: z.string().optional(),
    DATA_DIR: z.string().min(1).default(".data"),
    PORT: port(3000),
    LOG_LEVEL: base.shape.LOG_LEVEL,
    PRICE_FEED_URL: url("http:", "https:").optional(),
    PRICE_FEED_USER_AGENT: z.string().min(10).optional(),
    DATABASE_URL: base.shape.DATABASE_URL.optional(),
    REDIS_URL: url("redis:", "rediss:").optional(),
    UPSTASH_REDIS_REST_URL: url("http:", "https:").optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
  }),
} as const;

export type Role = keyof typeof schemas;
export type Env<R extends Role> = Readonly<z.infer<(typeof schemas)[R]>>;

/** Fails at boot with every bad name at once, and never prints a value. */
export function readEnv<R extends Role>(role: R, source: NodeJS.ProcessEnv = process.env): Env<R> {
  // An empty variable in a compose file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const result = schemas[role].safeParse(given);
  if (result.success) return Object.freeze(result.data) as Env<R>;

  const problems = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`The environment of "${role}" is not usable:\n${problems.join("\n")}`);
}

/** What a child process inherits: everything, with what its parent decided on top. */
export const childEnv = (overrides: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...overrides,
});
