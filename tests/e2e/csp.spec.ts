import type { Page } from "@playwright/test";
import { WHIP, chart, openChart, saved } from "./support/chart.ts";
import { sourcesOf, unnamedScripts, watchPolicy } from "./support/csp.ts";
import { openMarket, rows } from "./support/market.ts";
import { expect, test } from "./support/test.ts";

type Marked = { ranByMarkup?: boolean };
const ranByMarkup = (page: Page) => page.evaluate(() => (globalThis as Marked).ranByMarkup === true);

const PAGES: readonly [
  name: string,
  address: string,
  status: number,
  alive: (page: Page) => Promise<void>,
][] = [
  ["the market", "/", 200, (page) => openMarket(page)],
  ["an item with its chart", `/items/${WHIP}`, 200, (page) => expect(chart(page)).toBeVisible()],
  [
    "the API's page",
    "/api/docs",
    200,
    (page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible(),
  ],
  [
    "an address with nothing",
    "/nothing/here",
    404,
    (page) => expect(page.getByText("nothing at this address")).toBeVisible(),
  ],
  [
    "an item nobody knows",
    "/items/99999999",
    404,
    (page) => expect(page.getByText("nothing at this address")).toBeVisible(),
  ],
];

for (const [name, address, status, alive] of PAGES) {
  test(`${name} runs under a policy that names each of its scripts`, async ({ page, request }) => {
    const stopped = await watchPolicy(page);
    await page.goto(address);
    await alive(page);
    // The shell answers keys only once the page's scripts run.
    await expect(async () => {
      await page.keyboard.press("Control+k");
      await expect(page.getByRole("combobox", { name: "Search items and pages" })).toBeFocused({
        timeout: 500,
      });
    }).toPass();
    expect(await stopped()).toEqual([]);

    const answer = await request.get(address);
    expect(answer.status()).toBe(status);
    const policy = answer.headers()["content-security-policy"] ?? "";
    expect(policy.length).toBeLessThan(4_096);
    expect(sourcesOf(policy, "script-src")).toContain("'self'");
    expect(sourcesOf(policy, "script-src").join(" ")).not.toMatch(/unsafe|\*|https?:|data:/);
    expect(sourcesOf(policy, "frame-ancestors")).toEqual(["'none'"]);
    expect(unnamedScripts(await answer.text(), policy)).toEqual([]);
  });
}

test("going from page to page, drawing and saving a picture break no rule", async ({ page }) => {
  const stopped = await watchPolicy(page);
  await openMarket(page);
  await rows(page).first().getByRole("link").first().click();
  await expect(page).toHaveURL(/\/items\/\d+/);
  expect(await stopped()).toEqual([]);
  await openChart(page);
  await saved(page, "PNG");
  expect(await stopped()).toEqual([]);
});

test("a script that is put into the page does not run, and the page says so", async ({ page }) => {
  const stopped = await watchPolicy(page);
  await openMarket(page);
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ranByMarkup = true";
    document.body.append(script);
    const box = document.createElement("div");
    box.innerHTML = '<img src="data:," onerror="globalThis.ranByMarkup = true">';
    document.body.append(box);
  });
  await expect
    .poll(async () => (await stopped()).filter((text) => text.startsWith("script-src")).length)
    .toBe(2);
  expect(await ranByMarkup(page)).toBe(false);
});

for (const [name, address] of [
  ["a page that many are shown", "/"],
  ["a page of one's own", "/api/docs"],
]) {
  test(`a script in the HTML of ${name} does not run`, async ({ page }) => {
    const stopped = await watchPolicy(page);
    await page.route(`**${address}`, async (route) => {
      const response = await route.fetch();
      const html = (await response.text()).replace(
        "<head>",
        "<head><script>globalThis.ranByMarkup = true</script>",
      );
      await route.fulfill({ response, body: html });
    });
    await page.goto(address ?? "/");
    await expect(page.getByRole("banner")).toBeVisible();
    expect((await stopped()).some((text) => text.startsWith("script-src-elem inline"))).toBe(true);
    expect(await ranByMarkup(page)).toBe(false);
  });
}
