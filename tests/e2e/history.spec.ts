import { midOf } from "#features/history/rules/chart/candles.ts";
import type { PriceHistory } from "#features/history/contract.ts";
import { movingAverage } from "#features/history/rules/chart/indicators.ts";
import { toSeries } from "#features/history/rules/chart/series.ts";
import {
  NATURE_RUNE,
  WHIP,
  call,
  chart,
  legend,
  openChart,
  panel,
  tool,
  watchHistory,
} from "./support/chart.ts";
import { expect, test } from "./support/test.ts";

test("changes between lines and candles, and keeps the choice in the address", async ({ page }) => {
  await openChart(page, "?range=7d");
  await expect(legend(page, "Spread")).toBeVisible();
  await tool(page, "Candles").click();
  await expect(page).toHaveURL(/style=candles/);
  await expect(legend(page, "Open")).toHaveText(/\d/);
  await expect(page.getByText("Each candle: 4 hours (UTC)")).toBeVisible();
  await chart(page).focus();
  await page.keyboard.press("End");
  await expect(chart(page)).toHaveAttribute("aria-valuetext", /open [\d,.]+ gp, high|mid price unknown/);

  await page.reload();
  await expect(tool(page, "Candles")).toHaveAttribute("aria-pressed", "true");
  await tool(page, "Line").click();
  await expect(page).not.toHaveURL(/style=/);
  await expect(legend(page, "Spread")).toBeVisible();
});

test("draws the averages of the numbers that the API gives", async ({ page, request }) => {
  const lastAsked = watchHistory(page);
  await openChart(page, "?range=7d&ma=5");
  await expect(async () => {
    const history = await call<PriceHistory>(request, "items.getPriceHistory", lastAsked(WHIP));
    const averages = movingAverage(toSeries(history).map(midOf), 5);
    // The newest buckets may have come after the page last asked.
    const index = averages.findLastIndex((value, at) => value !== null && at < averages.length - 3);
    expect(index).toBeGreaterThan(0);
    await chart(page).focus();
    await page.keyboard.press("End");
    await expect(chart(page)).toHaveAttribute("aria-valuenow", String(averages.length - 1), { timeout: 500 });
    for (let step = averages.length - 1; step > index; step--) await page.keyboard.press("ArrowLeft");
    await expect(chart(page)).toHaveAttribute("aria-valuenow", String(index), { timeout: 500 });
    const shown = Number((await legend(page, "MA 5").innerText()).replaceAll(",", ""));
    expect(shown).toBe(Math.round(averages[index] ?? 0));
  }).toPass({ timeout: 30_000 });
});

test("puts indicators on and off with periods of one's own", async ({ page }) => {
  await openChart(page, "?range=1d");
  const low = (await chart(page).boundingBox())?.height ?? 0;
  await tool(page, "Indicators").click();
  const indicators = panel(page, "Indicators");
  await indicators.getByRole("checkbox", { name: /^Moving average\b(?! \d)/ }).check();
  await expect(page).toHaveURL(/ma=20/);
  await expect(legend(page, "MA 20")).toBeVisible();
  const period = indicators.getByRole("textbox", { name: "Moving average, period in buckets" });
  await period.fill("1");
  await expect(indicators.getByText("2 to 365")).toBeVisible();
  await expect(page).toHaveURL(/ma=20/);
  await period.fill("7");
  await expect(page).toHaveURL(/ma=7/);
  await expect(legend(page, "MA 7")).toBeVisible();

  await indicators.getByRole("checkbox", { name: /^Bollinger/ }).check();
  await expect(legend(page, "BB 20")).toHaveText(/ to /);
  await indicators.getByRole("checkbox", { name: /^RSI/ }).check();
  await expect(legend(page, "RSI 14")).toBeVisible();
  await expect(page).toHaveURL(/rsi=14/);
  // Its own pane makes the drawing higher.
  await expect.poll(async () => (await chart(page).boundingBox())?.height ?? 0).toBeGreaterThan(low);

  await page.keyboard.press("Escape");
  await expect(indicators).toBeHidden();
  await expect(tool(page, "Indicators")).toContainText("3");
  await expect(tool(page, "Indicators")).toBeFocused();
});

test("shows and hides the sides, the spread and the volume", async ({ page }) => {
  await openChart(page);
  const before = await chart(page).screenshot();
  await tool(page, "Series").click();
  for (const name of [/^High/, /^Low/, /^Spread/, /^Volume/, /^Game/]) {
    await panel(page, "Series").getByRole("checkbox", { name }).uncheck();
  }
  await expect(page).toHaveURL(/show=none/);
  await panel(page, "Series").getByRole("checkbox", { name: /^Mid/ }).check();
  await expect(page).toHaveURL(/show=mid/);
  await expect(legend(page, "Mid")).toBeVisible();
  await expect(async () => expect((await chart(page).screenshot()).equals(before)).toBe(false)).toPass();
});

test("compares items from their common start, found by name", async ({ page }) => {
  await openChart(page, "?range=7d");
  await tool(page, "Compare").click();
  const field = panel(page, "Compare").getByRole("combobox", { name: "Item to compare with" });
  await expect(field).toBeFocused();
  await field.fill("nature rune");
  const option = panel(page, "Compare").getByRole("option", { name: "Nature rune", exact: true });
  await expect(option).toHaveAttribute("aria-selected", "false");
  await field.press("Enter");
  await expect(page).toHaveURL(new RegExp(`with=${NATURE_RUNE}`));
  await expect(option).toHaveAttribute("aria-selected", "true");
  await field.press("Escape");

  const both = page.getByRole("slider", { name: "Abyssal whip, Nature rune, compared over the last 7 days" });
  await expect(both).toBeVisible();
  await expect(legend(page, "Nature rune")).toHaveText(/^\d+\.\d$/);
  await expect(
    page.getByText(/each item's first mid price taken as 100: Abyssal whip is at [\d.]+/),
  ).toBeAttached();
  await expect(tool(page, "Candles")).toBeDisabled();

  await page.getByRole("button", { name: "Remove Nature rune from the chart" }).click();
  await expect(page).not.toHaveURL(/with=/);
  await expect(legend(page, "Spread")).toBeVisible();
});

test("shares no chart between more than four items, nor an item with itself", async ({ page }) => {
  await openChart(page, `?range=7d&with=${WHIP},${NATURE_RUNE},2`);
  const chips = page.getByRole("list", { name: "Compared items" }).getByRole("listitem");
  await expect(chips).toHaveText([/Abyssal whip/, /Nature rune/, /Cannonball/]);
  await openChart(page, `?range=7d&with=${NATURE_RUNE},2,1127,1163`);
  await expect(chips).toHaveCount(4);
  await tool(page, "Compare").click();
  await expect(panel(page, "Compare").getByText("No more than 4 items share a chart")).toBeVisible();
});
