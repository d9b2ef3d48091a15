import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { button, field, newcomer, noteOf } from "./support/accounts.ts";
import { joinAsAdmin, said } from "./support/admin.ts";
import { openChart } from "./support/chart.ts";
import { watchPolicy } from "./support/csp.ts";
import { expect, test } from "./support/test.ts";

const HOUR_MS = 3_600_000;

test.setTimeout(120_000);
test.use({ timezoneId: "America/New_York", locale: "en-GB" });

const rowOf = (page: Page, title: string) =>
  page.getByRole("table", { name: "Game updates" }).getByRole("row").filter({ hasText: title });
const news = (page: Page) => page.getByRole("list", { name: "Game updates in this range" });

/** What anybody sees: the caches in between hold a list for 20 seconds at most. */
const showsOnChart = (page: Page, title: string, shown: boolean) =>
  expect(async () => {
    await openChart(page, "?range=30d");
    await expect(news(page).getByText(title)).toHaveCount(shown ? 1 : 0, { timeout: 2_000 });
  }).toPass({ timeout: 30_000 });

test("an update is added, shows on charts, is mended, taken away and put back", async ({ page, browser }) => {
  // A title is text, whatever it is made of.
  const title = `Boss <img src=x onerror=ran=1> ${randomUUID().slice(0, 8)}`;
  // Older than a week: other tests look at what is marked in one.
  const at = new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 240 * HOUR_MS);
  const typed = at.toISOString().slice(0, 16);
  await joinAsAdmin(page, newcomer("Editor"), "/admin/updates");
  const reader = await (await browser.newContext()).newPage();
  const stopped = await watchPolicy(reader);
  await openChart(reader, "?range=30d");

  await button(page, "Add update").click();
  const when = page.getByLabel("When (UTC)");
  await expect(when).toBeFocused();
  const add = page
    .getByRole("complementary", { name: "New update" })
    .getByRole("button", { name: "Add update" });
  await add.click();
  await expect(await noteOf(when)).toHaveText("Say when it came");
  await expect(when).toBeFocused();
  await when.fill(typed);
  const zoned = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    timeZone: "America/New_York",
  }).format(at);
  await expect(await noteOf(when)).toHaveText(`${zoned}, America/New_York`);
  await field(page, "Title").fill(title);
  await field(page, "Link").fill("http://example.org/news");
  await add.click();
  await expect(await noteOf(field(page, "Link"))).toHaveText("Write an address that begins with https://");
  // Esc does not throw away what was typed.
  await page.keyboard.press("Escape");
  await expect(field(page, "Title")).toHaveValue(title);
  await field(page, "Link").fill("https://example.org/news");
  await add.click();
  await expect(said(page, `Saved “${title}”`)).toBeVisible();
  await expect(rowOf(page, title)).toContainText(zoned);
  await expect(rowOf(page, title).getByRole("link", { name: "example.org" })).toHaveAttribute(
    "rel",
    /noopener/,
  );
  await showsOnChart(reader, title, true);
  for (const seen of [page, reader]) expect(await seen.evaluate(() => "ran" in globalThis)).toBe(false);
  expect(await stopped()).toEqual([]);

  // The same again is refused beside the field, and what was typed stays.
  await button(page, "Add update").click();
  await when.fill(typed);
  await field(page, "Title").fill(title);
  await add.click();
  await expect(await noteOf(field(page, "Title"))).toHaveText(
    "There is an update of that moment and title already",
  );
  await expect(when).toHaveValue(typed);
  await button(page, "Cancel").click();

  await button(page, `Edit ${title}`).click();
  await expect(when).toHaveValue(typed);
  await field(page, "Title").fill(`${title} nerfed`);
  await button(page, "Save update").click();
  await expect(rowOf(page, `${title} nerfed`)).toBeVisible();
  await showsOnChart(reader, `${title} nerfed`, true);

  await button(page, `Delete ${title} nerfed`).click();
  await expect(said(page, `Deleted “${title} nerfed”`)).toBeVisible();
  await expect(rowOf(page, title)).toHaveCount(0);
  await page.reload();
  await expect(rowOf(page, "raised to 2%")).toBeVisible();
  await expect(rowOf(page, title)).toHaveCount(0);
  await showsOnChart(reader, title, false);
});

test("a deleted update comes back by Undo, and the log tells who did it", async ({ page }) => {
  const title = `Event ${randomUUID().slice(0, 8)}`;
  const editor = newcomer("Una");
  await joinAsAdmin(page, editor, "/admin/updates");
  await button(page, "Add update").click();
  await page.getByLabel("When (UTC)").fill("2024-02-29T10:00");
  await field(page, "Title").fill(title);
  await page.keyboard.press("Enter");
  await expect(rowOf(page, title)).toContainText("29 Feb 2024, 05:00");
  await expect(rowOf(page, title)).toContainText("Game");
  await button(page, `Delete ${title}`).click();
  await expect(rowOf(page, title)).toHaveCount(0);
  await button(page, "Undo").click();
  await expect(rowOf(page, title)).toBeVisible();
  await page.reload();
  await expect(rowOf(page, title)).toContainText("29 Feb 2024");
  await button(page, `Delete ${title}`).click();
  await expect(said(page, `Deleted “${title}”`)).toBeVisible();

  await page.getByRole("link", { name: "Audit log" }).click();
  const lines = page.getByRole("table", { name: "Audit log" }).getByRole("row").filter({ hasText: title });
  await expect(lines).toHaveCount(4);
  await expect(lines.first()).toContainText("Game update deleted");
  await expect(lines.first()).toContainText("Una");
});
