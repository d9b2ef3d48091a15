import type { Page } from "@playwright/test";
import { chart, openChart } from "./support/chart.ts";
import { expect, test } from "./support/test.ts";

type Point = { x: number; y: number };

test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });

/**
 * A finger, which Playwright has only for a tap: down at the first point, along the others, up at the last. Nothing is
 * waited for in between: to a page that is slow to answer, a finger that waits is one that rests.
 */
async function drag(page: Page, [first, ...rest]: readonly Point[]): Promise<void> {
  if (first === undefined) return;
  const devtools = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
  await Promise.all([
    touch("touchStart", [first]),
    ...rest.map((point) => touch("touchMove", [point])),
    touch("touchEnd", []),
  ]);
  await devtools.detach();
}

async function placeOf(page: Page) {
  await chart(page).scrollIntoViewIfNeeded();
  const box = await chart(page).boundingBox();
  if (box === null) throw new Error("the chart has no place");
  return (across: number, down = 0.4) => ({ x: box.x + box.width * across, y: box.y + box.height * down });
}

const valueNow = async (page: Page) => Number(await chart(page).getAttribute("aria-valuenow"));

test("a finger that rests on the chart reads its values, and walks along it", async ({ page }) => {
  await openChart(page, "?range=7d");
  const last = Number(await chart(page).getAttribute("aria-valuemax"));
  expect(await valueNow(page)).toBe(last);
  const at = await placeOf(page);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [at(0.3)] });
  await expect.poll(() => valueNow(page)).toBeLessThan(last);
  const rested = await valueNow(page);
  await devtools.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [at(0.6)] });
  await expect.poll(() => valueNow(page)).toBeGreaterThan(rested);
  await devtools.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
});

test("a finger that goes up over the chart scrolls the page", async ({ page }) => {
  await openChart(page, "?range=7d");
  const at = await placeOf(page);
  const top = () => chart(page).evaluate((element) => element.getBoundingClientRect().top);
  const before = await top();
  await drag(
    page,
    [0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((down) => at(0.4, down)),
  );
  await expect.poll(top).toBeLessThan(before - 40);
});

test("a tap shows the values of a bucket until a tap outside, and two fingers zoom", async ({ page }) => {
  await openChart(page, "?range=7d");
  const last = Number(await chart(page).getAttribute("aria-valuemax"));
  let at = await placeOf(page);
  await page.touchscreen.tap(at(0.4).x, at(0.4).y);
  await expect.poll(() => valueNow(page)).toBeLessThan(last - 40);
  const tapped = await valueNow(page);
  await page.getByRole("heading", { name: "Price history" }).tap();
  await expect.poll(() => valueNow(page)).toBe(last);
  // The tap outside may have scrolled.
  at = await placeOf(page);

  const devtools = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", touchPoints: Point[]) =>
    devtools.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: touchPoints.map((point, id) => ({ ...point, id })),
    });
  await touch("touchStart", [at(0.35), at(0.45)]);
  for (const apart of [0.08, 0.12, 0.16, 0.2, 0.24])
    await touch("touchMove", [at(0.4 - apart), at(0.4 + apart)]);
  await touch("touchEnd", []);
  // The chart shows fewer buckets: the place at the left is a later one.
  await page.touchscreen.tap(at(0.1).x, at(0.1).y);
  await expect.poll(() => valueNow(page)).toBeLessThan(last);
  const left = await valueNow(page);
  expect(left).toBeGreaterThan(Math.round(0.15 * last));
  expect(left).toBeLessThan(tapped);

  // Two taps within the time of a double tap show all again: that place is the earlier bucket.
  await Promise.all([
    touch("touchStart", [at(0.6)]),
    touch("touchEnd", []),
    touch("touchStart", [at(0.6)]),
    touch("touchEnd", []),
  ]);
  await expect(async () => {
    await page.touchscreen.tap(at(0.1).x, at(0.1).y);
    expect(await valueNow(page)).toBeLessThan(left - 5);
  }).toPass();
});
