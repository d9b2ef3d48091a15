import type { Page } from "@playwright/test";
import { button, field, noteOf, section, signInLink } from "./support/accounts.ts";
import { joinWithTrades } from "./support/ledger.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.describe.configure({ timeout: 120_000 });

const table = (page: Page, name: string) => page.getByRole("table", { name });
const row = (page: Page, name: string, item: string, character: string) =>
  table(page, name).getByRole("row").filter({ hasText: item }).filter({ hasText: character });
const tile = (page: Page, name: string) =>
  page
    .getByRole("region", { name: /^Totals/ })
    .locator("div")
    .filter({ hasText: name })
    .last();

test("shows what is held, which limits run and what was earned", async ({ page }) => {
  await joinWithTrades(page, "/portfolio");
  const runes = row(page, "What you hold, gp", "Nature rune", "Main");
  await expect(runes).toContainText(/49.*100.*4,900/);
  await expect(tile(page, "Cost")).toContainText("52.5m");
  await runes.getByRole("button", { name: /lots of Nature rune of Main/ }).click();
  await expect(page.getByText(/: 49 left, cost 4,900, 100 each/)).toBeVisible();
  await button(page, "Enter coins in offers").click();
  const offers = page.getByRole("region", { name: "Coins in offers", exact: true });
  await offers.getByLabel("Main").fill("-5");
  await offers.getByLabel("Main").press("Enter");
  await expect(await noteOf(offers.getByLabel("Main"))).toContainText("Use 0 or more");
  await offers.getByLabel("Main").fill("1.5m");
  await offers.getByLabel("Main").press("Enter");
  await expect(offers).toContainText(/Entered \d+s ago/);
  await expect(tile(page, "Total worth").locator("xpath=preceding-sibling::div[1]")).toContainText(
    /1\.50m\d+s ago/,
  );
  await expect(page.getByText("The coins in offers of 1 character are not entered")).toBeVisible();
  await page.getByLabel("Character").selectOption("Alt");
  await expect(runes).toHaveCount(0);
  await expect(page).toHaveURL(/\?character=/);
  expect(await seriousViolations(page, "main")).toEqual([]);

  await page.getByRole("link", { name: "Limits" }).click();
  const whips = row(page, "Buy limits in use", "Abyssal whip", "Main");
  await expect(whips).toContainText(/30.*70.*40.*1:5\d:\d\d/);
  await expect(row(page, "Buy limits in use", "Abyssal whip", "Alt")).toContainText(/65.*2:5\d:\d\d/);
  expect(await seriousViolations(page, "main")).toEqual([]);

  await page.getByRole("link", { name: "Profit" }).click();
  // 800 of the runes, 8 of the one with a cost that Alt sold, and 138,000 lost on the whip.
  await expect(tile(page, "Profit")).toContainText("−137k");
  await expect(page.getByText("216 gp were received for units whose cost is unknown")).toBeVisible();
  await expect(row(page, "Profit by item, gp", "Nature rune", "+808")).toBeVisible();
  await expect(page.getByRole("region", { name: "Worst flips" })).toContainText("−138k");
  await expect(page.getByRole("slider", { name: "Profit in the last 30 days" })).toBeVisible();
  const taxes = page.getByRole("region", { name: "Tax by month and year" }).first();
  await expect(taxes.getByRole("row").nth(1)).toContainText("−137,192");
  await page.getByRole("tab", { name: "Day" }).click();
  await expect(page).toHaveURL(/\?range=day/);
  await expect(tile(page, "Profit")).toContainText("+8");
  expect(await seriousViolations(page, "main")).toEqual([]);

  await page.goto("/items/561");
  const mine = page.getByRole("region", { name: "My trades" });
  await expect(mine).toContainText("My limit is whole");
  await expect(mine).toContainText(/I hold49.*Average cost, gp100.*Break-even102/);
  // The chart marks the sale of an hour ago, and its legend has the average.
  const chart = page.getByRole("region", { name: "Price history" });
  await expect(chart).toContainText("Your own trades are marked in 1 of its points.");
  await expect(chart.getByText("My average")).toBeVisible();
  expect(await seriousViolations(page, "main")).toEqual([]);

  await page.goto("/?cols=item,limit,myLimit&q=abyssal%20whip");
  const whip = page.getByRole("row").filter({ hasText: "Abyssal whip" }).first();
  const left = whip.locator("[data-column=myLimit]");
  await expect(left).toHaveText("40");
  await expect(left.locator("[data-hint]")).toHaveAttribute("data-hint", /Alt: 65 of 70 left/);

  await page.goto("/profit");
  // On paper there is the report alone, in the colours of paper.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "Profit", exact: true })).toBeVisible();
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(page.getByRole("columnheader", { name: "In all, gp" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe("rgb(27, 28, 30)");
});

test("changes how the ledger counts, its time zone and its characters", async ({ page }) => {
  await joinWithTrades(page, "/settings/trading");
  const method = section(page, "Cost method");
  await expect(method.getByLabel("First in, first out")).toBeChecked();
  await method.getByLabel("Average cost").check();
  // Its computation takes as long as the test wants it to.
  const computed = Promise.withResolvers<undefined>();
  await page.route(/characters\.changeSettings/, async (route) => {
    await computed.promise;
    await route.continue();
  });
  await button(page, "Change the method").click();
  await expect(method.getByRole("progressbar", { name: "Computing your ledger" })).toBeVisible();
  await expect(method).toContainText("Cost and profit of 8 trades are computed anew.");
  await expect(method.getByLabel("First in, first out")).toBeDisabled();
  computed.resolve(undefined);
  await expect(method).toContainText("Done: cost and profit are counted this way now.");
  const zone = section(page, "Time zone");
  await expect(zone).toContainText("your browser’s, not saved yet");
  await page.getByRole("combobox", { name: "Time zone" }).selectOption("Asia/Tokyo");
  await button(page, "Save the time zone").click();
  await expect(zone).toContainText("Saved.");

  const characters = section(page, "Characters");
  const rows = characters.getByRole("listitem");
  await expect(rows).toContainText([/Main.*6 trades/, /Alt.*2 trades/]);
  await field(page, "New character").fill("ALT");
  await button(page, "Add the character").click();
  await expect(await noteOf(field(page, "New character"))).toContainText("Another character has this name");
  await field(page, "New character").fill("Lynx Titan");
  await button(page, "Add the character").click();
  await expect(rows).toHaveCount(3);
  await button(page, "Rename Lynx Titan").click();
  await field(page, "New name").fill("Zezima");
  await button(page, "Rename").click();
  await expect(characters).toContainText("“Lynx Titan” is now called “Zezima”.");
  await button(page, "Delete Zezima").click();
  await expect(rows.last()).toContainText("It has no trades.");
  await button(page, "Delete the character").click();
  await expect(rows).toHaveCount(2);
  await button(page, "Delete Alt").click();
  expect(await seriousViolations(page, "main")).toEqual([]);
  await button(page, "Delete the character").click();
  const heir = page.getByRole("combobox", { name: "Its trades go to" });
  await expect(await noteOf(heir)).toContainText("Choose the character that takes the trades");
  await heir.selectOption("Main");
  await button(page, "Delete the character").click();
  // The transfer between the two is no trade any more.
  await expect(rows).toContainText([/Main.*7 trades/]);
  await page.reload();
  await expect(method.getByLabel("Average cost")).toBeChecked();
  await expect(page.getByRole("combobox", { name: "Time zone" })).toHaveValue("Asia/Tokyo");
  await page.goto("/profit");
  await expect(page.getByText("the whole ledger, in Asia/Tokyo")).toBeVisible();
});

test("shows a stranger no column of his own in the list", async ({ page }) => {
  await page.goto("/?cols=item,myLimit,limit");
  await expect(signInLink(page)).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Limit", exact: true })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "My limit" })).toHaveCount(0);
});

test("tells a stranger what the pages show, and brings him back after signing in", async ({ page }) => {
  for (const path of ["/portfolio", "/profit", "/limits"]) {
    await page.goto(path);
    await expect(signInLink(page)).toBeVisible();
    const link = page.getByRole("main").getByRole("link", { name: "Sign in" });
    await expect(link).toHaveAttribute("href", `/sign-in?next=${encodeURIComponent(path)}`);
  }
});
