import { randomUUID } from "node:crypto";
import { createServer, get } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteCache } from "#processes/web/bytes/byte-cache.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";
import { makeNonce, hashInlineScripts } from "./inline-scripts.ts";
import { ASSET_HEADERS } from "#processes/web/admission/security-headers.ts";
import type { PageHeaders } from "#processes/web/admission/security-headers.ts";
import { writeAnswer } from "#processes/web/bytes/write-answer.ts";

const KEEP = { freshMs: 1_000, staleMs: 10_000 };
const KEEP_ASSET = { freshMs: 86_400_000, staleMs: 86_400_000 };
const CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=10";
/** Nobody's page takes longer; past it the old one is still there. */
const RENDER_TIMEOUT_MS = 10_000;
const MAX_TARGET_LENGTH = 1_000;

const isRead = ({ method }: IncomingMessage): boolean => method === "GET" || method === "HEAD";

const isAsset = (req: IncomingMessage): boolean =>
  isRead(req) && /^\/_next\/static\/[\w\-./~]+$/.test(req.url ?? "");

/** Pages that show everybody the same, signed in or not. Next's own fetches of a page's payload differ by headers and pass by. */
const isSharedPage = (req: IncomingMessage): boolean =>
  isRead(req) &&
  req.headers["rsc"] === undefined &&
  req.headers["next-router-prefetch"] === undefined &&
  (req.url?.length ?? 0) <= MAX_TARGET_LENGTH &&
  /^\/(items\/\d{1,10})?(\?|$)/.test(req.url ?? "");

/**
 * Pages rendered by Next, kept as bytes while no new tick comes. Next writes to a socket and nothing else, so the
 * renderer listens on one of its own, off the network.
 */
export async function createPageHandler(opts: {
  renderPage: RequestListener;
  cache: ByteCache;
  currentStamp: () => Promise<string>;
  headers: PageHeaders;
}) {
  const socketPath = socketName();
  const renderer = createServer(opts.renderPage);
  await new Promise<void>((resolve, reject) => {
    renderer.once("error", reject).listen(socketPath, resolve);
  });

  const fetchPage = async (target: string, stamp: string | undefined) => {
    // Without the database there is no tick to name: the page then says so itself, and is not kept.
    const tick = await opts.currentStamp().catch(() => undefined);
    if (tick !== undefined && tick === stamp) return "unchanged" as const;
    const nonce = makeNonce();
    const page = await render(socketPath, target, nonce);
    const good = page.status === 200 && tick !== undefined;
    const { html, hashes } = hashInlineScripts(page.body.toString("utf8"), nonce);
    return {
      ...page,
      body: Buffer.from(html),
      headers: opts.headers.withScripts(hashes),
      keep: good ? KEEP : null,
      cacheControl: good ? CACHE_CONTROL : "no-store",
      vary: "Accept-Encoding, RSC, Next-Router-State-Tree, Next-Router-Prefetch",
      ...(tick !== undefined && { stamp: tick }),
    } satisfies CacheableAnswer;
  };

  /** Build output: its name changes with its content, so it is fetched from Next once. */
  const fetchAsset = async (target: string) => {
    const asset = await render(socketPath, target);
    const good = asset.status === 200;
    return {
      ...asset,
      headers: ASSET_HEADERS,
      keep: good ? KEEP_ASSET : null,
      cacheControl: good ? "public, max-age=31536000, immutable" : "no-store",
    } satisfies CacheableAnswer;
  };

  return {
    isShared: (req: IncomingMessage): boolean => isAsset(req) || isSharedPage(req),
    /** Whether Next must be asked before this can be answered. */
    isWork: (req: IncomingMessage): boolean => !opts.cache.holds(req.url ?? "/"),
    answer: async (req: IncomingMessage, res: ServerResponse, requestId: string): Promise<void> => {
      const target = req.url ?? "/";
      const load = isAsset(req) ? () => fetchAsset(target) : (stamp?: string) => fetchPage(target, stamp);
      writeAnswer(req, res, await opts.cache(target, load), requestId);
    },
    close: async () => {
      renderer.closeAllConnections();
      await new Promise((resolve) => renderer.close(resolve));
    },
  };
}

/** On Linux a name without a file, so that a killed process leaves nothing behind. */
function socketName(): string {
  const name = `ge-metrics-${randomUUID()}`;
  return process.platform === "linux" ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** Next takes the nonce for its scripts out of the first; the layout reads the second. */
export const nonceHeaders = (nonce: string) => ({
  "content-security-policy": `script-src 'nonce-${nonce}'`,
  "x-nonce": nonce,
});

type Rendered = Pick<CacheableAnswer, "status" | "contentType" | "body">;

/** Host and cookies are none of the caller's: what one caller says must not stand in everybody's page. */
function render(socketPath: string, path: string, nonce?: string): Promise<Rendered> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(RENDER_TIMEOUT_MS);
    const headers = { host: "localhost", ...(nonce !== undefined && nonceHeaders(nonce)) };
    const request = get({ socketPath, path, headers, signal, agent: false }, (res) => {
      const chunks: Buffer[] = [];
      res.on("data", (chunk: Buffer) => chunks.push(chunk));
      res.on("error", reject);
      res.on("end", () =>
        resolve({
          status: res.statusCode ?? 500,
          contentType: res.headers["content-type"] ?? "text/html; charset=utf-8",
          body: Buffer.concat(chunks),
        }),
      );
    });
    request.on("error", reject);
  });
}
