import { z } from "zod";
import { LOOPBACK, parseTrustedProxies } from "./limits/client-ip.ts";
import { disk, drain, retention, webSize, workerSize } from "./env/settings.ts";
import { unencryptedStores } from "./env/store-encryption.ts";

const url = (...protocols: string[]) =>
  z.url().refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ""), {
    error: `must start with ${protocols.map((protocol) => `${protocol}//`).join(" or ")}`,
  });

const port = (preset: number) => z.coerce.number().int().min(0).max(65_535).default(preset);

/** What the server listens on: this machine alone unless it is told otherwise. */
const host = z
  .string()
  .regex(/^[\w.:-]+$/, { error: "must be an address to listen on, such as 127.0.0.1, 0.0.0.0 or ::" })
  .default("127.0.0.1");

/** For `/.well-known/security.txt`. */
const securityContact = z
  .string()
  .regex(/^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+)$/, {
    error: "must be mailto:ADDRESS or a page with https://",
  })
  .optional();

/** How long a database of DATABASE_URL that does not answer yet is waited for. */
const databaseWaitS = z.coerce.number().int().min(0).max(3_600).default(60);

const proxyList = z
  .string()
  .default(LOOPBACK)
  .refine((list) => parseTrustedProxies(list) !== null, {
    error: "must be addresses and ranges, such as 10.0.0.0/8, ::1",
  });

const splitList = (list: string): readonly string[] => list.split(",").map((part) => part.trim());

const MIN_SECRET = 32;

const secretList = z
  .string()
  .transform(splitList)
  .refine((secrets) => secrets.every((secret) => secret.length >= MIN_SECRET), {
    error: `must be secrets of at least ${MIN_SECRET} characters each, separated by commas`,
  });

/** The public origin of the site. A path is refused, because the site is always served from `/`. */
const origin = url("http:", "https:")
  .refine((value) => (URL.parse(value)?.pathname ?? "/") === "/", { error: "must name no path" })
  .transform((value) => new URL(value).origin);

/** The value of a mail header: a line break in it would start another header. */
const mailFrom = z
  .string()
  // oxlint-disable-next-line no-control-regex -- control characters are what the pattern refuses
  .regex(/^[^\u0000-\u001F\u007F]*[^\s@<>]+@[^\s@<>]+>?$/, {
    error: 'must be an address, such as "GE-Metrics <desk@example.org>"',
  })
  .default("GE-Metrics <no-reply@localhost>");

/** Without a secret key no plans are sold, and every user has every feature. */
const stripe = {
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/, {
      error: "must be a secret or restricted key of Stripe (sk_… or rk_…)",
    })
    .optional(),
  /** Two secrets are allowed while they are rotated. */
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .transform(splitList)
    .refine((secrets) => secrets.length <= 2 && secrets.every((secret) => /^whsec_\w+$/.test(secret)), {
      error: "must be one or two signing secrets of Stripe (whsec_…), separated by a comma",
    })
    .optional(),
  STRIPE_API_URL: url("http:", "https:").optional(),
} as const;

const WITHOUT_WEBHOOK = {
  path: ["STRIPE_WEBHOOK_SECRET"],
  error: "must be set beside STRIPE_SECRET_KEY: without it no event of Stripe is believed",
};
const hasWebhookSecret = (env: { STRIPE_SECRET_KEY?: unknown; STRIPE_WEBHOOK_SECRET?: unknown }): boolean =>
  env.STRIPE_SECRET_KEY === undefined || env.STRIPE_WEBHOOK_SECRET !== undefined;

/** `/metrics` for Prometheus. Without a port it is not served. */
const adminPort = {
  ADMIN_PORT: z.coerce.number().int().min(1).max(65_534).optional(),
  ADMIN_HOST: host,
} as const;

const base = z.object({
  NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error", "silent"]).default("info"),
  ALLOW_UNENCRYPTED_STORES: z.enum(["yes", "no"]).default("no"),
  DATABASE_URL: url("postgres:", "postgresql:"),
  DATABASE_REPLICA_URL: url("postgres:", "postgresql:").optional(),
});

const schemas = {
  web: base
    .extend({
      PORT: port(3000),
      HOST: host,
      ...adminPort,
      AUTH_SECRETS: secretList,
      PUBLIC_URL: origin.optional(),
      UPSTASH_REDIS_REST_URL: url("http:", "https:"),
      UPSTASH_REDIS_REST_TOKEN: z.string().min(1),
      /** Another Redis for values, so that they do not push out rate limits; without it one holds both. */
      CACHE_REDIS_REST_URL: url("http:", "https:").optional(),
      CACHE_REDIS_REST_TOKEN: z.string().min(1).optional(),
      /** Short, because a cache that answers slowly is no faster than the database it caches. */
      REDIS_TIMEOUT_MS: z.coerce.number().int().min(10).max(10_000).default(250),
      /** How long a query may take: with the time to notice a frozen server, no request waits above 3 s. */
      DATABASE_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(2_000),
      ...webSize,
      ...drain,
      ...disk,
      TRUSTED_PROXIES: proxyList,
      MAX_CONNECTIONS_PER_IP: z.coerce.number().int().min(1).max(100_000).default(50),
      PRICE_FEED_URL: url("http:", "https:").optional(),
      /** Who is told of a vulnerability: an address or a page. */
      SECURITY_CONTACT: securityContact,
      /** `off` removes the service worker and what it has kept from every browser that comes by. */
      OFFLINE_PAGES: z.enum(["on", "off"]).default("on"),
      ICON_BASE_URL: url("http:", "https:").default("https://oldschool.runescape.wiki/images/"),
      ...stripe,
    })
    .refine(hasWebhookSecret, WITHOUT_WEBHOOK)
    .refine((env) => env.CACHE_REDIS_REST_URL === undefined || env.CACHE_REDIS_REST_TOKEN !== undefined, {
      path: ["CACHE_REDIS_REST_TOKEN"],
      error: "must be set beside CACHE_REDIS_REST_URL",
    })
    .transform((env) => ({ ...env, PUBLIC_URL: env.PUBLIC_URL ?? `http://localhost:${env.PORT}` })),
  worker: base.extend({
    PRICE_FEED_URL: url("http:", "https:").default("https://prices.runescape.wiki/api/v1/osrs"),
    ...adminPort,
    ...workerSize,
    ...retention,
    /** Heartbeats are eight in this time. */
    LEASE_LOST_AFTER_MS: z.coerce.number().int().min(1_000).max(600_000).default(30_000),
    PRICE_FEED_USER_AGENT: z.string().min(10, "must name the product and a contact, as the feed's rules ask"),
    AUTH_SECRETS: secretList,
    PUBLIC_URL: origin.default("http://localhost:3000"),
    SMTP_URL: url("smtp:", "smtps:").optional(),
    MAIL_FROM: mailFrom,
    ...stripe,
  }),
  migrate: base
    .pick({ NODE_ENV: true, LOG_LEVEL: true, DATABASE_URL: true })
    .extend({ DATABASE_WAIT_S: databaseWaitS }),
  bridge: z.object({
    PORT: port(8_079),
    HOST: host,
    REDIS_URL: url("redis:", "rediss:"),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(16, "must be a secret of at least 16 characters"),
  }),
  up: z.object({
    CI: z.string().optional(),
    DATA_DIR: z.string().min(1).default(".data"),
    PORT: port(3000),
    HOST: host,
    ...adminPort,
    LOG_LEVEL: base.shape.LOG_LEVEL,
    DATABASE_WAIT_S: databaseWaitS,
    POSTGRES_SHARED_BUFFERS_MB: z.coerce.number().int().min(16).max(65_536).default(128),
    POSTGRES_MAX_WAL_MB: z.coerce.number().int().min(64).max(65_536).default(256),
    ...webSize,
    ...workerSize,
    ...drain,
    PRICE_FEED_URL: url("http:", "https:").optional(),
    PRICE_FEED_USER_AGENT: z.string().min(10).optional(),
    DATABASE_URL: base.shape.DATABASE_URL.optional(),
    REDIS_URL: url("redis:", "rediss:").optional(),
    UPSTASH_REDIS_REST_URL: url("http:", "https:").optional(),
    UPSTASH_REDIS_REST_TOKEN: z.string().min(1).optional(),
    /**
     * Passed on to the child processes unchanged. Validated here, so that an error shows before anything starts.
     */
    AUTH_SECRETS: secretList.optional(),
    PUBLIC_URL: origin.optional(),
    SMTP_URL: url("smtp:", "smtps:").optional(),
    MAIL_FROM: mailFrom,
    ...stripe,
  }),
} as const;

export type Role = keyof typeof schemas;
export type Env<R extends Role> = Readonly<z.infer<(typeof schemas)[R]>>;

/**
 * Reads and validates the variables of `role`. Throws one error that names every invalid variable, and no value.
 */
export function readEnv<R extends Role>(role: R, source: NodeJS.ProcessEnv = process.env): Env<R> {
  const { result, problems } = validate(role, nonEmpty(source));
  if (result.success && problems.length === 0) return Object.freeze(result.data) as Env<R>;
  throw environmentError(role, problems);
}

/**
 * Validates the variables of `up` and of the processes that it starts, so that one error names all that is wrong before
 * anything starts. `given`: the variables that `up` sets for its processes, which the user need not.
 */
export function readEnvOfUp(given: Variables, source: NodeJS.ProcessEnv = process.env): Env<"up"> {
  const set = nonEmpty(source);
  const problems = (["up", "web", "worker"] as const).flatMap(
    (role) => validate(role, role === "up" ? set : { ...given, ...set }).problems,
  );
  if (problems.length > 0) throw environmentError("up", [...new Set(problems)]);
  return readEnv("up", source);
}

function validate(role: Role, variables: Variables) {
  const result = schemas[role].safeParse(variables);
  const problems = result.success ? [] : result.error.issues.map(describeIssue);
  return { result, problems: [...problems, ...unencryptedStores(variables)] };
}

type Variables = Readonly<Record<string, string | undefined>>;

/** An empty variable in a compose file means "not set". */
const nonEmpty = (source: Variables): Variables =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));

const describeIssue = ({ path, message }: z.core.$ZodIssue): string => `  ${path.join(".")}: ${message}`;

const environmentError = (role: Role, problems: readonly string[]): Error =>
  new Error(`The environment of "${role}" is not usable:\n${problems.join("\n")}`);

/** The environment of a child process: this process's own, with `overrides` on top. */
export const childEnv = (overrides: Readonly<Record<string, string>>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...overrides,
});
