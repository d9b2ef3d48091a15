import type { IncomingHttpHeaders } from "node:http";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { WebDeps } from "./register.ts";

/** Headers as node writes them fastest: name, value, name, value. */
export type HeaderList = readonly string[];

/** A whole answer, uncompressed, as it is kept. */
export type CacheableAnswer = {
  status: number;
  contentType: string;
  body: Buffer;
  /** Null: not to be kept, the next request asks again. */
  keep: { freshMs: number; staleMs: number } | null;
  cacheControl: string;
  vary?: string;
  /** Further headers of every answer. */
  headers?: HeaderList;
  /** Names the state that this answer shows; while it stands, the answer is not made again. */
  stamp?: string;
};

export type HttpRequest = {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** As it came; empty for a method that takes none. */
  body: Buffer;
  requestId: string;
  /** What the caller is counted by where no key or session says more. */
  rateLimitKey: string;
};

/** Written once; or kept in the byte cache under `key` and made by `load` where it is not. */
export type HttpAnswer =
  | { status: number; body: string; headers?: HeaderList }
  | { key: string; load: () => Promise<CacheableAnswer>; headers?: HeaderList };

/** HTTP paths that a feature answers itself, before Next.js sees the request, on limits of their own. */
export type HttpMount = {
  matches: (path: string) => boolean;
  /** The methods that bring a body, and the most that one may hold, bytes; a larger one is answered with 413. */
  body?: { methods: readonly string[]; maxBytes: number };
  /** Charged by address before the body is read; a mount without one charges its callers itself. */
  limit?: LimitPolicy;
  /** Any page of any site may read the answers. */
  isOpenToPages?: boolean;
  /** Never rejects for what a caller sent. `isKept` tells whether a key is answered from memory. */
  answer: (
    deps: WebDeps,
    request: HttpRequest,
    isKept: (key: string) => boolean,
  ) => HttpAnswer | Promise<HttpAnswer>;
};
