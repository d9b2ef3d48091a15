import { TRPC_PREFIX } from "#server/answer-trpc.ts";
import { appRouter } from "#server/root.ts";
import { httpMountsOf, sharedPagesOf } from "#server/compose.ts";
import type { Feature } from "#trpc/feature.ts";

const procedures = new Set(Object.keys(appRouter._def.procedures));
const METHODS = new Set(["GET", "HEAD", "POST", "OPTIONS"]);

export const methodLabel = (method = ""): string => (METHODS.has(method) ? method : "other");
export const statusLabel = (status: number): string => `${Math.floor(status / 100)}xx`;

/**
 * Names the route of a request for metrics. There are as many names as procedures, features and shared pages, whatever
 * strangers ask for.
 */
export function createRouteLabel(features: readonly Feature[]): (url: string) => string {
  const pages = sharedPagesOf(features).map(({ path }) => path);
  const mounts = features.flatMap((feature) =>
    httpMountsOf([feature]).map(({ matches }) => ({ name: `mount ${feature.name}`, matches })),
  );
  return (url) => {
    const path = url.split("?", 1)[0] ?? url;
    if (path.startsWith(TRPC_PREFIX)) {
      const name = path.slice(TRPC_PREFIX.length);
      if (name.includes(",")) return "trpc batch";
      return procedures.has(name) ? `trpc ${name}` : "trpc unknown";
    }
    const mount = mounts.find(({ matches }) => matches(path));
    if (mount !== undefined) return mount.name;
    if (path.startsWith("/health")) return "health";
    if (path.startsWith("/_next/")) return "asset";
    const page = pages.find((pattern) => pattern.test(path));
    return page === undefined ? "page" : `page ${page.source}`;
  };
}
