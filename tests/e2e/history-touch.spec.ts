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
