import type { Locator, Page } from "@playwright/test";
import { join, newcomer } from "./support/accounts.ts";
import { grid, openMarket, rows, settled } from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const star = (page: Page, name: string): Locator =>
  page.getByRole("button", { name: `Watch ${name}`, exact: true });
const onList = (page: Page): Promise<string[]> =>
  page.getByRole("table").getByRole("rowheader").getByRole("link").allInnerTexts();
const rowAt = (page: Page, at: number): Locator => grid(page).locator(`[data-row="${at}"]`);
const nameOf = async (row: Locator): Promise<string> =>
  (await row.locator("[data-name]").getAttribute("title")) ?? "";

test("w watches the row that has the focus, on this device; in the account after signing up", async ({
  page,
}) => {
  await openMarket(page);
  await page.keyboard.press("j");
  const first = await nameOf(rowAt(page, 0));
  await page.keyboard.press("w");
  await expect(star(page, first)).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("j");
  const second = await nameOf(rowAt(page, 1));
  await page.keyboard.press("w");
  await expect(star(page, second)).toHaveAttribute("aria-pressed", "true");
  // Taken off and, undone, back at its place.
  await page.keyboard.press("k");
  await page.keyboard.press("w");
  await expect(star(page, first)).toHaveAttribute("aria-pressed", "false");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(star(page, first)).toHaveAttribute("aria-pressed", "true");

  await page.getByRole("tab", { name: "Watched" }).click();
  await settled(page);
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText(/^2 of [\d,]+ items$/)).toBeVisible();
  // By w on the page of an item.
  await openMarket(page, "/?q=nature+rune");
  await rowAt(page, 0).getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nature rune");
  await page.keyboard.press("w");
  await expect(star(page, "Nature rune")).toHaveAttribute("aria-pressed", "true");
  // And from the palette: off, and on again.
  for (const [label, pressed] of [
    ["Stop watching this item", "false"],
    ["Watch this item", "true"],
  ] as const) {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search items and pages" }).fill("watch");
    await page.getByRole("option", { name: label }).click();
    await expect(star(page, "Nature rune")).toHaveAttribute("aria-pressed", pressed);
  }

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Watchlists" }).click();
  await expect.poll(() => onList(page)).toEqual([first, second, "Nature rune"]);
  await page.getByRole("link", { name: "Nature rune" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  await page.keyboard.press("Alt+ArrowUp");
  await expect.poll(() => onList(page)).toEqual(["Nature rune", first, second]);
  await expect(page.getByRole("link", { name: "Nature rune" })).toBeFocused();
  await page.getByRole("rowheader", { name: second }).dragTo(page.getByRole("rowheader", { name: first }));
  const ordered = ["Nature rune", second, first];
  await expect.poll(() => onList(page)).toEqual(ordered);
  expect(await seriousViolations(page)).toEqual([]);

  // The lists move into the account of whoever signs up here.
  const person = newcomer();
  await join(page, person, "/watchlists");
  await expect(page.getByText("The watchlists of this device are in your account now.")).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem("ge:watchlists"))).toBeNull();
  await page.reload();
  await expect.poll(() => onList(page)).toEqual(ordered);
});

test("a list is shared by a link, copied from it, and the link taken back", async ({ page, browser }) => {
  await join(page, newcomer(), "/watchlists");
  await page.getByRole("textbox", { name: "New list" }).fill("Runes & co");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Runes & co" })).toBeVisible();
  await page.getByRole("button", { name: "Import" }).click();
  await page.getByRole("textbox", { name: /^Names or ids/ }).fill("nature RUNE\n4151\nWhip of doom\n");
  await page.getByRole("button", { name: "Add to the list" }).click();
  await expect(page.getByText("2 items added. 1 not found:")).toBeVisible();
  await expect(page.getByRole("list", { name: "Not found" })).toHaveText("Line 3 Whip of doom");
  await page.keyboard.press("Escape");
  await expect.poll(() => onList(page)).toEqual(["Nature rune", "Abyssal whip"]);

  await page.getByRole("button", { name: "Share" }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = await page.getByRole("textbox", { name: "Read-only link" }).inputValue();
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(link);
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText("Runes & co");
  await expect.poll(() => onList(visitor)).toEqual(["Nature rune", "Abyssal whip"]);
  await expect(visitor.getByRole("button", { name: /^(Move|Remove)/ })).toHaveCount(0);
  expect(await seriousViolations(visitor)).toEqual([]);
  await visitor.getByRole("button", { name: "Copy to my watchlists" }).click();
  await expect(visitor).toHaveURL("/watchlists");
  await expect.poll(() => onList(visitor)).toEqual(["Nature rune", "Abyssal whip"]);

  await page.getByRole("button", { name: "Take the link back" }).click();
  await expect(page.getByRole("button", { name: "Make a link" })).toBeVisible();
  expect((await visitor.goto(link))?.status()).toBe(404);
  await visitor.context().close();
});

test("on a phone, a star is pressed beside the row's link", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/?preset=watched");
  await expect(page.getByRole("heading", { name: "You watch nothing yet" })).toBeVisible();
  await page.getByRole("button", { name: "Show all items" }).click();
  await settled(page);
  const button = grid(page)
    .getByRole("button", { name: /^Watch / })
    .first();
  const box = await button.boundingBox();
  expect([box?.width, box?.height].map((side) => (side ?? 0) >= 24)).toEqual([true, true]);
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect(page).toHaveURL("/");
});

test("a change that the server refuses is taken back, and says why", async ({ page }) => {
  await join(page, newcomer(), "/items/561");
  const button = star(page, "Nature rune");
  await button.click();
  await expect(page.getByText("Watching Nature rune.")).toBeVisible();
  await page.route("**/trpc/watchlists.removeItems**", (route) =>
    route.fulfill({ status: 502, contentType: "text/html", body: "Bad gateway" }),
  );
  await button.click();
  await expect(
    page.getByText("The server did not answer. Check the connection and try again."),
  ).toBeVisible();
  await expect(button).toHaveAttribute("aria-pressed", "true");
});
