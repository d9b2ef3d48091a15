import type { Locator, Page } from "@playwright/test";
import type { ItemList } from "#features/market/contract.ts";
import { expect } from "./test.ts";

export const grid = (page: Page): Locator => page.getByRole("grid", { name: "Grand Exchange items" });
/** Data rows that are drawn: those in view and a few beyond. */
export const rows = (page: Page): Locator => grid(page).locator("[data-row]");
export const cells = (page: Page, column: string): Locator => grid(page).locator(`[data-column="${column}"]`);
export const header = (page: Page, name: string): Locator => grid(page).getByRole("columnheader", { name });
export const search = (page: Page): Locator => page.getByRole("searchbox", { name: "Find in the list" });

/** Opens the list and waits until all of it is there, not only the rows that came with the page. */
export async function openMarket(page: Page, address = "/"): Promise<void> {
  await page.goto(address);
  await settled(page);
}

/** Waits until what was asked for last is what the rows show. */
export const settled = (page: Page): Promise<void> =>
  expect(grid(page)).toHaveAttribute("aria-busy", "false");

/** `214 of 4,152 items` as two numbers, of what was asked for last. */
export async function counts(page: Page): Promise<{ matched: number; total: number }> {
  await settled(page);
  const text = await page.getByText(/^[\d,]+ of [\d,]+ items$/).innerText();
  const [matched = 0, total = 0] = text.replaceAll(",", "").match(/\d+/g)?.map(Number) ?? [];
  return { matched, total };
}

export async function fetchList(page: Page): Promise<ItemList> {
  const response = await page.request.get("/trpc/items.getAll");
  const body = (await response.json()) as { result: { data: ItemList } };
  return body.result.data;
}

/** Notes each request for the list or a part of it, as `procedure?input`. */
export function watchListRequests(page: Page): string[] {
  const asked: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    const path = url.pathname.replace("/trpc/", "");
    if (/^items\.get(All|Catalogue|Changes)$/.test(path))
      asked.push(`${path}?${url.searchParams.get("input") ?? ""}`);
  });
  return asked;
}

/** The drawn names from the top, in the order that the eye sees. */
export const namesInView = (page: Page): Promise<string[]> =>
  rows(page).evaluateAll((drawn) =>
    drawn
      .toSorted((a, b) => Number(a.getAttribute("data-row")) - Number(b.getAttribute("data-row")))
      .map((row) => row.querySelector("a")?.textContent ?? ""),
  );

/** Exact figures of a column from the top, as its cells tell on hover; null for unknown. */
export const exactInView = (page: Page, column: string): Promise<(number | null)[]> =>
  rows(page).evaluateAll(
    (drawn, name) =>
      drawn
        .toSorted((a, b) => Number(a.getAttribute("data-row")) - Number(b.getAttribute("data-row")))
        .map((row) => {
          const hint = row.querySelector(`[data-column="${name}"] [data-hint]`)?.getAttribute("data-hint");
          return hint === null || hint === undefined
            ? null
            : Number(hint.replace("−", "-").replaceAll(/[^\d-]/g, ""));
        }),
    column,
  );

/** Notes every layout shift, and what moved, from before the page's first script on. */
export const watchShifts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    type Source = { node?: Node | null; previousRect: DOMRect; currentRect: DOMRect };
    type Shift = PerformanceEntry & { value: number; sources?: Source[] };
    const rect = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join();
    const seen: string[] = [];
    Object.assign(globalThis, { seenShifts: seen });
    new PerformanceObserver((list) => {
      const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      // Chromium may paint half a row while it still reads the page: its marks then move by themselves, by a few pixels.
      const isHalfRow = ({ startTime, value }: Shift) =>
        value < 0.0001 && (navigation?.domInteractive || Infinity) >= startTime;
      for (const entry of list.getEntries() as Shift[]) {
        if (isHalfRow(entry)) continue;
        const moved = entry.sources?.map(({ node, previousRect, currentRect }) => {
          const name = node instanceof Element ? node.outerHTML.slice(0, 200) : (node?.textContent ?? "gone");
          return `${name} of ${node?.parentElement?.className ?? "nothing"} from ${rect(previousRect)} to ${rect(currentRect)}`;
        });
        seen.push(`${entry.value}: ${moved?.join(" | ") ?? ""}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });

export const shiftsSeen = (page: Page): Promise<string[]> =>
  page.evaluate(() => (globalThis as unknown as { seenShifts: string[] }).seenShifts);
