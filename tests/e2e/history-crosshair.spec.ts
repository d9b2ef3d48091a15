import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import type { PriceHistory } from "#features/history/contract.ts";
import { NATURE_RUNE, chart, legend, openChart, saved } from "./support/chart.ts";
import { expect, test } from "./support/test.ts";

test("shows 90 days and all that is on record", async ({ page }) => {
  await openChart(page, "?range=7d");
  for (const [tab, name] of [
    ["90d", /prices of the last 90 days/],
    ["all", /prices of all time on record/],
  ] as const) {
    await page.getByRole("tab", { name: new RegExp(`^${tab}\\b`) }).click();
    await expect(page).toHaveURL(new RegExp(`range=${tab}`));
    await expect(page.getByRole("slider", { name })).toHaveAttribute("aria-valuetext", /\d gp|no trades/);
    await expect(legend(page, "High")).toHaveText(/\d/);
  }
});

test("the mouse reads exact numbers off the drawing", async ({ page }) => {
  await openChart(page, "?range=7d");
  await expect(legend(page, "High")).toHaveText(/\d/);
  const box = await chart(page).boundingBox();
  if (box === null) throw new Error("the chart has no place");
  const readAt = async (share: number) => {
    const before = await legend(page, "At").innerText();
    await page.mouse.move(box.x + box.width * share, box.y + box.height / 3);
    await expect(legend(page, "At")).not.toHaveText(before);
    const [at, high, low] = await Promise.all(
      ["At", "High", "Low"].map((name) => legend(page, name).innerText()),
    );
    // The same numbers as the bucket's sentence, to the coin.
    const gp = (value = "") => (value === "–" ? "unknown" : `${value} gp`);
    const sentence = await chart(page).getAttribute("aria-valuetext");
    expect(sentence).toContain(
      high === "–" && low === "–" ? `${at}: no` : `${at}: high ${gp(high)}, low ${gp(low)}`,
    );
    return Number(await chart(page).getAttribute("aria-valuenow"));
  };
  // Both well within the part that a new copy has fetched.
  const [left, right] = [await readAt(0.6), await readAt(0.8)];
  expect(left).toBeLessThan(right);
});

const LENGTH = 12;
const FROM_END = 20;

/** The feed's gaps fill while a test looks: this one stays, of so many buckets, `shaded` or as if nobody had traded. */
async function withGap(page: Page, { shaded }: { shaded: boolean }): Promise<void> {
  await page.unrouteAll();
  await page.route("**/trpc/items.getPriceHistory**", async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { result: { data: PriceHistory } };
    const { data } = body.result;
    const stepMs = data.stepS * 1_000;
    const to = data.to - (data.to % stepMs) - (FROM_END - LENGTH) * stepMs;
    const from = to - LENGTH * stepMs;
    const kept = data.columns.at.map((at) => at < from || at >= to);
    const columns = Object.fromEntries(
      Object.entries(data.columns).map(([name, column]) => [name, column.filter((_, index) => kept[index])]),
    );
    await route.fulfill({
      json: { result: { data: { ...data, gaps: shaded ? [[from, to]] : [], columns } } },
    });
  });
}

test("a stretch without data is shaded and called so, not free of trades", async ({ page }) => {
  const look = async (shaded: boolean) => {
    await withGap(page, { shaded });
    await openChart(page, "?range=7d");
    await expect(legend(page, "High")).toHaveText(/\d/);
    await page.mouse.move(0, 0);
    const picture = await chart(page).screenshot();
    await chart(page).focus();
    await page.keyboard.press("End");
    for (let step = 0; step < FROM_END - LENGTH / 2; step++) await page.keyboard.press("ArrowLeft");
    return { picture, said: await chart(page).getAttribute("aria-valuetext") };
  };
  const quiet = await look(false);
  const blank = await look(true);
  expect(quiet.said).toMatch(/: no trades$/);
  expect(blank.said).toMatch(/: no data$/);
  expect(blank.picture.equals(quiet.picture)).toBe(false);
  await page.getByRole("button", { name: /^Candles/ }).click();
  await expect(page).toHaveURL(/style=candles/);
});

test("a saved picture tells lines apart by their dashes too", async ({ page }) => {
  await openChart(page, `?range=7d&with=${NATURE_RUNE}`);
  await expect(legend(page, "Nature rune")).toHaveText(/\d/);
  const bytes = await readFile(await (await saved(page, "PNG")).path());
  const strokes = await page.evaluate(async (base64) => {
    const png = Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));
    const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }));
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    // The keys stand on the third line: through the middle of their strokes.
    const row = context?.getImageData(0, 63 * devicePixelRatio, bitmap.width, 1).data ?? [];
    return ["itemA", "itemB"].map((mark) => {
      const key = document.querySelector(`dt[data-mark="${mark}"]`);
      const hex = key === null ? "" : getComputedStyle(key).getPropertyValue("--mark").trim();
      const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
      let runs = 0;
      let inside = false;
      for (let x = 0; x < bitmap.width; x++) {
        const isStroke = wanted.every((value, part) => row[4 * x + part] === value);
        if (isStroke && !inside) runs += 1;
        inside = isStroke;
      }
      return runs;
    });
  }, bytes.toString("base64"));
  expect(strokes[0]).toBe(1);
  expect(strokes[1]).toBeGreaterThan(1);
});
