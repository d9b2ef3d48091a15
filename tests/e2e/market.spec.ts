import type { Page } from "@playwright/test";
import {
  cells,
  counts,
  exactInView,
  fetchList,
  grid,
  header,
  namesInView,
  openMarket,
  rows,
  search,
  settled,
} from "./support/market.ts";
import { expect, test } from "./support/test.ts";

/** Nothing is left out: no search, no filter. */
async function expectAll(page: Page): Promise<void> {
  await expect.poll(async () => (await counts(page)).matched).toBeGreaterThan(4_000);
  const { matched, total } = await counts(page);
  expect(matched).toBe(total);
}

test("lists every item, and its top comes with the first HTML", async ({ page }) => {
  const html = await (await page.request.get("/")).text();
  expect(html.match(/data-row="/g)?.length).toBeGreaterThan(20);

  await openMarket(page);
  const { columns } = await fetchList(page);
  expect(columns.id.length).toBeGreaterThan(4_000);
  await expect(grid(page)).toHaveAttribute("aria-rowcount", String(columns.id.length + 1));
  expect(await counts(page)).toEqual({ matched: columns.id.length, total: columns.id.length });
});

test("sorts by a column both ways, with what is unknown at the end", async ({ page }) => {
  await openMarket(page);
  await header(page, "Vol 24h").getByRole("button").click();
  await expect(header(page, "Vol 24h")).toHaveAttribute("aria-sort", "descending");
  await settled(page);
  const falling = (await exactInView(page, "volume24h")).map(Number);
  expect(falling).toEqual(falling.toSorted((a, b) => b - a));

  await header(page, "Vol 24h").getByRole("button").click();
  await expect(header(page, "Vol 24h")).toHaveAttribute("aria-sort", "ascending");
  await settled(page);
  const rising = (await exactInView(page, "volume24h")).map(Number);
  expect(rising).toEqual(rising.toSorted((a, b) => a - b));
  expect(rising[0]).toBeLessThan(falling[0] ?? 0);

  await header(page, "Buy at").getByRole("button").click();
  await settled(page);
  await grid(page).evaluate((element) => element.scrollTo({ top: element.scrollHeight }));
  const { columns } = await fetchList(page);
  if (columns.low.includes(null)) await expect(cells(page, "low").last()).toContainText("unknown");
});

test("finds as one types, / leads there and Esc clears", async ({ page }) => {
  await openMarket(page);
  await page.keyboard.press("/");
  await expect(search(page)).toBeFocused();
  await page.keyboard.type("scim drag");
  await expect(rows(page).first()).toContainText("Dragon scimitar");
  await settled(page);
  for (const name of await namesInView(page)) expect(name.toLowerCase()).toMatch(/drag.*scim|scim.*drag/);
  await expect(page).toHaveURL(/[?&]q=scim\+drag/);
  await page.keyboard.press("Escape");
  await expect(search(page)).toHaveValue("");
  await expectAll(page);
});

test("filters by typed amounts, shows each as a chip that takes it back", async ({ page }) => {
  await openMarket(page);
  await page.getByRole("button", { name: "Filters" }).click();
  const price = page.getByRole("group", { name: "Buy at" });
  await price.getByLabel("at least").fill("1.5m");
  await expect(page).toHaveURL(/price=1\.5m\.\./);
  await settled(page);
  const { matched, total } = await counts(page);
  expect(matched).toBeGreaterThan(0);
  expect(matched).toBeLessThan(total);
  for (const value of await exactInView(page, "low")) expect(value).toBeGreaterThanOrEqual(1_500_000);

  await price.getByLabel("at most").fill("a lot");
  await expect(price.getByText("Write an amount such as")).toBeVisible();
  await expect(price.getByLabel("at most")).toHaveValue("a lot");
  // A tick in between may bring an item over the limit, never all of them.
  await expect(page).toHaveURL(/price=1\.5m\.\./);
  expect((await counts(page)).matched).toBeLessThan(total);
  for (const value of await exactInView(page, "low")) expect(value).toBeGreaterThanOrEqual(1_500_000);

  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: /^Filters/ })).toBeFocused();
  await page.getByRole("button", { name: "Remove filter: Buy at ≥ 1.5m" }).click();
  await expectAll(page);
  await expect(page).not.toHaveURL(/price=/);

  // Items that have left the feed stand in no list but this one. The simulated feed still has all of its items.
  await page.getByRole("button", { name: "Filters" }).click();
  await page.getByLabel("Only items that are no longer listed").check();
  await expect(page).toHaveURL(/listing=gone/);
  await expect(page.getByText("No item has left the feed")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove filter: No longer listed" }).click();
  await expectAll(page);
});

test("keeps the whole view in the address through a reload, and Reset goes back", async ({ page }) => {
  await openMarket(
    page,
    "/?preset=margins&margin=1k..&roi=1..&for=members&coins=100m&fresh=360&sort=-roi&q=a&cols=item,roi,margin",
  );
  const before = { names: await namesInView(page), ...(await counts(page)) };
  expect(before.matched).toBeGreaterThan(0);
  await expect(page.getByRole("tab", { name: "Biggest margins" })).toHaveAttribute("aria-selected", "true");
  await expect(grid(page).getByRole("columnheader")).toHaveCount(3);
  await expect(page.getByRole("list", { name: "Active filters" }).getByRole("listitem")).toHaveCount(5);
  await page.reload();
  await settled(page);
  expect((await namesInView(page)).length).toBe(before.names.length);
  await expect(header(page, "ROI")).toHaveAttribute("aria-sort", "descending");

  await page.getByRole("button", { name: "Reset" }).click();
  await expect(page).toHaveURL(/\/\?cols=item,roi,margin$/);
  await expectAll(page);
});

test("says what to do when nothing matches", async ({ page }) => {
  await openMarket(page);
  await search(page).fill("no such thing");
  await page.getByRole("button", { name: "Clear the search" }).click();
  await expectAll(page);
});

test("shows the unknown as unknown, never as zero", async ({ page }) => {
  await openMarket(page);
  const { columns } = await fetchList(page);
  const index = columns.limit.indexOf(null);
  expect(index).toBeGreaterThanOrEqual(0);
  await search(page).fill(columns.name[index] ?? "");
  const row = rows(page).filter({ has: page.locator(`a[href="/items/${columns.id[index] ?? -1}"]`) });
  await expect(row.locator('[data-column="limit"]')).toHaveText(/unknown/);
  await expect(row.locator('[data-column="profit"]')).toHaveText(/unknown/);

  // On which worlds an item is traded: a mark on what free players may buy, none on the others.
  const marks = { free: "Air rune", members: "Abyssal whip", unknown: "" };
  marks.unknown = columns.name[columns.members.indexOf(null)] ?? "";
  for (const [kind, name] of Object.entries(marks)) {
    await search(page).fill(name);
    const cell = cells(page, "item").first();
    await expect(cell).toContainText(kind === "free" ? `${name}F2Pfree to play` : name);
    if (kind !== "free") await expect(cell).not.toContainText("F2P");
  }
});

test("tells the parts of a reachable profit on hover, and how long it takes", async ({ page }) => {
  await openMarket(page, "/?cols=item,profit,fillTime,fullProfit&coins=10m");
  const hint = cells(page, "profit").first().locator("[data-hint]").first();
  await hint.hover();
  await expect(hint).toHaveAttribute("data-hint", /Limit ([\d,]+|unknown) · .* · your coins buy [\d,]+/);
  await expect(header(page, "Profit at full limit")).toBeVisible();
  await expect(cells(page, "fillTime").first()).toHaveText(/^about \d+ (min|h)$/);
  await header(page, "Time to fill").getByRole("button").click();
  await expect(header(page, "Time to fill")).toHaveAttribute("aria-sort", "ascending");
});

for (const preset of ["Biggest margins", "Movers", "High alch"]) {
  test(`offers nothing that can't be trusted under ${preset}`, async ({ page }) => {
    test.setTimeout(90_000);
    await openMarket(page);
    await page.getByRole("tab", { name: preset }).click();
    await expect(page.getByRole("tab", { name: preset })).toHaveAttribute("aria-selected", "true");
    await settled(page);
    const { matched, total } = await counts(page);
    expect(matched).toBeGreaterThan(0);
    expect(matched).toBeLessThan(total);
    const dimmed = await grid(page).evaluate(async (element) => {
      let found = 0;
      for (let top = 0; top < element.scrollHeight; top += 4 * element.clientHeight) {
        element.scrollTo({ top });
        await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        found += element.querySelectorAll("[data-dimmed]").length;
      }
      return found;
    });
    expect(dimmed).toBe(0);
  });
}

test("dims the untrusted, and ranks them below every trusted profit", async ({ page }) => {
  await openMarket(page);
  await expect(rows(page).first()).not.toHaveAttribute("data-dimmed");
  // What is inverted in one tick may be right in the next.
  await expect(async () => {
    const { columns } = await fetchList(page);
    const index = columns.quality.findIndex((flags) => flags.includes("inverted"));
    expect(index).toBeGreaterThanOrEqual(0);
    await search(page).fill(columns.name[index] ?? "");
    const row = rows(page).filter({ has: page.locator(`a[href="/items/${columns.id[index] ?? -1}"]`) });
    await expect(row).toHaveAttribute("data-dimmed", "true", { timeout: 5_000 });
    await expect(row.locator('[data-column="quality"]')).toContainText("Sell-at is below buy-at", {
      timeout: 1_000,
    });
  }).toPass();
});

test("chooses and orders columns by keyboard and by dragging", async ({ page }) => {
  await openMarket(page);
  await page.getByRole("button", { name: "Columns" }).click();
  const chooser = page.getByRole("dialog", { name: "Columns" });
  await chooser.getByRole("checkbox", { name: "Note" }).uncheck();
  await expect(header(page, "Note")).toHaveCount(0);
  await chooser.getByRole("checkbox", { name: "Break-even" }).check();
  await expect(header(page, "Break-even")).toHaveCount(1);

  await chooser.getByRole("checkbox", { name: "Sell at" }).focus();
  await page.keyboard.press("Alt+ArrowUp");
  const labels = () =>
    grid(page).getByRole("columnheader").locator("button > span:first-child").allInnerTexts();
  await expect.poll(async () => (await labels()).slice(0, 3)).toEqual(["Item", "Sell at", "Buy at"]);

  await chooser.getByText("ROI", { exact: true }).dragTo(chooser.getByText("Sell at", { exact: true }));
  await expect.poll(async () => (await labels()).slice(0, 2)).toEqual(["Item", "ROI"]);
  await expect(page).toHaveURL(/cols=item,roi,high,low/);
  await chooser.getByRole("button", { name: "Usual columns" }).click();
  await expect(page).not.toHaveURL(/cols=/);
});
