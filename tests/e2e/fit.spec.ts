import type { Page } from "@playwright/test";
import type { Display } from "#ui/display/display.ts";
import { DISPLAY_KEY, displayChoices } from "#ui/display/display.ts";
import { columnsFor } from "#features/market/ui/table/market-columns.ts";
import { cutTexts } from "./support/cut-texts.ts";
import { grid, openMarket, rows, settled } from "./support/market.ts";
import { expect } from "./support/test.ts";
import { MOST_GP, test } from "./support/wide-market.ts";

test.setTimeout(180_000);

const WIDE = [768, 1024, 1440];
const NARROW = 360;
const columnIds = columnsFor(true);
const EVERY_COLUMN = `/?cols=${columnIds.join(",")}`;
const ABSURD_FILTERS =
  `/?q=tr&price=1..${MOST_GP}&margin=-${MOST_GP}..${MOST_GP}&roi=-123456..9007199254740991` +
  `&vol=1..98765432109876&limit=1..${MOST_GP}&fresh=9999&coins=98765432109876`;
const WIDE_NAME = /Trailblazer|Raging|Superanti|Frozen/;

const openAt = async (page: Page, width: number, path: string) => {
  await page.setViewportSize({ width, height: 1_200 });
  await openMarket(page, path);
  await expect(rows(page).getByText(WIDE_NAME).first()).toBeVisible();
};

/** Chooses a number style as the device remembers it, before the page's scripts. */
const writeNumbers = (page: Page, numbers: Display["numbers"]) =>
  page.addInitScript(([key, value]) => localStorage.setItem(key, value), [
    DISPLAY_KEY,
    JSON.stringify({ numbers }),
  ] as const);

/** What is cut in the list in any density, which is a matter of style sheets alone. */
async function cutInList(page: Page): Promise<string[]> {
  const cut: string[] = [];
  for (const density of displayChoices.density) {
    await page.locator("html").evaluate((html, value) => html.setAttribute("data-density", value), density);
    for (const text of await cutTexts(page, "[role=grid]")) cut.push(`${density}: ${text}`);
  }
  return cut;
}

for (const numbers of displayChoices.numbers) {
  test(`cuts nothing in the list, whatever its columns hold and how wide the window is: ${numbers}`, async ({
    page,
  }) => {
    await writeNumbers(page, numbers);
    for (const width of WIDE) {
      await openAt(page, width, EVERY_COLUMN);
      await expect(page.getByText(numbers === "whole" ? "2,147,483,647" : "2.15b").first()).toBeVisible();
      expect(await cutInList(page), `at ${width} px`).toEqual([]);
    }
    await openAt(page, NARROW, "/");
    for (const column of columnIds) {
      await page.getByRole("combobox", { name: "Sort by" }).selectOption(column);
      await expect(page).toHaveURL(new RegExp(`sort=-?${column}\\b`));
      await settled(page);
      expect(await cutInList(page), `at ${NARROW} px by ${column}`).toEqual([]);
      expect(await grid(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    }
  });
}

test("cuts nothing of an item, of absurd filters and of the palette", async ({ page }) => {
  for (const width of [NARROW, ...WIDE]) {
    await page.setViewportSize({ width, height: 1_200 });
    await openMarket(page, ABSURD_FILTERS);
    await expect(page.getByRole("list", { name: "Active filters" }).getByRole("listitem")).toHaveCount(7);
    expect(await cutTexts(page, "[aria-label='Active filters']"), `chips at ${width} px`).toEqual([]);

    await openMarket(page, "/?q=rejuvenation");
    await rows(page).first().getByRole("link").click();
    await expect(page.getByRole("heading", { level: 1 })).toContainText(WIDE_NAME);
    await page.getByLabel("Quantity").fill(String(MOST_GP));
    await page.getByLabel("Bought at").fill(String(MOST_GP));
    await page.getByRole("button", { name: /^Margin after tax/ }).click();
    await expect(page.getByText(">999%").first()).toHaveAttribute("data-hint", /^\+[\d,]{6,}%$/);
    expect(await cutTexts(page, "main"), `item at ${width} px`).toEqual([]);

    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search items and pages" }).fill("trailblazer");
    await expect(page.getByRole("option").first()).toContainText("2.15b");
    expect(await cutTexts(page, "[role=listbox]"), `palette at ${width} px`).toEqual([]);
    await page.keyboard.press("Escape");
  }
});
