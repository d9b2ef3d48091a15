import { readFile } from "node:fs/promises";
import { join as path, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { button, join, newcomer, post } from "./support/accounts.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const LOGS = resolve(import.meta.dirname, "../contract/captures/trade-logs");
const log = (name: string) => path(LOGS, name);
const imports = (page: Page) => page.getByRole("list", { name: "Imports" });
const tile = (page: Page, label: string) =>
  page.getByRole("term").filter({ hasText: label }).locator("xpath=following-sibling::dd");
const choose = (page: Page, ...names: string[]) =>
  page.getByLabel("Trade logs").setInputFiles(names.map(log));

test("files become trades: seen before, added by one button, and taken out again", async ({ page }) => {
  await join(page, newcomer(), "/settings");
  await post(page, "characters.changeSettings", { timeZone: "America/New_York" });
  await page.goto("/imports");
  await expect(page.getByText("No imports yet")).toBeVisible();
  expect(await seriousViolations(page)).toEqual([]);

  // Two files at once: one is clear, one needs a zone.
  await choose(page, "runelite.json", "exchange-logger.csv");
  const clear = imports(page).getByRole("listitem").filter({ hasText: "runelite.json" });
  await expect(clear).toContainText("12 new");
  const asking = imports(page).getByRole("listitem").filter({ hasText: "exchange-logger.csv" });
  await expect(asking).toContainText("Needs an answer");
  expect(await seriousViolations(page)).toEqual([]);

  await asking.getByRole("link", { name: "Answer" }).click();
  // The zone of the trader's settings is proposed.
  await expect(page.getByLabel("Time zone of the clock times in the file")).toHaveValue("America/New_York");
  await button(page, "Read the file").click();
  await expect(button(page, "Add 6 new trades")).toBeVisible();
  await page.getByRole("tab", { name: "Unmatched" }).click();
  await expect(page.getByRole("table", { name: "Rows" })).toContainText('"state" is missing or wrong');
  await expect(page).toHaveURL(/show=unmatched/);
  await page.getByRole("tab", { name: "By item" }).click();
  await expect(page.getByRole("row", { name: /Nature rune/ })).toContainText("22.0k");
  expect(await seriousViolations(page)).toEqual([]);

  await button(page, "Add 6 new trades").click();
  await expect(page.getByText("6 trades of this file are in your ledger.")).toBeVisible();

  await page.getByRole("link", { name: "All imports" }).click();
  const saving = page.waitForEvent("download");
  await button(page, "Save as CSV").click();
  const saved = await readFile(await (await saving).path(), "utf8");
  expect(saved).toContain(",sell,561,Nature rune,200,22000,");

  // The same file again: all of it is here already, with the trade that it is.
  await choose(page, "exchange-logger.csv");
  await expect(imports(page).getByRole("listitem")).toHaveCount(3);
  await imports(page).getByRole("listitem").first().getByRole("link", { name: "Answer" }).click();
  await page.getByLabel("Time zone of the clock times in the file").selectOption("America/New_York");
  await button(page, "Read the file").click();
  await expect(button(page, "Nothing new to add")).toBeVisible();
  await expect(tile(page, "Already here")).toHaveText("6");
  await page.getByRole("tab", { name: "Already here" }).click();
  await expect(page.getByRole("table", { name: "Rows" })).toContainText("exchange-logger");
  await button(page, "Cancel the import").click();
  await expect(imports(page).getByRole("listitem")).toHaveCount(2);

  await imports(page).getByRole("link", { name: "exchange-logger.csv" }).click();
  await button(page, "Undo this import").click();
  await button(page, "Yes, take 6 trades out").click();
  await expect(page.getByText("Its trades were taken out of your ledger.")).toBeVisible();
  const left = await page.evaluate(
    async () => (await fetch("/trpc/trades.list?input=%7B%7D")).json() as Promise<unknown>,
  );
  expect(left).toMatchObject({ result: { data: { trades: [] } } });
});

test("a table is mapped by its columns, and a file that is no log is refused with a reason", async ({
  page,
}) => {
  await join(page, newcomer(), "/imports");
  await page.setViewportSize({ width: 360, height: 740 });
  await choose(page, "ge-tracker.csv", "README.md");
  await expect(imports(page)).toContainText("No known log of trades");
  await imports(page).getByRole("link", { name: "Answer" }).click();
  await expect(page.getByRole("table", { name: "First rows of the file" })).toContainText("Abyssal whip");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByLabel("Item (name or id)").selectOption({ label: "–" });
  await expect(page.getByText("Say which column has the item.")).toBeVisible();
  await page.getByLabel("Item (name or id)").selectOption("Item name");
  await page.getByLabel("Time zone of the clock times in the file").selectOption("UTC");
  await button(page, "Read the file").click();
  await expect(button(page, "Add 4 new trades")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  expect(await seriousViolations(page)).toEqual([]);
});

test("a visitor reads what the page is for", async ({ page }) => {
  await page.goto("/imports");
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    /next=%2Fimports/,
  );
});
