/**
 * Measures the time from an item's year of data arriving to its chart being painted: on a newly opened page, whose
 * code may still be loading, and after a switch from the day to the year. Runs the whole product and a real
 * Chromium.
 */
import type { Browser, CDPSession, Page } from "@playwright/test";
import { launchChromium } from "./support/chromium.ts";
import { startCopy } from "./support/copy.ts";

const ROUNDS = 9;
const ITEM = 4151;
const POINTS_WANTED = 360;
const POINTS_LIMIT_MS = 300_000;
const PAINT_LIMIT_MS = 30_000;
const PAINTED = "price-chart-painted";

const round = (value: number): number => Number(value.toFixed(1));
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b);
const median = (values: readonly number[]) => sorted(values)[values.length >> 1] ?? Number.NaN;

/** The number of days of history the item has: the backfill of a new copy takes a while to store a year. */
async function recordedDays(url: string): Promise<number> {
  const input = { itemId: ITEM, timestep: "24h", from: Date.now() - 365 * 86_400_000 };
  const answer = await fetch(
    `${url}/trpc/items.getPriceHistory?input=${encodeURIComponent(JSON.stringify(input))}`,
  );
  const body = (await answer.json()) as { result: { data: { columns: { at: number[] } } } };
  return body.result.data.columns.at.length;
}

async function waitForYear(url: string): Promise<number> {
  const until = performance.now() + POINTS_LIMIT_MS;
  for (;;) {
    const days = await recordedDays(url);
    if (days >= POINTS_WANTED || performance.now() > until) return days;
    await new Promise((done) => setTimeout(done, 2_000));
  }
}

/**
 * Milliseconds from the end of the last answer with daily data to the last painted chart, on the page's own clock.
 */
const paintDelay = (page: Page): Promise<number> =>
  page.evaluate((mark) => {
    const answer = performance
      .getEntriesByType("resource")
      .find(({ name }) => name.includes("getPriceHistory") && decodeURIComponent(name).includes('"24h"'));
    const arrived = (answer as PerformanceResourceTiming | undefined)?.responseEnd ?? Number.NaN;
    const painted = performance.getEntriesByName(mark).at(-1)?.startTime ?? Number.NaN;
    return painted - arrived;
  }, PAINTED);

const waitForPaints = (page: Page, count: number) =>
  page.waitForFunction(
    ([mark, least]) => performance.getEntriesByName(mark).length >= least,
    [PAINTED, count] as const,
    { timeout: PAINT_LIMIT_MS },
  );

async function onNewPage<T>(on: Browser, run: (page: Page) => Promise<T>): Promise<T> {
  const context = await on.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await run(await context.newPage());
  } finally {
    await context.close();
  }
}

/** Uses a new browser context without a cache, so that code and data load at the same time. */
const measureOpening = (on: Browser): Promise<number> =>
  onNewPage(on, async (page) => {
    await page.goto(`${url}/items/${ITEM}?range=1y`);
    await waitForPaints(page, 1);
    return paintDelay(page);
  });

const SETTLE_MS = 2_000;

/**
 * CPU time of the main thread so far in ms, without DevTools' own; less sensitive to a busy machine than wall time.
 */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const secondsOf = (metric: string) => metrics.find(({ name }) => name === metric)?.value ?? Number.NaN;
  return 1_000 * (secondsOf("TaskDuration") - secondsOf("DevToolsCommandDuration"));
}

const measureChange = (on: Browser): Promise<{ paintMs: number; cpuMs: number }> =>
  onNewPage(on, async (page) => {
    await page.goto(`${url}/items/${ITEM}`);
    await waitForPaints(page, 1);
    // The rest of the page's loading is not part of the measured change.
    await page.waitForTimeout(SETTLE_MS);
    const session = await page.context().newCDPSession(page);
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    const before = await threadMs(session);
    await page.getByRole("tab", { name: "1y" }).click();
    await waitForPaints(page, 2);
    return { paintMs: await paintDelay(page), cpuMs: (await threadMs(session)) - before };
  });

const given = process.env["LOAD_TARGET"];
const copy = given === undefined ? await startCopy() : null;
const url = given ?? copy?.url ?? "";
const browser = await launchChromium();
try {
  const points = await waitForYear(url);
  const opened: number[] = [];
  const changed: { paintMs: number; cpuMs: number }[] = [];
  for (let turn = 0; turn < ROUNDS; turn++) {
    opened.push(await measureOpening(browser));
    changed.push(await measureChange(browser));
  }
  console.log(
    JSON.stringify({
      points,
      openPaintMs: round(median(opened)),
      openPaintMaxMs: round(Math.max(...opened)),
      changePaintMs: round(median(changed.map(({ paintMs }) => paintMs))),
      changePaintMaxMs: round(Math.max(...changed.map(({ paintMs }) => paintMs))),
      changeCpuMs: round(median(changed.map(({ cpuMs }) => cpuMs))),
    }),
  );
} finally {
  await browser.close();
  await copy?.stop();
}
