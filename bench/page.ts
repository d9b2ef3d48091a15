/**
 * Measures the market page in a browser: first-load JavaScript, largest paint, sorting all items, a full price tick
 * and a scroll from end to end. Then follows TICKS versions of the market: what a page receives for each (br), beside
 * the whole list. Runs the whole product and a real Chromium; prints medians.
 */
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "@playwright/test";
import { launchChromium } from "./support/chromium.ts";
import { startCopy } from "./support/copy.ts";
import { measureTickBytes } from "./support/tick-bytes.ts";
import { traceMainThread } from "./support/trace.ts";

const ROUNDS = 5;
const SORTS = ["ROI", "Vol 24h", "Margin", "Item", "Limit"] as const;
const TICK_TIMEOUT_MS = 90_000;
const TICKS = 7;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const round = (value: number): number => Number(value.toFixed(1));

async function openMarket(on: Browser): Promise<Page> {
  const page = await on.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(url);
  await waitForAllRows(page);
  // Waits for the rest of the hydration, which is not part of the measurements.
  await page.waitForTimeout(2_000);
  return page;
}

/** Waits for the whole list: the first paint contains only the visible rows. */
const waitForAllRows = (page: Page) =>
  page.waitForFunction(
    () => Number(document.querySelector("[role=grid]")?.getAttribute("aria-rowcount")) > 4_000,
  );

async function measureFirstLoad(on: Browser) {
  const paints: number[] = [];
  let jsBytes = 0;
  let layoutShift = 0;
  for (let turn = 0; turn < ROUNDS; turn++) {
    const context = await on.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    const scripts: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") scripts.push(response.body());
    });
    await page.addInitScript(() => {
      const seen = { paintMs: 0, shift: 0 };
      Object.assign(globalThis, { seen });
      new PerformanceObserver((list) => {
        seen.paintMs = list.getEntries().at(-1)?.startTime ?? seen.paintMs;
      }).observe({ type: "largest-contentful-paint", buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) seen.shift += (entry as unknown as { value: number }).value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.goto(url, { waitUntil: "load" });
    await waitForAllRows(page);
    await page.waitForTimeout(1_000);
    const seen = await page.evaluate(
      () => (globalThis as unknown as { seen: { paintMs: number; shift: number } }).seen,
    );
    paints.push(seen.paintMs);
    layoutShift = Math.max(layoutShift, seen.shift);
    const bodies = await Promise.all(scripts);
    jsBytes = bodies.reduce((sum, body) => sum + gzipSync(body, { level: 6 }).length, 0);
    await context.close();
  }
  return { jsBytes, largestPaintMs: median(paints), layoutShift };
}

/** The longest task between the click and the next painted frame, for each sort. */
async function measureSorts(page: Page): Promise<number[]> {
  const longest: number[] = [];
  for (const name of SORTS) {
    const button = page
      .getByRole("columnheader", { name: new RegExp(`^${name}`) })
      .getByRole("button")
      .first();
    const { longestMs } = await traceMainThread(page, async () => {
      await button.click();
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
    });
    longest.push(longestMs);
  }
  return longest;
}

/** Waits for the next tick's answer and traces the main thread until the page is idle again. */
async function measureTick(page: Page) {
  await page.mouse.move(0, 0);
  return traceMainThread(page, async () => {
    await page.waitForResponse(
      (response) => response.url().includes("/trpc/items.getChanges?") && response.status() === 200,
      {
        timeout: TICK_TIMEOUT_MS,
      },
    );
    await page.waitForTimeout(1_500);
  });
}

/** Scrolls half a screen at a time; a frame is blank if any part of the window shows no row. */
const measureScroll = (page: Page): Promise<{ frames: number; blank: number }> =>
  page.evaluate(async () => {
    const grid = document.querySelector("[role=grid]");
    if (grid === null) throw new Error("no grid");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const box = grid.getBoundingClientRect();
    let frames = 0;
    let blank = 0;
    grid.scrollTop = 0;
    await frame();
    while (grid.scrollTop + grid.clientHeight < grid.scrollHeight - 1) {
      grid.scrollTop += grid.clientHeight * 0.5;
      await frame();
      await frame();
      frames++;
      for (let y = box.top + 60; y < box.bottom - 20; y += 40) {
        if (document.elementFromPoint(box.left + 100, y)?.closest("[data-row]") === null) {
          blank++;
          break;
        }
      }
    }
    return { frames, blank };
  });

const given = process.env["LOAD_TARGET"];
const copy = given === undefined ? await startCopy() : null;
const url = given ?? copy?.url ?? "";
const browser = await launchChromium();
try {
  const firstLoad = await measureFirstLoad(browser);
  const page = await openMarket(browser);
  const sorts = await measureSorts(page);
  const tick = await measureTick(page);
  const scroll = await measureScroll(page);
  await page.close();
  const { ticks, ...sizes } = await measureTickBytes(url, TICKS);
  console.log(
    JSON.stringify({
      firstLoadJsKb: round(firstLoad.jsBytes / 1024),
      largestPaintMs: round(firstLoad.largestPaintMs),
      layoutShift: firstLoad.layoutShift,
      sortLongestTaskMs: round(median(sorts)),
      tickLongestTaskMs: round(tick.longestMs),
      tickTotalMs: round(tick.totalMs),
      scrollFrames: scroll.frames,
      blankFrames: scroll.blank,
      wholeKb: round(sizes.wholeKb),
      catalogueKb: round(sizes.catalogueKb),
      tickKb: round(median(ticks.map(({ kb }) => kb))),
      tickKbs: ticks.map(({ kb }) => round(kb)),
      tickRowsChangedPercent: round(100 * median(ticks.map(({ share }) => share))),
    }),
  );
} finally {
  await browser.close();
  await copy?.stop();
}
