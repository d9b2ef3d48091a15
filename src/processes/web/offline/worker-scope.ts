import type { KeptPlace } from "./kept-place.ts";

/** What a page tells the worker. `keep`: addresses that it has loaded. `takeOver`: a new worker may replace the old one. */
export type OfflineMessage = { keep?: readonly string[]; takeOver?: boolean };

export type WorkerConfig = {
  /** Names the stores, so that another build has its own. */
  build: string;
  /** The header of a kept answer that says when it came, epoch ms. */
  storedAtHeader: string;
};

type Extendable = { waitUntil(work: Promise<unknown>): void };
export type FetchEvent = Extendable & {
  request: Request;
  /** The answer that the browser asked for while it started the worker. */
  preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
};

/** The part of a service worker's world that is used here: TypeScript's types of one exclude those of a page. */
export type WorkerScope = {
  caches: CacheStorage;
  location: { origin: string };
  registration: {
    navigationPreload?: { enable(): Promise<void> };
    unregister(): Promise<boolean>;
  };
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: "window"; includeUncontrolled: boolean }): Promise<readonly unknown[]>;
  };
  skipWaiting(): Promise<void>;
  fetch: typeof fetch;
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: FetchEvent) => void): void;
  addEventListener(type: "message", listener: (event: Extendable & { data: OfflineMessage }) => void): void;
};

export type PlaceOf = (address: string, origin: string, nowMs: number) => KeptPlace | null;
