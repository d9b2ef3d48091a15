import { button, field, join, newcomer, post } from "./support/accounts.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.setTimeout(90_000);

const DAY_MS = 86_400_000;

test("a typed purchase and sale are a flip, which is explained, changed, deleted and brought back", async ({
  page,
}) => {
  await page.goto("/flips");
  await expect(page.getByRole("heading", { level: 1, name: "Flips" })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Fflips",
  );

  await join(page, newcomer(), "/flips");
  await expect(page.getByRole("heading", { name: "No flips yet" })).toBeVisible();
  for (const name of ["Import a log", "Try a sample"])
    await expect(page.getByRole("link", { name })).toHaveAttribute("href", "/imports");
  expect(await seriousViolations(page)).toEqual([]);

  // The line says what is missing, then what it will store.
  const line = page.getByRole("combobox", { name: "Add a trade" });
  await button(page, "Type a trade").click();
  await expect(line).toBeFocused();
  await line.fill("b 100 nature ru");
  await expect(page.getByRole("option", { name: "Nature rune" })).toBeVisible();
  await line.press("ArrowDown");
  await line.press("Enter");
  await expect(line).toHaveValue("b 100 Nature rune ");
  await line.press("Enter");
  await expect(line).toHaveAttribute("aria-invalid", "true");
  await line.pressSequentially("100 2h ago");
  const preview = page.getByRole("status").filter({ hasText: " gp = " });
  await expect(preview).toContainText("100 × 100 gp = 10,000 gp");
  await line.press("Enter");
  await expect(page.getByText("Bought 100 × Nature rune: added.")).toBeVisible();
  await expect(line).toHaveValue("");
  await line.fill("s 100 nature rune 110");
  await expect(preview).toContainText("100 × 110 gp = 11,000 gp, tax 200 gp, 10,800 gp after tax");
  await line.press("Enter");

  const flips = page.getByRole("grid", { name: "Closed flips" });
  const row = flips.getByRole("row", { name: /Nature rune/ });
  await expect(row).toContainText("+800");
  await expect(row).toContainText("+8.0%");
  await expect(page.getByRole("status").filter({ hasText: "1 flip" })).toContainText("Profit +800 gp");

  // Each coin of the profit.
  await row.getByText("Nature rune").click();
  await expect(page).toHaveURL(/flip=/);
  const panel = page.getByRole("complementary", { name: "Explanation of Nature rune" });
  const sums = panel.getByRole("table", { name: "How it adds up, gp" });
  await expect(sums.getByRole("row")).toHaveText([
    "Received for 100 units × 110 gp+11,000",
    "Grand Exchange tax−200",
    "After tax10,800",
    "Cost of 100 units−10,000",
    "Profit+800",
  ]);
  expect(await seriousViolations(page)).toEqual([]);

  // The sale at another price, and back.
  await panel.getByRole("button", { name: "Edit", exact: true }).click();
  await field(page, "Sold at, gp each").fill("12a");
  await button(page, "Save").click();
  await expect(panel.getByText("Write an amount such as 105, 1.5m or 2b")).toBeVisible();
  await field(page, "Sold at, gp each").fill("120");
  await button(page, "Save").click();
  await expect(sums.getByRole("row").last()).toHaveText("Profit+1,800");
  await expect(row).toContainText("+1,800");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();

  // Choose the row by keys, delete it, take that back.
  await row.getByRole("gridcell").first().focus();
  await page.keyboard.press("Space");
  await expect(row).toHaveAttribute("aria-selected", "true");
  await page.getByRole("region", { name: "Chosen rows" }).getByRole("button", { name: "Delete" }).click();
  await expect(page.getByText("1 flip deleted.")).toBeVisible();
  await expect(row).toBeHidden();
  await button(page, "Undo").click();
  await expect(row).toContainText("+1,800");
});

test("filters are in the address, a gap is filled, and units without a purchase are no loss", async ({
  page,
}) => {
  await join(page, newcomer(), "/flips");
  const now = Date.now();
  const rune = { itemId: 561, quantity: 100 };
  await post(page, "flips.addFlip", {
    ...rune,
    buyPrice: 100,
    sellPrice: 110,
    boughtAt: now - 3 * DAY_MS,
    soldAt: now - 2 * DAY_MS,
  });
  await post(page, "flips.addFlip", { itemId: 4151, quantity: 1, buyPrice: 1_500_000, sellPrice: 1_400_000 });
  await post(page, "trades.add", {
    trades: [{ kind: "sell", itemId: 536, quantity: 30, price: 2_500, at: now - DAY_MS }],
  });
  await page.goto("/flips?result=loss");
  const flips = page.getByRole("grid", { name: "Closed flips" });
  await expect(flips.getByRole("row")).toHaveCount(2);
  await expect(flips).toContainText("Abyssal whip");
  await page.getByRole("combobox", { name: "Result" }).selectOption("Without cost basis");
  await expect(page).toHaveURL(/result=unknown/);
  const unknown = flips.getByRole("row", { name: /Dragon bones/ });
  await expect(unknown).toContainText("no cost basis");
  await expect(unknown).not.toContainText("−");
  await button(page, "Reset").click();
  await expect(flips.getByRole("row")).toHaveCount(4);
  await page.getByRole("combobox", { name: "Order" }).selectOption("Most profit first");
  await expect(page).toHaveURL(/sort=best/);
  await page.reload();
  await expect(flips.getByRole("row").nth(1)).toContainText("Nature rune");

  await page.getByRole("tab", { name: "Gaps (1)" }).click();
  await expect(page).toHaveURL(/tab=gaps/);
  const gap = page.getByRole("listitem", { name: "Missing purchase: Dragon bones" });
  await expect(gap).toContainText("You sold 30 × Dragon bones");
  expect(await seriousViolations(page)).toEqual([]);
  await gap.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByText("No gaps")).toBeVisible();
  await button(page, "Undo").click();
  await gap.getByRole("button", { name: /^Add the purchase/ }).click();
  await field(page, "Price, gp each").fill("2k");
  await gap.getByRole("button", { name: "Add the purchase", exact: true }).click();
  await expect(page.getByText("No gaps")).toBeVisible();
  await page.goBack();
  const row = page.getByRole("grid", { name: "Closed flips" }).getByRole("row", { name: /Dragon bones/ });
  // 30 × (2,500 − 50 − 2,000)
  await expect(row).toContainText("+13.5k");

  // The trades themselves.
  await page.getByRole("tab", { name: "Trades" }).click();
  const trades = page.getByRole("grid", { name: "Trades" });
  await expect(trades.getByRole("row")).toHaveCount(7);
  // Three rows at once, by a press and one with Shift.
  await trades.locator("[data-select]").nth(0).click();
  await trades
    .locator("[data-select]")
    .nth(2)
    .click({ modifiers: ["Shift"] });
  await page.getByRole("region", { name: "Chosen rows" }).getByRole("button", { name: "Edit…" }).click();
  await field(page, "Note").fill("from my notebook");
  await button(page, "Save").click();
  await expect(page.getByText("3 trades changed.")).toBeVisible();
  await expect(trades.getByText("from my notebook")).toHaveCount(3);
  await expect(page.getByRole("region", { name: "Chosen rows" })).toBeHidden();
  await page.getByRole("combobox", { name: "What happened" }).selectOption("Bought");
  await expect(trades.getByRole("row")).toHaveCount(4);
  await trades
    .getByRole("row", { name: /Dragon bones/ })
    .getByText("Dragon bones")
    .click();
  await page
    .getByRole("complementary", { name: "Edit trade of Dragon bones" })
    .getByRole("button", { name: "Delete" })
    .click();
  await expect(page.getByText("Bought Dragon bones: deleted.")).toBeVisible();
  await expect(page.getByRole("tab", { name: "Gaps (1)" })).toBeVisible();

  // The form, for what no line says: two whips from a monster.
  await button(page, "Add…").click();
  const form = page.getByRole("complementary", { name: "Add a flip or a trade" });
  await form.getByRole("combobox", { name: "What happened" }).selectOption("A drop or gift");
  await form.getByRole("combobox", { name: "Item" }).fill("whip");
  await form.getByRole("option", { name: "Abyssal whip" }).click();
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(form.getByText("Fill this in")).toBeVisible();
  await field(page, "Quantity").fill("2");
  expect(await seriousViolations(page)).toEqual([]);
  await form.getByRole("button", { name: "Add", exact: true }).click();
  await expect(page.getByText("Abyssal whip: added.")).toBeVisible();
  await page.getByRole("tab", { name: "Open" }).click();
  const held = page.getByRole("grid", { name: "Open flips" }).getByRole("row", { name: /Abyssal whip/ });
  await expect(held).toContainText("2");
});
