import type { SharedPage } from "#trpc/feature.ts";

const MAX_TARGET_LENGTH = 1_000;

/**
 * The path of a shared page with the query parameters that it reads, in a fixed order, so that other parameters and other
 * orders do not make another page. Null for other paths and for a longer target, whose page is not cached.
 */
export function sharedTargetOf(pages: readonly SharedPage[], url: string): string | null {
  const mark = url.indexOf("?");
  const path = mark < 0 ? url : url.slice(0, mark);
  const matching = pages.filter((page) => page.path.test(path));
  if (matching.length === 0) return null;
  if (mark < 0) return path;
  const asked = new URLSearchParams(url.slice(mark + 1));
  const read = new URLSearchParams();
  for (const name of new Set(matching.flatMap(({ params }) => params))) {
    const value = asked.get(name);
    if (value !== null) read.set(name, value);
  }
  const target = read.size === 0 ? path : `${path}?${read}`;
  return target.length > MAX_TARGET_LENGTH ? null : target;
}
