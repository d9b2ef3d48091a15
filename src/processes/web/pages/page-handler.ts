import { randomUUID } from "node:crypto";
import { createServer, get } from "node:http";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ByteCache } from "#processes/web/bytes/byte-cache.ts";
import type { CacheableAnswer } from "#trpc/http-mount.ts";
import { createWorkQueue } from "#platform/limits/work-queue.ts";
import type { WorkOwner } from "#platform/limits/work-queue.ts";
import type { SharedPage } from "#trpc/feature.ts";
import { sharedTargetOf } from "./shared-target.ts";
import { makeNonce, hashInlineScripts } from "./inline-scripts.ts";
import type { PageHeaders } from "#processes/web/admission/security-headers.ts";
import { writeAnswer } from "#processes/web/bytes/write-answer.ts";

const PAGE_LIFETIME = { freshMs: 1_000, staleMs: 10_000 };
const CACHE_CONTROL = "public, max-age=0, s-maxage=1, stale-while-revalidate=10";
/** Longer than any page takes. After it the load fails and the stale page stays in the cache. */
const RENDER_TIMEOUT_MS = 10_000;
/**
 * Next renders on the thread that answers all requests, so at most half of its time goes to rendering. A longer queue
 * would answer later than a visitor waits.
 */
const RENDER_QUEUE = { slots: 2, maxWaiting: 40, maxWaitMs: 5_000, rests: true };

const isRead = ({ method }: IncomingMessage): boolean => method === "GET" || method === "HEAD";

/** Excludes Next's own fetches of a page's payload, which it marks by headers. */
const isPageView = (req: IncomingMessage): boolean =>
  isRead(req) && req.headers["rsc"] === undefined && req.headers["next-router-prefetch"] === undefined;

/**
 * Answers shared pages from the byte cache; Next renders them again after a tick. Next can only write to a socket, so
 * an internal HTTP server on a Unix socket runs it.
 */
export async function createPageHandler(opts: {
  renderPage: RequestListener;
  cache: ByteCache;
  currentStamp: () => Promise<string>;
  headers: PageHeaders;
  sharedPages: readonly SharedPage[];
}) {
  const queue = createWorkQueue({ ...RENDER_QUEUE, message: "The site is busy. Try again in a few seconds" });
  const socketPath = socketName();
  const renderer = createServer(opts.renderPage);
  await new Promise<void>((resolve, reject) => {
    renderer.once("error", reject).listen(socketPath, resolve);
  });

  const fetchPage = async (target: string, owner: WorkOwner, stamp: string | undefined) => {
    // Without the database there is no tick: the page shows an error and is not cached.
    const tick = await opts.currentStamp().catch(() => undefined);
    if (tick !== undefined && tick === stamp) return "unchanged" as const;
    const nonce = makeNonce();
    const page = await queue.run(() => render(socketPath, target, nonce), owner);
    const good = page.status === 200 && tick !== undefined;
    const { html, hashes } = hashInlineScripts(page.body.toString("utf8"), nonce);
    return {
      ...page,
      body: Buffer.from(html),
      headers: opts.headers.withScripts(hashes),
      lifetime: good ? PAGE_LIFETIME : null,
      cacheControl: good ? CACHE_CONTROL : "no-store",
      vary: "Accept-Encoding, RSC, Next-Router-State-Tree, Next-Router-Prefetch",
      ...(tick !== undefined && { stamp: tick }),
    } satisfies CacheableAnswer;
  };

  const targetOf = (req: IncomingMessage): string | null =>
    isPageView(req) ? sharedTargetOf(opts.sharedPages, req.url ?? "/") : null;

  return {
    /** What a request shares with other visitors; null for a page that is one visitor's own. */
    targetOf,
    /** Whether the answer is not cached, so that Next must render it. */
    needsRender: (target: string): boolean => !opts.cache.has(target),
    answer: async (
      req: IncomingMessage,
      res: ServerResponse,
      target: string,
      requestId: string,
      owner: WorkOwner,
    ): Promise<void> => {
      const load = (stamp?: string) => fetchPage(target, owner, stamp);
      writeAnswer(req, res, await opts.cache(target, load), requestId);
    },
    close: async () => {
      renderer.closeAllConnections();
      await new Promise((resolve) => renderer.close(resolve));
    },
  };
}

/** On Linux an abstract socket, which has no file that a killed process could leave behind. */
function socketName(): string {
  const name = `ge-metrics-${randomUUID()}`;
  return process.platform === "linux" ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** Next reads the nonce for its scripts from the first header; the layout reads the second. */
export const nonceHeaders = (nonce: string) => ({
  "content-security-policy": `script-src 'nonce-${nonce}'`,
  "x-nonce": nonce,
});

type Rendered = Pick<CacheableAnswer, "status" | "contentType" | "body">;

/** Requests a page from Next without the caller's host and cookies, which must not affect a shared page. */
function render(socketPath: string, path: string, nonce: string): Promise<Rendered> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(RENDER_TIMEOUT_MS);
    const headers = { host: "localhost", ...nonceHeaders(nonce) };
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
