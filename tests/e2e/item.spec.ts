import type { PriceHistory, Timestep } from "#features/history/contract.ts";
import { judge } from "#features/market/rules/judge.ts";
import { taxGp } from "#features/market/rules/tax/tax.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { SOON, WHIP, findItem, getItem, gp, region } from "./support/item.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test("shows what items.get says, to the coin", async ({ page, request }) => {
  await page.goto(`/items/${WHIP}`);
  // Exactly: a doubt about a price has a region of its own.
  const prices = page.getByRole("region", { name: "Prices", exact: true });
  // A tick may fall between the two reads: both are taken again until they meet.
  await expect(async () => {
    const item = await getItem(request, WHIP);
    const text = (await prices.innerText()).replaceAll(/\s+/g, " ");
    expect(item.low).not.toBeNull();
    expect(text).toContain(gp(item.low ?? 0));
    expect(text).toContain(gp(item.high ?? 0));
    expect(text).toContain(gp(Math.abs(judge(item, { itemId: WHIP, atMs: Date.now() }).margin ?? 0)));
  }).toPass({ timeout: 20_000 });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Abyssal whip");
  await expect(page).toHaveTitle(/^Abyssal whip [\d.,]+[kmb]? gp · GE-Metrics$/);
});

test("discloses the margin's formula with this item's numbers", async ({ page }) => {
  await page.goto(`/items/${WHIP}`);
  const toggle = page.getByRole("button", { name: /^Margin after tax/ });
  await expect(toggle).toHaveAttribute("aria-expanded", "false");
  await toggle.focus();
  await page.keyboard.press("Enter");
  await expect(toggle).toHaveAttribute("aria-expanded", "true");

  const table = page.getByRole("table", { name: /margin of one Abyssal whip/ });
  const amount = async (name: string) => {
    const cells = table.getByRole("row", { name: new RegExp(name) }).getByRole("cell");
    return Number((await cells.first().innerText()).replaceAll(/[^\d−]/g, "").replace("−", "-"));
  };
  await expect(async () => {
    const [high, tax, low, margin] = await Promise.all(["Sell at", "Tax", "Buy at", "Margin"].map(amount));
    expect(high).toBeGreaterThan(0);
    expect(tax).toBe(taxGp(high ?? 0, { itemId: WHIP, atMs: Date.now() }));
    expect(margin).toBe((high ?? 0) - (tax ?? 0) - (low ?? 0));
  }).toPass();
  await expect(table).toContainText(/2% of [\d,]+ is [\d,.]+/);
});

test("works out a limit window, a break-even price and alchemy", async ({ page, request }) => {
  await page.goto(`/items/${WHIP}`);
  const window = region(page, "Limit window");
  await window.getByLabel("Quantity").fill("2.5k");
  await expect(async () => {
    const item = await getItem(request, WHIP);
    await expect(window).toContainText(gp(2500 * (item.low ?? 0)), { timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await expect(window).toContainText("Over the limit of 70");
  await expect(window).toContainText(/Time to fill(about \d+ (min|h|days)|over a month)/);
  await expect(window).toContainText(/Buying .+, then selling .+: your offers get half of what/);
  await window.getByLabel("Quantity").fill("many");
  await expect(window.getByText("A whole number of units")).toBeVisible();
  await expect(window.getByLabel("Quantity")).toHaveValue("many");

  const even = region(page, "Break-even");
  await even.getByLabel("Bought at").fill("2m");
  await expect(even).toContainText(gp(2_040_816));

  const alchemy = region(page, "High alchemy");
  await expect(alchemy).toContainText(gp(72_000));
  await expect(alchemy).toContainText("Loss a cast");
  const cast = alchemy.getByText(/^−[\d,]+ gp$/).first();
  const before = await cast.innerText();
  await alchemy.getByLabel("With a fire staff").check();
  await expect(cast).not.toHaveText(before);
  await expect(alchemy).toContainText(/An hour, up to 1,200 casts−[\d,]+ gp/);
  await expect(alchemy).toContainText(/A limit window−[\d,]+ gp/);
});

test("never offers an inverted item as a profit, and calls the unknown unknown", async ({
  page,
  request,
}) => {
  // What is inverted in one tick may be right in the next.
  await expect(async () => {
    const inverted = await findItem(request, ({ quality }, at) => quality[at]?.includes("inverted") ?? false);
    await page.goto(`/items/${inverted}`);
    await expect(region(page, "Doubts about these prices")).toContainText("Not offered as a profit", SOON);
    await expect(region(page, "Limit window")).toContainText("No profit is offered", SOON);
    await expect(page.locator('[data-sign="gain"]')).toHaveCount(0, SOON);
  }).toPass();

  const unlimited = await findItem(request, ({ limit }, at) => limit[at] === null);
  await page.goto(`/items/${unlimited}`);
  await expect(page.getByText("Limit unknown")).toBeVisible();
});

test("keeps the chart's range in the address and asks for its data", async ({ page }) => {
  const ranges: [tab: string, timestep: Timestep, days: number][] = [
    ["7d", "1h", 7],
    ["30d", "1h", 30],
    ["1y", "24h", 365],
    ["1d", "5m", 1],
  ];
  await page.goto(`/items/${WHIP}?range=30d`);
  await expect(page.getByRole("tab", { name: "30d" })).toHaveAttribute("aria-selected", "true");
  // Its own answer is in before another range is asked for.
  const chart = page.getByRole("slider", { name: /^Abyssal whip, prices of the last/ });
  await expect(chart).toBeVisible();
  for (const [tab, timestep, days] of ranges.filter(([name]) => name !== "30d")) {
    const answered = page.waitForResponse(
      (response) =>
        response.url().includes("getPriceHistory") &&
        decodeURIComponent(response.url()).includes(`"${timestep}"`),
    );
    await page.getByRole("tab", { name: tab }).click();
    const body: { result: { data: PriceHistory } } = await (await answered).json();
    const { from, to } = body.result.data;
    // The whole range, and the bucket that is still open.
    expect((to - from) / 1000 - days * 86_400).toBeGreaterThanOrEqual(0);
    expect((to - from) / 1000 - days * 86_400).toBeLessThanOrEqual(STEP_S[timestep]);
    await expect(page).toHaveURL(new RegExp(`range=${tab}$`));
    await expect(chart).toBeVisible();
  }
});

test("reads the chart out to those who use keys or cannot see it", async ({ page }) => {
  await page.goto(`/items/${WHIP}?range=7d`);
  await expect(
    page.getByText(/^The last 7 days, averages of 1 hour; traded in \d+ of 16[89]\./),
  ).toBeAttached();
  const chart = page.getByRole("slider", { name: "Abyssal whip, prices of the last 7 days" });
  await chart.focus();
  await page.keyboard.press("Home");
  await expect(chart).toHaveAttribute("aria-valuenow", "0");
  await page.keyboard.press("ArrowRight");
  await expect(chart).toHaveAttribute("aria-valuenow", "1");
  await expect(chart).toHaveAttribute("aria-valuetext", /: (high|no trades)/);
});

test("answers 404 for what is no item", async ({ page }) => {
  for (const id of ["2147483647", "99999999999", "-1", "4151.0", "04151", "whip", "__proto__", "%20"]) {
    const response = await page.goto(`/items/${id}`);
    expect(response?.status(), id).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no serious accessibility fault in ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto(`/items/${WHIP}`);
    await page.getByRole("button", { name: /^Margin after tax/ }).click();
    await expect(page.getByRole("slider")).toBeVisible();
    expect(await seriousViolations(page)).toEqual([]);
  });
}

test("fits a phone", async ({ page, request }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const dear = await findItem(request, ({ high }, at) => (high[at] ?? 0) > 1_000_000_000);
  for (const id of [WHIP, dear]) {
    await page.goto(`/items/${id}`);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const excess = await page.getByRole("main").evaluate((main) => main.scrollWidth - main.clientWidth);
    expect(excess).toBe(0);
    const tab = page.getByRole("tab", { name: "1y" });
    await tab.scrollIntoViewIfNeeded();
    await expect(tab).toBeInViewport({ ratio: 1 });
  }
});

test("turns its chart with the theme while it is shown", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto(`/items/${WHIP}`);
  const chart = page.getByRole("slider");
  await expect(chart).toBeVisible();
  const dark = await chart.screenshot();
  await page.emulateMedia({ colorScheme: "light" });
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await expect(async () => {
    expect((await chart.screenshot()).equals(dark)).toBe(false);
  }).toPass();
});

test("leads to its set, parts and variants, and shows none where none is known", async ({
  page,
  request,
}) => {
  const GLORY_4 = 1712;
  const { related } = await getItem(request, GLORY_4);
  expect(related.map(({ name }) => name)).toContain("Amulet of glory(6)");
  for (const { name } of related) expect(name).toMatch(/^Amulet of glory/);
  await page.goto(`/items/${GLORY_4}`);
  const links = page.getByRole("navigation", { name: "Related items" }).getByRole("link");
  await expect(links).toHaveCount(related.length);
  await links.filter({ hasText: "Amulet of glory(6)" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Amulet of glory(6)");

  const COAL = 453;
  await page.goto(`/items/${COAL}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Coal");
  await expect(page.getByRole("navigation", { name: "Related items" })).toHaveCount(0);
});

test("says what happened when the history cannot be loaded, and tries again in place", async ({ page }) => {
  // A refusal, which is not asked again by itself: the button must do it.
  const refusal = {
    error: { message: "refused", code: -32600, data: { code: "BAD_REQUEST", httpStatus: 400 } },
  };
  const history = "**/trpc/items.getPriceHistory**";
  await page.route(history, (route) => route.fulfill({ status: 400, json: refusal }));
  await page.goto(`/items/${WHIP}`);
  await expect(page.getByText("The price history could not be loaded")).toBeVisible();
  await page.unroute(history);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("slider")).toBeVisible();
});
