import type { Page } from "@playwright/test";
import { join, newcomer } from "./support/accounts.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

const WHIP = 4151;

async function openPalette(page: Page) {
  const field = page.getByRole("combobox", { name: "Search items and pages" });
  // The heading comes with the HTML, and no key is heard before the page's scripts run.
  await expect(async () => {
    await page.keyboard.press("Control+k");
    await expect(field).toBeFocused({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  return field;
}

for (const [from, path] of [
  ["the market", "/"],
  ["an item", `/items/${WHIP}`],
] as const) {
  test(`leads from ${from} to an item by keyboard alone`, async ({ page }) => {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    const field = await openPalette(page);
    await field.pressSequentially("drag scim");
    const options = page.getByRole("listbox", { name: "Results" }).getByRole("option");
    await expect(options.first()).toContainText("Dragon scimitar");
    await expect(options.first()).toHaveAttribute("aria-selected", "true");

    await page.keyboard.press("ArrowDown");
    await expect(options.nth(1)).toHaveAttribute("aria-selected", "true");
    const active = await field.getAttribute("aria-activedescendant");
    expect(active).toBe(await options.nth(1).getAttribute("id"));
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { level: 1, name: "Dragon scimitar", exact: true })).toBeVisible();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  });
}

test("shows prices beside names, and remembers what was looked at", async ({ page }) => {
  await page.goto(`/items/${WHIP}`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Abyssal whip");
  const field = await openPalette(page);
  await expect(page.getByText("Recent items")).toBeVisible();
  await expect(page.getByRole("option", { name: /Abyssal whip/ })).toBeVisible();
  await field.fill("abyssal whip");
  await expect(
    page.getByRole("option", { name: /^Abyssal whip Buy at [\d.,]+[kmb]? Sell at [\d.,]+[kmb]?$/ }),
  ).toBeVisible();
  await field.fill("zzzzqqq");
  await expect(page.getByText("Nothing is called “zzzzqqq”.")).toBeVisible();
});

test("finds by nickname and with wrong letters, and Enter opens the first", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  const field = await openPalette(page);
  const options = page.getByRole("listbox", { name: "Results" }).getByRole("option");
  await field.fill("antidragn shield");
  await expect(options.first()).toContainText("Anti-dragon shield");
  await field.fill("tbow");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Twisted bow", exact: true })).toBeVisible();
});

test("keeps the focus inside, and gives it back on Esc", async ({ page }) => {
  await page.goto(`/items/${WHIP}`);
  const button = page.getByRole("button", { name: "Search items and pages" });
  await button.focus();
  const field = await openPalette(page);
  for (const key of ["Tab", "Tab", "Shift+Tab", "Shift+Tab"]) {
    await page.keyboard.press(key);
    await expect(field).toBeFocused();
  }
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(button).toBeFocused();
});

test("switches the theme and leads to the market", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto(`/items/${WHIP}`);
  await (await openPalette(page)).fill("dark");
  await page.getByRole("option", { name: /^Switch to dark/ }).click();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "dark");
  await (await openPalette(page)).fill("market");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/$/);
});

test("leads by the words people try to the plans, and a stranger to the door and back", async ({ page }) => {
  await page.goto(`/items/${WHIP}`);
  await (await openPalette(page)).fill("password");
  await page.getByRole("option", { name: /^Sign in/ }).click();
  await expect(page).toHaveURL(`/sign-in?next=${encodeURIComponent(`/items/${WHIP}`)}`);
  await (await openPalette(page)).fill("subscription");
  await page.getByRole("option", { name: /^Plans/ }).click();
  await expect(page).toHaveURL("/plans");
});

test("finds pages and actions by the words people try, in view without scrolling", async ({ page }) => {
  await page.goto("/plans");
  const field = await openPalette(page);
  for (const [typed, label] of [
    ["sign in", "Sign in"],
    ["log in", "Sign in"],
    ["theme", "Switch to light"],
    ["light mode", "Switch to light"],
    ["colour blind", "Blue and orange for gains and losses"],
    ["density", "Compact rows"],
    ["settings", "Display settings"],
  ] as const) {
    await field.fill(typed);
    await expect(page.getByRole("option", { name: label })).toBeInViewport({ ratio: 1 });
  }
});

test("opens the display settings, for visitors too", async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/items/${WHIP}`);
  await (await openPalette(page)).fill("appearance");
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog", { name: "Display" });
  await expect(panel).toBeInViewport({ ratio: 0.99 });
  await panel.getByRole("radio", { name: "Light" }).check();
  await expect(page.locator("html")).toHaveAttribute("data-mantine-color-scheme", "light");
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
});

test("signs out by typing, and knows no admin's pages", async ({ page }) => {
  await join(page, newcomer(), "/settings/display");
  await expect(page.getByRole("region", { name: "Display" })).toBeVisible();
  const field = await openPalette(page);
  await field.fill("admin");
  await expect(page.getByRole("option", { name: /^Admin Page/ })).toHaveCount(0);
  await field.fill("logout");
  await expect(page.getByRole("option").first()).toContainText("Sign out");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("leads who is signed in to the settings", async ({ page }) => {
  await join(page, newcomer(), "/plans");
  const field = await openPalette(page);
  await expect(page.getByRole("option", { name: /^Settings/ })).toBeVisible();
  await expect(page.getByRole("option", { name: /^Sign in/ })).toHaveCount(0);
  await field.fill("settings");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/profile");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no serious accessibility fault in ${colorScheme}, and fits a phone`, async ({ page }) => {
    await page.setViewportSize({ width: 360, height: 640 });
    await page.emulateMedia({ colorScheme });
    await page.goto(`/items/${WHIP}`);
    await (await openPalette(page)).fill("rune");
    const option = page.getByRole("option").first();
    await expect(option).toContainText(/rune/i);
    expect(await seriousViolations(page)).toEqual([]);
    const box = await page.getByRole("dialog").boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360);
    expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(640);
  });
}
