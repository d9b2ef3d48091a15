import type { Locator, Page } from "@playwright/test";
import { grid, openMarket, rows } from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const cell = (page: Page, row: number, column: string): Locator =>
  grid(page).locator(`[data-row="${row}"] [data-column="${column}"]`);

const hrefOf = async (page: Page, row: number): Promise<string> =>
  (await grid(page).locator(`[data-row="${row}"]`).getByRole("link").getAttribute("href")) ?? "none";

/** The address of the tab that an act opens; the tab is closed again. */
async function tabOf(page: Page, act: () => Promise<void>): Promise<string> {
  const [tab] = await Promise.all([page.context().waitForEvent("page"), act()]);
  await tab.waitForURL(/\/items\/\d+$/);
  const path = new URL(tab.url()).pathname;
  await tab.close();
  return path;
}

test.describe("a row", () => {
  for (const width of [1440, 360]) {
    test(`is a link anywhere on it at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 740 });
      await openMarket(page);
      await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
      for (const [row, column] of [
        [1, "item"],
        [2, "low"],
        [3, "margin"],
      ] as const) {
        const href = await hrefOf(page, row);
        expect(await tabOf(page, () => cell(page, row, column).click({ button: "middle" }))).toBe(href);
        expect(await tabOf(page, () => cell(page, row, column).click({ modifiers: ["ControlOrMeta"] }))).toBe(
          href,
        );
        // What the context menu opens is the link under the pointer.
        const under = await cell(page, row, column).evaluate((element) => {
          const box = element.getBoundingClientRect();
          const hit = document.elementFromPoint(box.left + 2, box.top + box.height / 2);
          return hit?.closest("a")?.getAttribute("href");
        });
        expect(under).toBe(href);
      }
      await expect(page).toHaveURL(/\/$/);
      // One link a row for screen readers, but for the row under the pointer.
      await expect(rows(page).nth(6).getByRole("link")).toHaveCount(1);
      expect(await seriousViolations(page, "[data-row='3']")).toEqual([]);

      await cell(page, 2, "low").click();
      await expect(page).toHaveURL(/\/items\/\d+$/);
      expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
    });
  }

  test("opens in a tab of its own by Ctrl+Enter", async ({ page }) => {
    await openMarket(page);
    const href = await hrefOf(page, 1);
    await cell(page, 1, "low").focus();
    expect(await tabOf(page, () => page.keyboard.press("Control+Enter"))).toBe(href);
    await expect(page).toHaveURL(/\/$/);
  });
});
