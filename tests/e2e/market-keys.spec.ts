import type { Locator, Page } from "@playwright/test";
import { grid, openMarket, rows, search, settled } from "./support/market.ts";
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
    test(`is a link anywhere on it but on its star at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 740 });
      await openMarket(page);
      await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
      for (const [row, column] of [
        [1, "item"],
        [2, "volume24h"],
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
          const hit = document.elementFromPoint(box.right - 2, box.top + box.height / 2);
          return hit?.closest("a")?.getAttribute("href");
        });
        expect(under).toBe(href);
      }
      await expect(page).toHaveURL(/\/$/);
      // One link a row for screen readers, but for the row under the pointer.
      await expect(rows(page).nth(6).getByRole("link")).toHaveCount(1);
      expect(await seriousViolations(page, "[data-row='3']")).toEqual([]);

      await cell(page, 2, "volume24h").click();
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

/** How far below the top of the list the row with the focus is, and its name. */
const focused = (page: Page) =>
  grid(page).evaluate((element) => {
    const row = document.activeElement?.closest("[data-row]") ?? null;
    if (row === null) return null;
    const below = row.getBoundingClientRect().top - element.getBoundingClientRect().top;
    return { name: row.querySelector("[data-name]")?.textContent, below: Math.round(below) };
  });

/** The row in the middle of the list. */
const middleRow = (page: Page) =>
  grid(page).evaluate((element) => {
    const box = element.getBoundingClientRect();
    const hit = document.elementFromPoint(box.left + 100, box.top + box.height / 2);
    return Number(hit?.closest("[data-row]")?.getAttribute("data-row") ?? -1);
  });

test.describe("Back", () => {
  for (const width of [1440, 360]) {
    test(`brings scroll, row, focus, filters and preset back at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 740 });
      await openMarket(page);
      await page.getByRole("tab", { name: "Biggest margins" }).click();
      await search(page).fill("r");
      await settled(page);
      await expect(page).toHaveURL(/\?preset=margins&q=r$/);
      await grid(page).evaluate((element) => element.scrollTo({ top: 2_000 }));
      await expect.poll(() => middleRow(page)).toBeGreaterThan(20);
      await cell(page, await middleRow(page), "item").click();
      await expect(page.getByRole("heading", { level: 1 })).not.toHaveText("Market");
      const name = await page.getByRole("heading", { level: 1 }).innerText();

      await page.goBack();
      await settled(page);
      await expect(page).toHaveURL(/\?preset=margins&q=r$/);
      await expect.poll(async () => (await focused(page))?.name).toBe(name);
      const before = (await focused(page))?.below ?? 0;
      expect(before).toBeGreaterThan(0);
      expect(await grid(page).evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(1_500);

      // Opened by a key, and with a reload in between.
      await page.keyboard.press("j");
      const next = await focused(page);
      await page.keyboard.press("Enter");
      await expect(page.getByRole("heading", { level: 1, name: next?.name ?? "none" })).toBeVisible();
      await page.reload();
      await page.goBack();
      await settled(page);
      await expect.poll(() => focused(page)).toEqual(next);
      await expect(search(page)).toHaveValue("r");

      // A preset is an entry of the history, typing is none.
      await page.goBack();
      await expect(page).toHaveURL(/\/$/);
      await expect(page.getByRole("tab", { name: "All" })).toHaveAttribute("aria-selected", "true");
      await page.goForward();
      await expect(search(page)).toHaveValue("r");
      await expect.poll(() => focused(page)).toEqual(next);
    });
  }

  test("keeps what was typed right before Enter", async ({ page }) => {
    await openMarket(page);
    await search(page).focus();
    await page.keyboard.insertText("abyssal whip");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/\/items\/4151$/);
    await page.goBack();
    await expect(search(page)).toHaveValue("abyssal whip");
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Market" }).click();
    await expect(page).toHaveURL(/\/$/);
    await settled(page);
    expect(await grid(page).evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  });
});

test("keys work from page load, without a click into the list", async ({ page }) => {
  await openMarket(page);
  await page.keyboard.press("j");
  await expect(cell(page, 0, "item")).toBeFocused();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await expect(cell(page, 2, "item")).toBeFocused();
  const href = await hrefOf(page, 2);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href}$`));

  // Begins in view, also from a button, which keeps its own keys.
  await openMarket(page);
  await page.getByRole("tab", { name: "High volume" }).click();
  await settled(page);
  await grid(page).evaluate((element) => element.scrollTo({ top: 410 }));
  await page.keyboard.press("k");
  await expect(cell(page, 11, "item")).toBeFocused();
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("jk?");
  await expect(search(page)).toHaveValue("jk?");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Filters" }).click();
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("j");
  await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
  await expect(grid(page).locator(":focus")).toHaveCount(0);
});

test("? maps the keys, for this page first; letters can be turned off", async ({ page }) => {
  await openMarket(page);
  await page.keyboard.press("?");
  const map = page.getByRole("dialog", { name: "Keys" });
  await expect(map.getByRole("heading", { level: 3 }).first()).toHaveText("Market list");
  await expect(map.locator("kbd", { hasText: /^j$/ }).first()).toBeVisible();
  expect(await seriousViolations(page, "dialog[open]")).toEqual([]);
  await page.keyboard.press("j");
  await expect(map).toBeVisible();
  await map.getByRole("checkbox", { name: /Keys without Ctrl/ }).uncheck();
  await page.keyboard.press("Escape");
  await expect(map).toHaveCount(0);
  await page.keyboard.press("j");
  await page.keyboard.press("?");
  await expect(map).toHaveCount(0);
  await expect(grid(page).locator(":focus")).toHaveCount(0);

  // By pointer, on a page without a list.
  await page.goto("/plans");
  await page.getByRole("button", { name: "Keys" }).click();
  await expect(map.getByRole("heading", { level: 3 }).first()).toHaveText("Every page");
  await map.getByRole("checkbox", { name: /Keys without Ctrl/ }).check();
  await map.getByRole("button", { name: "Close" }).click();
  await expect(map).toHaveCount(0);
  await page.keyboard.press("?");
  await expect(map).toBeVisible();

  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/");
  await page.getByRole("button", { name: "Search items and pages" }).click();
  await page.getByRole("combobox", { name: "Search items and pages" }).fill("shortcuts");
  await page.getByRole("option", { name: /^Keys/ }).click();
  await expect(map).toBeInViewport({ ratio: 0.99 });
});

test("keys pressed before the page's scripts run are not lost", async ({ page }) => {
  let letGo = () => undefined as void;
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  await page.route(/\/_next\/static\/.*\.js/, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "commit" });
  await expect(page.getByRole("heading", { level: 1, name: "Market" })).toBeVisible();
  await page.keyboard.press("Control+k");
  letGo();
  await expect(page.getByRole("combobox", { name: "Search items and pages" })).toBeFocused();
});
