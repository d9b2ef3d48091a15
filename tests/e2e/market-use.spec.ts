import {
  cells,
  counts,
  grid,
  header,
  namesInView,
  openMarket,
  rows,
  search,
  settled,
  shiftsSeen,
  watchListRequests,
  watchShifts,
} from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test("is worked by keyboard alone", async ({ page }) => {
  await openMarket(page);
  const cell = (name: string) => grid(page).locator(`[data-cell="${name}"]`);
  await cell("0:0").focus();
  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowRight");
  await expect(cell("2:1")).toBeFocused();
  await page.keyboard.press("k");
  await expect(cell("1:1")).toBeFocused();

  await page.keyboard.press("Control+End");
  await expect(grid(page).locator("[data-cell]:focus")).toHaveAttribute("data-cell", /^41\d\d:1\d$/);
  await expect(grid(page).locator("[data-cell]:focus")).toBeInViewport({ ratio: 1 });
  await page.keyboard.press("Control+Home");
  await expect(cell("0:0")).toBeFocused();

  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(header(page, "Item")).toHaveAttribute("aria-sort", "ascending");
  await settled(page);
  await page.keyboard.press("j");
  const href = await rows(page).first().getByRole("link").getAttribute("href");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(new RegExp(`${href ?? "none"}$`));
});

test("leads from the search into the list by arrow down, and to the first hit by Enter", async ({ page }) => {
  await openMarket(page);
  await grid(page).evaluate((element) => element.scrollTo({ top: 60_000 }));
  await search(page).focus();
  await page.keyboard.type("dscim");
  await page.keyboard.press("ArrowDown");
  await expect(grid(page).locator('[data-cell="0:0"]')).toBeFocused();
  await expect(rows(page).first()).toContainText("Dragon scimitar");
  await expect(grid(page).locator("[aria-sort]:not([aria-sort=none])")).toHaveCount(0);

  await search(page).fill("abysal whpi");
  await search(page).press("Enter");
  await expect(page).toHaveURL(/\/items\/4151$/);
  await page.goto("/");
  // Before the whole list is loaded, Enter waits for it.
  await search(page).fill("ring of wealth(5)");
  await search(page).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Ring of wealth (5)" })).toBeVisible();
});

test.describe("in a German browser", () => {
  test.use({ locale: "de-DE" });

  test("takes coins with a decimal comma, and refuses what could be two amounts", async ({ page }) => {
    await openMarket(page);
    await page.getByRole("button", { name: "Filters" }).click();
    const coins = page.getByLabel("My coins");
    await coins.fill("1,5m");
    await expect(page).toHaveURL(/[?&]coins=1\.5m/);
    await expect(coins).toHaveAttribute("aria-invalid", "false");
    await coins.fill("1,500");
    await expect(coins).toHaveAttribute("aria-invalid", "true");
    await expect(page.getByText("all digits without commas and dots")).toBeVisible();
  });
});

test("keeps the keys working when the focused row scrolls away", async ({ page }) => {
  await openMarket(page);
  await grid(page).locator('[data-cell="1:0"]').focus();
  await grid(page).evaluate((element) => element.scrollTo({ top: 60_000 }));
  await expect(grid(page).locator('[data-cell="1:0"]')).toHaveCount(0);
  await page.keyboard.press("j");
  await expect(grid(page).locator('[data-cell="2:0"]')).toBeFocused();
});

test("shows new prices by itself: nothing shifts, no order changes under the pointer", async ({ page }) => {
  test.setTimeout(150_000);
  await watchShifts(page);
  const asked = watchListRequests(page);
  await openMarket(page, "/?sort=-volume24h");
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  await rows(page).nth(4).hover();
  await expect(page.getByText("Order waits while you are on a row")).toBeVisible();
  const names = await namesInView(page);
  const prices = async () => [
    ...(await cells(page, "low").allInnerTexts()),
    ...(await cells(page, "high").allInnerTexts()),
  ];
  const before = await prices();
  await expect.poll(async () => (await prices()).join(), { timeout: 100_000 }).not.toBe(before.join());

  expect(await namesInView(page)).toEqual(names);
  const isTick = (request: string) => /^items\.getChanges\?\{"since":\d+\}$/.test(request);
  expect(asked.filter(isTick)).not.toEqual([]);
  // The preload is used: all else is fetched once.
  expect(asked.filter((request) => !isTick(request)).toSorted()).toEqual([
    expect.stringMatching(/^items\.getCatalogue\?\{"version":"[\w-]+"\}$/),
    'items.getChanges?{"since":null}',
  ]);
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
  expect(await shiftsSeen(page)).toEqual([]);
});

test("keeps the last prices while offline, says so, and recovers by itself", async ({ page, context }) => {
  await openMarket(page);
  const pill = page.getByRole("banner").getByRole("status");
  await expect(pill).toHaveText("Simulated");
  await context.setOffline(true);
  await expect(pill).toHaveText("Offline");
  await expect(page.getByText(/Offline: prices as of \d\d:\d\d, \d+ (s|min) ago/)).toBeVisible();
  await expect(rows(page).first()).toBeVisible();
  await search(page).fill("dragon scimitar");
  await expect(rows(page).first()).toContainText("Dragon scimitar");
  await page.getByRole("button", { name: "About the prices" }).click();
  const panel = page.getByRole("dialog", { name: "Prices" });
  await expect(panel).toContainText(/Offline: prices as of \d\d:\d\d/);
  expect(await seriousViolations(page)).toEqual([]);
  await context.setOffline(false);
  await expect(pill).toHaveText("Simulated");
  await expect(panel).toContainText("made up on this machine");
  await expect(panel.getByText(/^[\d,]+ of [\d,]+ buckets$|^complete$/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(page.getByRole("button", { name: "About the prices" })).toBeFocused();
  await expect(page.getByRole("contentinfo").getByRole("progressbar")).toHaveCount(0);
});

test("scrolls from end to end without a blank row", async ({ page }) => {
  test.setTimeout(120_000);
  await openMarket(page);
  const blanks = await grid(page).evaluate(async (element) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const box = element.getBoundingClientRect();
    const missing: number[] = [];
    for (let top = 0; top < element.scrollHeight - element.clientHeight; top += 3_000) {
      element.scrollTo({ top });
      await frame();
      await frame();
      for (const y of [
        box.top + 60,
        box.top + element.clientHeight / 2,
        box.top + element.clientHeight - 20,
      ]) {
        const row = document.elementFromPoint(box.left + 120, y)?.closest("[data-row]");
        if ((row?.querySelector("a")?.textContent ?? "") === "") missing.push(top);
      }
    }
    return missing;
  });
  expect(blanks).toEqual([]);
});

test("has two lines a row on a phone, and scrolls sideways for nothing", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await watchShifts(page);
  await openMarket(page);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  expect(await width()).toBeLessThanOrEqual(360);
  expect(await grid(page).evaluate((element) => element.scrollWidth)).toBeLessThanOrEqual(360);
  const rail = await page.getByRole("navigation", { name: "Main" }).boundingBox();
  expect(rail?.y).toBeGreaterThan(640);

  await expect(grid(page)).toHaveAttribute("aria-colcount", "7");
  for (const column of ["item", "profit", "margin", "roi", "volume24h", "age"])
    await expect(cells(page, column).first()).toBeInViewport({ ratio: 1 });
  const y = async (column: string) => (await cells(page, column).first().boundingBox())?.y ?? 0;
  expect(await y("margin")).toBeGreaterThan((await y("item")) + 20);
  expect(await y("age")).toBe(await y("margin"));
  const tops = await rows(page).evaluateAll((drawn) => drawn.map((row) => row.getBoundingClientRect()));
  for (const [index, box] of tops.entries())
    if (index > 0) expect(box.top).toBeCloseTo(tops[index - 1]?.bottom ?? 0, 0);

  await page.getByRole("combobox", { name: "Sort by" }).selectOption("Buy at");
  await expect(page).toHaveURL(/sort=-low/);
  await expect(header(page, "Buy at")).toHaveAttribute("aria-sort", "descending");
  await expect(cells(page, "low").first()).toBeInViewport({ ratio: 1 });

  await settled(page);
  await cells(page, "item").first().focus();
  await page.keyboard.press("Control+End");
  const last = page.locator(`[data-row="${(await counts(page)).matched - 1}"]`);
  await expect(last).toBeInViewport({ ratio: 1 });
  await expect(last.locator('[data-column="age"]')).toBeFocused();
  for (const key of ["k", "Home"]) await page.keyboard.press(key);
  const name = await page.locator(":focus [data-name]").innerText();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name, exact: true })).toBeVisible();
  await page.goBack();

  await page.getByRole("button", { name: "Filters" }).click();
  await expect(page.getByRole("dialog", { name: "Filters" })).toBeInViewport({ ratio: 0.99 });
  expect(await width()).toBeLessThanOrEqual(360);
});

test("shows note, age and volume at 1024 px in every preset, without scrolling sideways", async ({
  page,
}) => {
  await page.setViewportSize({ width: 1024, height: 740 });
  await openMarket(page);
  // Who watches nothing has no list in Watched.
  const presets = page
    .getByRole("tablist", { name: "Presets" })
    .getByRole("tab")
    .filter({ hasNotText: "Watched" });
  for (const preset of await presets.all()) {
    await preset.click();
    await settled(page);
    for (const name of ["Note", "Age", "Vol 24h"])
      await expect(grid(page).getByRole("columnheader").getByText(name, { exact: true })).toBeInViewport({
        ratio: 1,
      });
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no serious accessibility violation in ${colorScheme}`, async ({ page }) => {
    // axe-core looks at every cell anew for each of its rules: one column of each kind says the same.
    test.setTimeout(120_000);
    await page.setViewportSize({ width: 1440, height: 520 });
    await page.emulateMedia({ colorScheme });
    await openMarket(page, "/?cols=item,quality,low,margin,lowTime,change24h");
    // Both kinds of row: trusted ones, and the inverted and stale ones that are dimmed.
    await header(page, "Margin").getByRole("button").click();
    await page.keyboard.press("Enter");
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole("button", { name: "Filters" }).click();
    await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
    expect(await seriousViolations(page, "dialog[open]")).toEqual([]);
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Columns" }).click();
    await expect(page.getByRole("dialog", { name: "Columns" })).toBeVisible();
    expect(await seriousViolations(page, "dialog[open]")).toEqual([]);
  });
}
