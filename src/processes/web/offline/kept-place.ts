/** `files`: build output. `pages`: HTML that all visitors share. `answers`: what the public procedures answer. */
export type Store = "files" | "pages" | "answers";

/** Where a service worker keeps the answer to a GET, and the key by which it finds it again. */
export type KeptPlace = { store: Store; key: string };

/**
 * The place of an address; null for what is never kept: other origins, accounts, admin pages, searches, and the state of the
 * feed, whose failure tells a page that it is offline. Runs in the service worker, so it uses nothing outside itself.
 */
export function keptPlace(address: string, origin: string, nowMs: number): KeptPlace | null {
  const NEVER = new Set(["items.getStatus", "items.search"]);
  const DAY_MS = 86_400_000;
  const url = new URL(address);
  if (url.origin !== origin) return null;
  const { pathname: path, searchParams, search } = url;
  if (path.startsWith("/_next/static/")) return { store: "files", key: path };
  if (path === "/" || path === "/offline" || /^\/items\/\d{1,10}$/.test(path)) {
    return searchParams.has("_rsc") ? null : { store: "pages", key: `${path}${search}` };
  }
  const [, name] = /^\/trpc\/(items\.\w+)$/.exec(path) ?? [];
  if (name === undefined || NEVER.has(name)) return null;
  let input: Record<string, unknown> | null;
  try {
    input = JSON.parse(searchParams.get("input") ?? "null") as Record<string, unknown> | null;
  } catch {
    return null;
  }
  // Only a whole list is of use to a page that has none.
  if (name === "items.getChanges" && typeof input?.["since"] === "number") return null;
  if (name === "items.getPriceHistory" && input !== null) {
    // The same range has another start with each bucket.
    const { from, to, ...rest } = input;
    const days = typeof from === "number" ? Math.round((nowMs - from) / DAY_MS) : null;
    input = { ...rest, days, isOpen: to === undefined };
  }
  return { store: "answers", key: `${path}?input=${encodeURIComponent(JSON.stringify(input))}` };
}
