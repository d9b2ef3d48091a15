import { readFile } from "node:fs/promises";
import type { GameUpdates, PriceHistory } from "#features/history/contract.ts";
import { heatOf } from "#features/history/rules/chart/heatmap.ts";
import {
  NATURE_RUNE,
  WHIP,
  call,
  chart,
  legend,
  openChart,
  panel,
  saved,
  tool,
  watchHistory,
} from "./support/chart.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const DAY_MS = 86_400_000;

test("saves exactly the API's numbers as CSV", async ({ page, request }) => {
  const lastAsked = watchHistory(page);
  await openChart(page, `?range=7d&with=${NATURE_RUNE}`);
  await expect(legend(page, "Nature rune")).toHaveText(/\d/);
  const download = await saved(page, "CSV");
  expect(download.suggestedFilename()).toMatch(/^abyssal-whip-nature-rune(-\d{4}-\d\d-\d\d){2}\.csv$/);
  const [header, ...lines] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
  expect(header).toBe(
    "Item id,Item,Time (UTC),Average high (gp),Average low (gp),Bought instantly (units),Sold instantly (units)",
  );
  // Hours that have closed do not change any more, unless the backfill brought another one meanwhile.
  const told = new Map(lines.map((line) => [line.split(",").slice(0, 3).join(), line]));
  let compared = 0;
  for (const [itemId, name] of [
    [WHIP, "Abyssal whip"],
    [NATURE_RUNE, "Nature rune"],
  ] as const) {
    const { columns } = await call<PriceHistory>(request, "items.getPriceHistory", lastAsked(itemId));
    for (const [index, at] of columns.at.entries()) {
      const key = `${itemId},${name},${new Date(at).toISOString()}`;
      const figures = [columns.avgHigh, columns.avgLow, columns.highVolume, columns.lowVolume].map(
        (column) => column[index] ?? "",
      );
      const line = told.get(key);
      if (line === undefined) continue;
      expect(line).toBe(`${key},${figures.join()}`);
      compared += 1;
    }
  }
  expect(compared).toBe(lines.length);
  expect(compared).toBeGreaterThan(20);
});

test("saves the drawing as a PNG", async ({ page }) => {
  await openChart(page, "?range=7d&ma=20");
  const download = await saved(page, "PNG");
  expect(download.suggestedFilename()).toBe("abyssal-whip-7d.png");
  const bytes = await readFile(await download.path());
  expect(bytes.subarray(1, 4).toString()).toBe("PNG");
  const box = await chart(page).boundingBox();
  // Wider and higher than the drawing: the title, its keys and the watermark stand around it.
  expect(bytes.readUInt32BE(16)).toBeGreaterThan(box?.width ?? Infinity);
  expect(bytes.readUInt32BE(20)).toBeGreaterThan((box?.height ?? Infinity) + 40);
  expect(bytes.length).toBeGreaterThan(5_000);
});

test("zooms and walks by keys", async ({ page }) => {
  await openChart(page, "?range=7d");
  await chart(page).focus();
  await page.keyboard.press("End");
  const whole = await chart(page).screenshot();
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await expect(async () => expect((await chart(page).screenshot()).equals(whole)).toBe(false)).toPass();
  await page.keyboard.press("Home");
  await expect(chart(page)).toHaveAttribute("aria-valuenow", "0");
  await page.keyboard.press("ArrowRight");
  await expect(chart(page)).toHaveAttribute("aria-valuenow", "1");
});

test("marks game updates where they came", async ({ page, request }) => {
  const { updates } = await call<GameUpdates>(request, "items.getUpdates");
  expect(updates.filter(({ kind }) => kind === "tax").map(({ at }) => at)).toEqual([
    1_639_072_800_000, 1_748_514_600_000,
  ]);
  // None of them lies in a week of today: the page is told of one that does.
  const recent = { id: 99, at: Date.now() - 2 * DAY_MS, kind: "game", title: "A new boss", url: null };
  await page.route("**/trpc/items.getUpdates**", (route) =>
    route.fulfill({ json: { result: { data: { updates: [...updates, recent] } } } }),
  );
  await openChart(page, "?range=7d");
  const list = page.getByRole("list", { name: "Game updates in this range" });
  await expect(list.getByRole("listitem")).toHaveText([/A new boss$/]);
  const before = await chart(page).screenshot();
  await tool(page, "Series").click();
  await panel(page, "Series")
    .getByRole("checkbox", { name: /^Game updates/ })
    .uncheck();
  await expect(list).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(async () => expect((await chart(page).screenshot()).equals(before)).toBe(false)).toPass();
});

test.describe("in New York", () => {
  test.use({ timezoneId: "America/New_York" });

  test("maps the hours of the week on the trader's clock", async ({ page, request }) => {
    const lastAsked = watchHistory(page);
    await page.goto(`/items/${NATURE_RUNE}`);
    const map = page.getByRole("grid", { name: "Units of Nature rune traded by hour of the week" });
    await page.getByRole("region", { name: "Liquidity by hour of the week" }).scrollIntoViewIfNeeded();
    await expect(map.getByRole("gridcell")).toHaveCount(168);
    await expect(page.getByText(/both sides, in America\/New_York;/)).toBeVisible();
    await expect(map.getByRole("rowheader")).toHaveCount(7);

    const options = { timeZone: "America/New_York", untilMs: Date.now() };
    const history = await call<PriceHistory>(request, "items.getPriceHistory", {
      ...(lastAsked(NATURE_RUNE) as object),
    });
    expect(history.timestep).toBe("1h");
    await page.reload();
    await page.getByRole("region", { name: "Liquidity by hour of the week" }).scrollIntoViewIfNeeded();
    await expect(map.getByRole("gridcell")).toHaveCount(168);
    const shown = await map.getByRole("gridcell").allInnerTexts();
    const wanted = heatOf(history, options).cells.map(
      ({ median }) => median?.toLocaleString("en") ?? "unknown",
    );
    // The backfill may have brought an hour in between: those that it has not touched are equal.
    const equal = shown.filter((text, index) => text === wanted[index]).length;
    expect(equal).toBeGreaterThan(160);
    expect(wanted.filter((text) => text !== "unknown").length).toBeGreaterThan(20);

    const focused = map.locator('[tabindex="0"]');
    await expect(focused).toHaveCount(1);
    await focused.focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowRight");
    await expect(page.locator(":focus")).toHaveAttribute("data-hint", /day 01:00 to 02:00/);
  });
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no serious accessibility fault in ${colorScheme}, with all of it open`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await openChart(page, `?range=7d&ma=20&bb=20&rsi=14`);
    await page.getByRole("region", { name: "Liquidity by hour of the week" }).scrollIntoViewIfNeeded();
    await expect(page.getByRole("grid")).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
    // Opened panels and the other kind of chart by themselves: the rest of the page was judged before.
    for (const name of ["Series", "Indicators", "Export", "Compare"]) {
      await tool(page, name).click();
      await expect(panel(page, name)).toBeVisible();
      if (name === "Compare") {
        await page.getByRole("combobox").fill("rune");
        await expect(page.getByRole("option").first()).toBeVisible();
      }
      expect(await seriousViolations(page, "dialog"), name).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(panel(page, name)).toBeHidden();
    }
    await openChart(page, `?range=7d&with=${NATURE_RUNE}`);
    await expect(legend(page, "Nature rune")).toBeVisible();
    expect(await seriousViolations(page, 'section[aria-label="Price history"]')).toEqual([]);
  });
}

test("is usable on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  await openChart(page, `?range=30d&ma=20,50,100&bb=20&rsi=14`);
  const excess = () => page.getByRole("main").evaluate((main) => main.scrollWidth - main.clientWidth);
  expect(await excess()).toBe(0);
  for (const name of ["Series", "Indicators", "Compare", "Export"]) {
    await tool(page, name).click();
    await expect(panel(page, name)).toBeInViewport({ ratio: 1 });
    await panel(page, name).getByRole("button", { name: "Close" }).click();
    await expect(panel(page, name)).toBeHidden();
  }
  await tool(page, "Candles").click();
  await expect(page).toHaveURL(/style=candles/);
  await page.getByRole("region", { name: "Liquidity by hour of the week" }).scrollIntoViewIfNeeded();
  await expect(page.getByRole("grid")).toBeVisible();
  expect(await excess()).toBe(0);
});
