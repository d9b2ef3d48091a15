import type { Page } from "@playwright/test";
import { cells, grid, openMarket, rows, settled } from "./support/market.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test("changes between system, light and dark, and remembers without a flash", async ({ page }) => {
  await openMarket(page);
  const scheme = () => page.locator("html").getAttribute("data-mantine-color-scheme");
  expect(await scheme()).toBe("dark");
  await page.getByRole("button", { name: /^Colours: as the system/ }).click();
  expect(await scheme()).toBe("light");
  await page.reload({ waitUntil: "commit" });
  await page.waitForSelector("body");
  expect(await scheme()).toBe("light");
  await page.getByRole("button", { name: /^Colours: light/ }).click();
  expect(await scheme()).toBe("dark");
});

/** Notes amounts that are seen shortened, in any frame from the first on. */
const watchShortAmounts = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const seen: string[] = [];
    Object.assign(globalThis, { shortAmounts: seen });
    const look = () => {
      for (const amount of document.querySelectorAll("[data-amount]")) {
        const text = amount.textContent;
        if (/[kmb]$/.test(text) && getComputedStyle(amount).visibility !== "hidden") seen.push(text);
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });

test("keeps density, colours of gains and number style on the device, from the first paint on", async ({
  page,
}) => {
  await openMarket(page, "/?sort=-low");
  const rowHeight = async () => (await rows(page).first().boundingBox())?.height;
  const isExact = async () => {
    const amount = cells(page, "low").first().locator("[data-amount]");
    return `${await amount.innerText()} gp` === (await amount.getAttribute("data-hint"));
  };
  // The colour of gains, if a gain in view has it: in rows of doubtful prices all figures are grey.
  const gainColour = () =>
    grid(page)
      .locator("[data-sign=gain]")
      .evaluateAll((figures) => {
        const sample = document.body.appendChild(document.createElement("span"));
        sample.style.color = "var(--gain)";
        const { color } = getComputedStyle(sample);
        sample.remove();
        return figures.some((figure) => getComputedStyle(figure).color === color) ? color : "none";
      });
  const usualGain = await gainColour();
  expect(usualGain).toMatch(/^rgb/);
  expect(await rowHeight()).toBe(40);
  expect(await isExact()).toBe(false);

  await page.getByRole("button", { name: "Display settings" }).click();
  const panel = page.getByRole("dialog", { name: "Display" });
  await expect(panel.getByRole("radio", { name: "System" })).toBeFocused();
  await panel.getByRole("radio", { name: "Compact" }).check();
  await panel.getByRole("radio", { name: "Blue and orange" }).check();
  await panel.getByRole("radio", { name: "Whole" }).check();
  expect(await seriousViolations(page, "dialog[open]")).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Display settings" })).toBeFocused();
  const isChosen = async () => {
    await expect(page.locator("html")).toHaveAttribute("data-palette", "colourblind");
    expect(await gainColour()).toMatch(/^rgb/);
    expect(await gainColour()).not.toBe(usualGain);
    await expect.poll(rowHeight).toBe(32);
    await expect.poll(isExact).toBe(true);
    // The rows are one below the other.
    const second = await page.locator('[data-row="1"]').boundingBox();
    expect(second?.y).toBe(((await page.locator('[data-row="0"]').boundingBox())?.y ?? 0) + 32);
  };
  await isChosen();

  await watchShortAmounts(page);
  await page.reload({ waitUntil: "commit" });
  await page.waitForSelector("body");
  for (const [name, value] of [
    ["data-density", "compact"],
    ["data-palette", "colourblind"],
    ["data-numbers", "whole"],
  ] as const)
    expect(await page.locator("html").getAttribute(name)).toBe(value);
  await settled(page);
  await isChosen();
  expect(
    await page.evaluate(() => (globalThis as unknown as { shortAmounts: string[] }).shortAmounts),
  ).toEqual([]);

  for (const [typed, command] of [
    ["density", "Standard rows"],
    ["colour blind", "Green and red for gains and losses"],
    ["numbers", "Short numbers: 1.72m"],
  ] as const) {
    await page.keyboard.press("Control+k");
    await page.getByRole("combobox", { name: "Search items and pages" }).fill(typed);
    await page.getByRole("option", { name: command }).click();
  }
  await expect.poll(rowHeight).toBe(40);
  expect(await gainColour()).toBe(usualGain);
  expect(await isExact()).toBe(false);
});
