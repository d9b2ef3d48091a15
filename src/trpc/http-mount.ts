import type { IncomingHttpHeaders } from "node:http";
import type { AnswerBytes } from "#platform/limits/answer-price.ts";
import type { LimitPolicy } from "#platform/limits/limiter.ts";
import type { WebDeps } from "./register.ts";

/** Headers in the form that Node writes fastest: name, value, name, value. */
export type HeaderList = readonly string[];

/** A whole answer, uncompressed, from which the byte cache makes an entry. */
export type CacheableAnswer = {
  status: number;
  contentType: string;
  body: Buffer;
  /** How long the answer may be cached; null: it is not cached. */
  lifetime: { freshMs: number; staleMs: number } | null;
  cacheControl: string;
  vary?: string;
  headers?: HeaderList;
  /** Names the state that this answer shows. While it is current, the answer is not made again. */
  stamp?: string;
};

export type HttpRequest = {
  method: string;
  /** Without the query. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  /** The raw body; empty for methods that the mount reads no body of. */
  body: Buffer;
  requestId: string;
  /** The client's IP address. */
  ip: string;
  /** What the caller is counted by without an API key or a session. */
  rateLimitKey: string;
};

/**
 * A file that is made while it is sent: a piece is asked for when the one before is sent, so that memory holds one piece
 * of any length. A failure half-way breaks the connection, so that no part is taken for the whole.
 */
export type StreamedFile = { fileName: string; contentType: string; text: AsyncIterable<string> };

/**
 * An answer to write as it is, a file that is made while it is sent, or one from the byte cache: `load` makes it if `key` is not cached, and `charge` charges
 * its size and returns headers for this caller.
 */
export type HttpAnswer =
  | { status: number; body: string; headers?: HeaderList }
  | { file: StreamedFile; headers?: HeaderList }
  | {
      key: string;
      load: () => Promise<CacheableAnswer>;
      charge?: (bytes: AnswerBytes) => HeaderList;
    };

/** HTTP paths that a feature answers itself, before Next.js sees the request, with their own rate limits. */
export type HttpMount = {
  matches: (path: string) => boolean;
  /** The methods whose body is read, and its largest size in bytes; a larger body is answered with 413. */
  body?: { methods: readonly string[]; maxBytes: number };
  /** Charged by IP address before the body is read. A mount without one charges its callers itself. */
  limit?: LimitPolicy;
  /** Whether pages of any site may read the answers. */
  isOpenToPages?: boolean;
  /** On every answer below these paths, also on errors that the server gives before or instead of the mount. */
  headers?: HeaderList;
  /** Never rejects because of what a caller sent. `isCached` says whether the byte cache has an answer for a key. */
  answer: (
    deps: WebDeps,
    request: HttpRequest,
    isCached: (key: string) => boolean,
  ) => HttpAnswer | Promise<HttpAnswer>;
};
