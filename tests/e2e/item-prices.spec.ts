import { judge } from "#features/market/rules/judge.ts";
import { SOON, WHIP, findItem, getItem, gp, region } from "./support/item.ts";
import { expect, test } from "./support/test.ts";

test("copies a price by keyboard as the game takes it, and leads to the wiki", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/items/${WHIP}`);
  const prices = page.getByRole("region", { name: "Prices", exact: true });
  const copy = prices.getByRole("button", { name: /^Copy buy price, [\d,]+$/ });
  await copy.focus();
  await page.keyboard.press("Enter");
  await expect(prices.getByText("copied", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\d{6,7}$/);
  await expect(prices.getByRole("button", { name: /^Copy sell price/ })).toBeVisible();
  const wiki = page.getByRole("link", { name: "Wiki page of Abyssal whip, in a new tab" });
  await expect(wiki).toHaveAttribute("rel", /noopener/);
  await expect(wiki).toHaveAttribute("href", /^https:\/\/oldschool\.runescape\.wiki\/w\/.*id=4151/);

  const trades = region(page, "The last trades by side");
  for (const side of ["Bought instantly", "Sold instantly"]) {
    await expect(trades.getByRole("table", { name: side }).getByRole("row").nth(1)).toHaveText(
      /^[\d,]+ gp\d+[smhd]$/,
    );
  }

  // All tiles of a line have their values and averages at one height.
  for (const width of [1440, 1024, 360]) {
    await page.setViewportSize({ width, height: 900 });
    const lines = await prices.evaluate((section) => {
      const tiles = Array.from(section.querySelectorAll("dl"), (list) => list.parentElement);
      const tops = new Map<number, Set<string>>();
      for (const tile of tiles) {
        if (tile === null) continue;
        const [value, list] = [tile.children[tile.childElementCount - 3], tile.querySelector("dl")];
        const at = [value, list].map((part) => Math.round(part?.getBoundingClientRect().top ?? -1)).join();
        const top = Math.round(tile.getBoundingClientRect().top);
        tops.set(top, (tops.get(top) ?? new Set()).add(at));
      }
      return Array.from(tops.values(), (heights) => heights.size);
    });
    expect(lines, `at ${width} px`).toEqual(width === 1440 ? [1] : [1, 1]);
  }
});

test("counts with the average of a side whose latest trade strays, as the list does", async ({
  page,
  request,
}) => {
  // What is odd in one tick may be right in the next.
  await expect(async () => {
    const id = await findItem(
      request,
      ({ quality, resaleFee, limit }, at) =>
        quality[at]?.includes("odd") === true && resaleFee[at] === 0 && (limit[at] ?? 0) > 0,
    );
    await page.goto(`/items/${id}`);
    const item = await getItem(request, id);
    const { margin, notes } = judge(item, { itemId: id, atMs: Date.now() });
    expect(notes.length).toBeGreaterThan(0);
    const tile = page.getByRole("region", { name: "Prices", exact: true });
    await expect(tile).toContainText(gp(Math.abs(margin ?? 0)), SOON);
    await expect(tile.getByText("with averages").first()).toHaveAttribute(
      "data-hint",
      notes.join("\n"),
      SOON,
    );
    await expect(region(page, "Limit window")).toContainText(notes[0] ?? "", SOON);
    await page.getByRole("button", { name: /^Margin after tax/ }).click();
    await expect(page.getByRole("table", { name: /How the margin/ })).toContainText(
      /the (5-minute|1-hour) average: the last instant (buy|sell), [\d,]+, is far from it/,
      SOON,
    );
  }).toPass({ timeout: 60_000 });
});
