import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { Redis } from "ioredis";
import { z } from "zod";
import { asUpstashValue } from "./upstash-value.ts";
import type { UpstashEncoding, UpstashValue } from "./upstash-value.ts";

const COMMAND_TIMEOUT_MS = 2_000;
const RECONNECT_MS = 100;

export type UpstashBridge = {
  readonly url: string;
  readonly port: number;
  readonly token: string;
  readonly close: () => Promise<void>;
};

type Options = {
  redisUrl: string;
  token: string;
  port?: number;
  /** By default this machine alone. */
  host?: string;
  /** The size limit of a request body; a larger one gets 413. */
  maxBodyBytes?: number;
};

type Reply = { result: UpstashValue } | { error: string };

/** A failure with its own HTTP status; `message` reaches the client. */
class BridgeError extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const command = z.tuple([z.string().min(1)], z.union([z.string(), z.number(), z.boolean(), z.null()]));
const batch = z.array(command).min(1).max(10_000);
type Command = z.infer<typeof command>;

/**
 * On a connection shared by all callers, these commands would block it, change its state or end it for the others.
 */
const REFUSED = new Set(
  "auth blmove blmpop blpop brpop brpoplpush bzmpop bzpopmax bzpopmin client debug discard exec hello monitor multi psubscribe quit replicaof reset select shutdown slaveof ssubscribe subscribe sync psync unwatch wait waitaof watch".split(
    " ",
  ),
);

/**
 * Serves the Upstash REST dialect in front of a redis-server, so that the web process uses the same client here and
 * on a serverless host. While Redis is down it answers 503 at once and never queues; it reconnects on its own.
 */
export async function startUpstashBridge(opts: Options): Promise<UpstashBridge> {
  const redis = new Redis(opts.redisUrl, {
    protocol: 2,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_TIMEOUT_MS,
    connectTimeout: 2_000,
    retryStrategy: () => RECONNECT_MS,
  });
  redis.on("error", () => undefined);
  const expected = digest(`Bearer ${opts.token}`);
  const limit = opts.maxBodyBytes ?? 10 * 1024 * 1024;

  const server = createServer((request, response) => {
    answer(redis, request, expected, limit).then(
      (body) => send(response, 200, body),
      (error: unknown) => send(response, statusOf(error), { error: messageOf(error) }),
    );
  });
  server.requestTimeout = 30_000;
  server.keepAliveTimeout = 60_000;
  const host = opts.host ?? "127.0.0.1";
  const port = await listen(server, opts.port ?? 0, host);
  await firstConnection(redis);
  return {
    url: `http://${host}:${port}`,
    port,
    token: opts.token,
    close: async () => {
      redis.disconnect();
      const closed = new Promise<void>((done) => server.close(() => done()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  redis: Redis,
  request: IncomingMessage,
  expected: Buffer,
  limit: number,
): Promise<unknown> {
  if (!timingSafeEqual(digest(request.headers.authorization ?? ""), expected)) {
    throw new BridgeError(401, "Unauthorized");
  }
  if (request.method !== "POST") throw new BridgeError(405, "Only POST is served");
  const body = await readJson(request, limit);
  const encoding = request.headers["upstash-encoding"] === "base64" ? "base64" : "utf8";
  if (redis.status !== "ready") throw new BridgeError(503, "Redis is not reachable");

  switch (request.url) {
    case "/":
      return runOne(redis, parse(command, body), encoding);
    case "/pipeline":
      return runPipeline(redis, parse(batch, body), encoding);
    case "/multi-exec":
      return runTransaction(redis, parse(batch, body), encoding);
    default:
      throw new BridgeError(404, "Not found");
  }
}

const parse = <T>(schema: z.ZodType<T>, body: unknown): T => {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new BridgeError(400, "ERR failed to parse command");
};

const commandArgs = ([, ...args]: Command): string[] =>
  args.map((value) => (value === null ? "" : String(value)));

/** In upper case, because ioredis transforms the replies of the lower-case commands it knows. */
function commandName([name]: Command): string {
  const refused = REFUSED.has(name.toLowerCase());
  if (refused) throw new BridgeError(400, `ERR Command is not available: '${name}'`);
  return name.toUpperCase();
}

async function runOne(redis: Redis, given: Command, encoding: UpstashEncoding): Promise<Reply> {
  return { result: asUpstashValue(await redis.callBuffer(commandName(given), commandArgs(given)), encoding) };
}

/** Sends all commands at once; a failing command does not stop the others. */
async function runPipeline(redis: Redis, given: Command[], encoding: UpstashEncoding): Promise<Reply[]> {
  const pipeline = redis.pipeline();
  for (const one of given) pipeline.callBuffer(commandName(one), commandArgs(one));
  return asReplies((await pipeline.exec()) ?? [], encoding);
}

/**
 * MULTI/EXEC: Redis rejects the whole transaction only if it cannot queue a command; a command that fails at run
 * time has its own error.
 */
async function runTransaction(redis: Redis, given: Command[], encoding: UpstashEncoding): Promise<Reply[]> {
  const transaction = redis.multi();
  for (const one of given) transaction.callBuffer(commandName(one), commandArgs(one));
  return asReplies((await transaction.exec()) ?? [], encoding);
}

const asReplies = (results: [error: Error | null, result: unknown][], encoding: UpstashEncoding): Reply[] =>
  results.map(([error, result]) => {
    if (!error) return { result: asUpstashValue(result, encoding) };
    if (isReplyError(error)) return { error: error.message };
    throw error;
  });

const isReplyError = (error: unknown): error is Error =>
  error instanceof Error && error.name === "ReplyError";

function statusOf(error: unknown): number {
  if (error instanceof BridgeError) return error.status;
  return isReplyError(error) ? 400 : 503;
}

function messageOf(error: unknown): string {
  if (error instanceof BridgeError || isReplyError(error)) return error.message;
  return "Redis is not reachable";
}

async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  if (Number(request.headers["content-length"] ?? 0) > limit)
    throw new BridgeError(413, "Request is too large");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new BridgeError(413, "Request is too large");
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    throw new BridgeError(400, "ERR failed to parse command");
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    // Otherwise the rest of an unread body would be parsed as the next request.
    ...(status === 413 || status === 401 ? { connection: "close" } : {}),
  });
  response.end(text);
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port }, () => {
      const address = server.address();
      resolve(address && typeof address === "object" ? address.port : port);
    });
  });

/** If Redis is down at the start, the bridge starts anyway and answers 503 until Redis is up. */
const firstConnection = (redis: Redis): Promise<void> =>
  new Promise((resolve) => {
    redis.once("ready", resolve);
    redis.once("error", () => resolve());
  });
