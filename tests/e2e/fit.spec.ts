import type { Page } from "@playwright/test";
import { columnIds } from "#features/market/rules/list/columns.ts";
import { cutTexts } from "./support/cut-texts.ts";
import { grid, openMarket, rows } from "./support/market.ts";
import { expect } from "./support/test.ts";
import { test } from "./support/wide-market.ts";

test.setTimeout(180_000);

const WIDE = [768, 1024, 1440];
const NARROW = 360;
const EVERY_COLUMN = `/?cols=${columnIds.join(",")}`;
const WIDE_NAME = /Trailblazer|Raging|Superanti|Frozen/;

const openAt = async (page: Page, width: number, path: string) => {
  await page.setViewportSize({ width, height: 1_200 });
  await openMarket(page, path);
  await expect(rows(page).getByText(WIDE_NAME).first()).toBeVisible();
};

test("cuts nothing in the list, whatever its columns hold and how wide the window is", async ({ page }) => {
  for (const width of WIDE) {
    await openAt(page, width, EVERY_COLUMN);
    expect(await cutTexts(page, "[role=grid]"), `at ${width} px`).toEqual([]);
  }
  for (const sort of columnIds) {
    await openAt(page, NARROW, `/?sort=-${sort}`);
    expect(await cutTexts(page, "[role=grid]"), `at ${NARROW} px by ${sort}`).toEqual([]);
    expect(await grid(page).evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
  }
});
