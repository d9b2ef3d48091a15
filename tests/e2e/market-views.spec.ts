import type { Locator, Page } from "@playwright/test";
import { join, newcomer, signIn, signOut } from "./support/accounts.ts";
import { grid, openMarket, rows, search, settled, shiftsSeen, watchShifts } from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const columnsShown = (page: Page): Promise<string[]> =>
  grid(page)
    .locator("[data-row='0'] [data-column]")
    .evaluateAll((drawn) => drawn.map((element) => element.getAttribute("data-column") ?? ""));

/** Hides Note and moves ROI up, so that the columns and their order are a choice. */
async function chooseColumns(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("checkbox", { name: "Note" }).uncheck();
  await page.getByRole("button", { name: "Move ROI up" }).click();
  await page.keyboard.press("Escape");
}

test("the last view of a visitor comes back on this device, without another one before", async ({ page }) => {
  await watchShifts(page);
  await openMarket(page);
  await page.getByRole("tab", { name: "High volume" }).click();
  await chooseColumns(page);
  await search(page).fill("rune");
  await settled(page);
  const columns = await columnsShown(page);
  expect(columns).not.toContain("quality");

  // Loaded anew: the first rows drawn are those of the view, and the search was for once.
  await page.goto("/?for=free");
  await expect(page.getByRole("tab", { name: "All" })).toHaveAttribute("aria-selected", "true");
  await page.addInitScript(() => {
    const seen: (string | null | undefined)[] = [];
    Object.assign(globalThis, { tabsSeen: seen });
    new MutationObserver(() => {
      const tab = document.querySelector('[role="tab"][aria-selected="true"]')?.textContent;
      if (tab !== undefined && seen.at(-1) !== tab) seen.push(tab);
    }).observe(document, { childList: true, subtree: true });
  });
  await page.goto("/");
  await expect(page).toHaveURL(/\/\?preset=volume&cols=/);
  await settled(page);
  expect(await columnsShown(page)).toEqual(columns);
  await expect(search(page)).toHaveValue("");
  expect(await page.evaluate(() => (globalThis as unknown as { tabsSeen: string[] }).tabsSeen)).toEqual([
    "High volume",
  ]);
  expect(await shiftsSeen(page)).toEqual([]);

  // By a link to the list, from another page and from the list itself.
  await rows(page).first().getByRole("link").click();
  await expect(page).toHaveURL(/\/items\/\d+$/);
  const market = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Market" });
  await market.click();
  await expect(page.getByRole("tab", { name: "High volume" })).toHaveAttribute("aria-selected", "true");
  await market.click();
  await expect(page).toHaveURL(/\/\?preset=volume&cols=/);

  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("button", { name: "Usual columns" }).click();
  await page.goto("/");
  await settled(page);
  await expect(page).toHaveURL(/\/$/);
});

test("the last view of a user is in the account, on every device", async ({ page, browser }) => {
  const person = newcomer();
  await join(page, person, "/");
  await settled(page);
  const saved = page.waitForResponse((response) => response.url().includes("views.remember"));
  await page.getByRole("tab", { name: "Movers" }).click();
  await saved;

  const other = await (await browser.newContext()).newPage();
  await other.goto("/sign-in");
  await signIn(other, person);
  await expect(other.getByRole("tab", { name: "Movers" })).toHaveAttribute("aria-selected", "true");
  // Whoever is next at this device gets the usual list.
  await signOut(other);
  await other.goto("/");
  await settled(other);
  await expect(other).toHaveURL(/\/$/);
  await other.context().close();
});

const views = (page: Page): Locator => page.getByRole("dialog", { name: "Views" });
const savedView = (page: Page, name: string): Locator =>
  views(page).getByRole("listitem").filter({ hasText: name });

async function saveView(page: Page, name: string): Promise<void> {
  await views(page).getByLabel("Save this view as").fill(name);
  await page.keyboard.press("Enter");
  await expect(savedView(page, name)).toBeVisible();
}

for (const width of [1440, 360]) {
  test(`views are named, opened, changed, shared and deleted at ${width} px`, async ({ page, context }) => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.setViewportSize({ width, height: 740 });
    const many = Array.from({ length: 24 }, (_, at) => ({
      id: `${at}`,
      name: at === 0 ? "🔥 A view with as long a name as can be" : `View ${at}`,
      view: "?preset=margins&price=250k..1.5m&roi=2..&for=members",
    }));
    await page.addInitScript(
      (stored) => {
        if (localStorage.getItem("ge:views") === null) localStorage.setItem("ge:views", stored);
      },
      JSON.stringify({ v: 1, views: many }),
    );
    await openMarket(page, "/?preset=alch");
    await page.getByRole("button", { name: "Views" }).click();
    await expect(views(page).getByRole("listitem")).toHaveCount(24);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    expect(await seriousViolations(page, "dialog[open]")).toEqual([]);

    await saveView(page, "Alchs");
    await views(page).getByLabel("Save this view as").fill("Alchs");
    await page.keyboard.press("Enter");
    await expect(views(page).getByRole("alert")).toHaveText("Another view has this name");

    await savedView(page, "View 7")
      .getByRole("button", { name: /^View 7/ })
      .click();
    await expect(page).toHaveURL(/preset=margins/);
    await page.goBack();
    await expect(page).toHaveURL(/\?preset=alch$/);
    if (!(await views(page).isVisible())) await page.getByRole("button", { name: "Views" }).click();

    await savedView(page, "Alchs").getByRole("button", { name: "Change Alchs" }).click();
    await savedView(page, "Alchs").getByRole("button", { name: "Copy link" }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await savedView(page, "Alchs").getByRole("button", { name: "Change Alchs" }).click();
    await savedView(page, "Alchs").getByRole("button", { name: "Rename" }).click();
    await views(page).getByLabel("New name").fill("Coins from runes");
    await page.keyboard.press("Enter");
    const renamed = savedView(page, "Coins from runes");
    await renamed.getByRole("button", { name: "Change Coins from runes" }).click();
    await renamed.getByRole("button", { name: "Delete" }).click();
    await expect(renamed).toHaveCount(0);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(renamed).toBeVisible();

    // A link opens the view, whatever is remembered, and offers its name.
    await page.goto("about:blank");
    await page.goto(link);
    await expect(page.getByRole("tab", { name: "High alch" })).toHaveAttribute("aria-selected", "true");
    await page.getByRole("button", { name: "Views" }).click();
    await expect(views(page).getByLabel("Save this view as")).toHaveValue("Alchs");
  });
}

test("an account keeps views, and takes in those of the device", async ({ page }) => {
  await openMarket(page, "/?preset=movers");
  await page.getByRole("button", { name: "Views" }).click();
  await saveView(page, "Flips");
  await join(page, newcomer(), "/?preset=volume");
  await page.getByRole("button", { name: "Views" }).click();
  await saveView(page, "Flips");
  await expect(views(page).getByText("Only on this device: “Flips”")).toBeVisible();
  await views(page).getByRole("button", { name: "Keep in my account" }).click();
  await expect(page.getByText("Names you had already got a number: “Flips (2)”.")).toBeVisible();
  await expect(views(page).getByRole("listitem")).toHaveCount(2);
  await page.evaluate(() => localStorage.clear());
  await openMarket(page, "/?preset=volume");
  await page.getByRole("button", { name: "Views" }).click();
  await savedView(page, "Flips (2)")
    .getByRole("button", { name: /^Flips/ })
    .click();
  await expect(page).toHaveURL(/\?preset=movers$/);
});
