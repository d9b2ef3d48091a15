import type { Page } from "@playwright/test";
import type { MarketStatus } from "#features/feed/contract.ts";
import type { GetPriceHistoryInput, PriceHistory } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { WHIP, call, chart, legend, openChart, panel, tool } from "./support/chart.ts";
import { expect, test } from "./support/test.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** A history with trades in every `every`th bucket, all there is at every step. */
function historyOf({ itemId, timestep, from = 0, to }: GetPriceHistoryInput, every: number): PriceHistory {
  const stepMs = STEP_S[timestep] * 1_000;
  const last = Math.ceil((to ?? Date.now()) / stepMs) * stepMs;
  const first = Math.max(from, last - 400 * DAY_MS);
  const at = Array.from({ length: (last - first) / stepMs }, (_, index) => first + index * stepMs).filter(
    (start) => (start / stepMs) % every === 0,
  );
  const prices = at.map((start) => 1_000_000 + ((start / stepMs) % 50) * 1_000);
  return {
    itemId,
    timestep,
    stepS: STEP_S[timestep],
    from,
    to: last,
    gaps: [],
    columns: {
      at,
      avgHigh: prices.map((price) => price + 500),
      avgLow: prices,
      highVolume: at.map(() => 3),
      lowVolume: at.map(() => 2),
    },
    gate: null,
  };
}

/** Answers every question about history, and returns those that were asked. */
async function answerHistory(page: Page, everyOf: (input: GetPriceHistoryInput) => number = () => 1) {
  const asked: GetPriceHistoryInput[] = [];
  await page.route("**/trpc/items.getPriceHistory**", async (route) => {
    const text = new URL(route.request().url()).searchParams.get("input") ?? "";
    const input = JSON.parse(text) as GetPriceHistoryInput;
    asked.push(input);
    await route.fulfill({ json: { result: { data: historyOf(input, everyOf(input)) } } });
  });
  return asked;
}

async function placeOf(page: Page) {
  await chart(page).scrollIntoViewIfNeeded();
  const box = await chart(page).boundingBox();
  if (box === null) throw new Error("the chart has no place");
  return (across: number, down = 0.4) => ({ x: box.x + box.width * across, y: box.y + box.height * down });
}

/** The bucket under a place of the chart. */
async function bucketAt(page: Page, across: number): Promise<number> {
  const at = await placeOf(page);
  const { x, y } = at(across);
  await page.mouse.move(x, y - 40);
  await page.mouse.move(x, y);
  return Number(await chart(page).getAttribute("aria-valuenow"));
}

test("zooms with Ctrl and the wheel, moves by a drag and by keys, and a double click shows all again", async ({
  page,
}) => {
  await answerHistory(page);
  await openChart(page, "?range=7d");
  await expect(legend(page, "High")).toHaveText(/\d/);
  const whole = [await bucketAt(page, 0.1), await bucketAt(page, 0.8)] as const;

  // A wheel over a chart that nobody has chosen scrolls the page.
  const top = async () => (await chart(page).boundingBox())?.y ?? 0;
  const before = await top();
  await page.mouse.wheel(0, 120);
  await expect.poll(top).toBeLessThan(before - 20);
  expect(await bucketAt(page, 0.8)).toBe(whole[1]);

  const pivot = await bucketAt(page, 0.5);
  await page.keyboard.down("Control");
  for (let turn = 0; turn < 3; turn++) await page.mouse.wheel(0, -100);
  await page.keyboard.up("Control");
  await expect.poll(() => bucketAt(page, 0.1)).toBeGreaterThan(whole[0] + 20);
  // The bucket under the pointer has stayed there.
  expect(Math.abs((await bucketAt(page, 0.5)) - pivot)).toBeLessThanOrEqual(1);

  const at = await placeOf(page);
  const zoomed = await bucketAt(page, 0.3);
  await page.mouse.down();
  await page.mouse.move(at(0.6).x, at(0.6).y, { steps: 5 });
  await page.mouse.up();
  await expect.poll(() => bucketAt(page, 0.3)).toBeLessThan(zoomed - 5);

  await chart(page).focus();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await expect.poll(() => bucketAt(page, 0.3)).toBeGreaterThan(zoomed - 5);

  // A chart with the focus takes the wheel.
  const narrow = await bucketAt(page, 0.8);
  await bucketAt(page, 0.1);
  await page.mouse.wheel(0, 100);
  await expect.poll(() => bucketAt(page, 0.8)).toBeGreaterThan(narrow);

  const { x, y } = at(0.5);
  await page.mouse.dblclick(x, y);
  await expect.poll(async () => [await bucketAt(page, 0.1), await bucketAt(page, 0.8)]).toEqual(whole);
  await page.keyboard.press("+");
  await expect.poll(() => bucketAt(page, 0.1)).toBeGreaterThan(whole[0]);
  await page.keyboard.press("0");
  await expect.poll(() => bucketAt(page, 0.1)).toBe(whole[0]);
});

test("reloads when a bucket has closed, not with each tick, and keeps what is in view", async ({
  page,
  request,
}) => {
  const status = await call<MarketStatus>(request, "items.getStatus");
  const opened = Math.floor(Date.now() / (5 * MINUTE_MS)) * 5 * MINUTE_MS + MINUTE_MS;
  const asked = await answerHistory(page);
  let arrived = 0;
  page.on("requestfinished", (done) => {
    if (done.url().includes("getPriceHistory") && decodeURIComponent(done.url()).includes('"5m"'))
      arrived += 1;
  });
  let version = 1;
  let fiveMinuteAt = opened - 6 * MINUTE_MS;
  await page.route("**/trpc/items.getStatus**", (route) => {
    version += 1;
    const data = { ...status, version, state: "live", backfill: null, fiveMinuteAt };
    return route.fulfill({ json: { result: { data } } });
  });
  await page.clock.install({ time: opened });
  await openChart(page, "?range=1d");
  await expect(legend(page, "High")).toHaveText(/\d/);
  const charted = () => asked.filter(({ timestep, to }) => timestep === "5m" && to === undefined).length;
  /** In steps, because the page's clock gives up an answer that is still on its way after seven seconds. */
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 2) {
      await page.clock.runFor(2_000);
      await expect.poll(() => arrived).toBe(charted());
    }
  };
  await pass(60);
  expect(version).toBeGreaterThan(5);
  expect(charted()).toBe(1);

  fiveMinuteAt += 5 * MINUTE_MS;
  // A poll of the status, and the ten seconds over which pages spread their reloads.
  await pass(20);
  expect(charted()).toBe(2);
  await pass(60);
  expect(charted()).toBe(2);
});

test("says that another range cannot be loaded, and keeps the drawing and its tab", async ({ page }) => {
  await answerHistory(page);
  await openChart(page, "?range=7d");
  await expect(legend(page, "High")).toHaveText(/\d/);
  await page.route("**/trpc/items.getPriceHistory**", (route) => route.abort("internetdisconnected"));
  await page.getByRole("tab", { name: /^1y/ }).click();
  await expect(page.getByText("Prices of the last year could not be loaded.")).toBeVisible();
  await expect(page.getByRole("tab", { name: /^7d/ })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("slider", { name: /prices of the last 7 days/ })).toBeVisible();
  await expect(legend(page, "High")).toHaveText(/\d/);
  await answerHistory(page);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("slider", { name: /prices of the last year/ })).toBeVisible();
  await expect(page.getByRole("tab", { name: /^1y/ })).toHaveAttribute("aria-selected", "true");
});

test("opens a thin item's chart on the range that shows its trades", async ({ page }) => {
  // A trade on every fifth day, and none today.
  await answerHistory(page, ({ timestep }) => ({ "5m": 1e9, "1h": 120, "6h": 20, "24h": 5 })[timestep]);
  await openChart(page);
  await expect(page.getByRole("tab", { name: /^30d/ })).toHaveAttribute("aria-selected", "true");
  await expect(page).toHaveURL(new RegExp(`/items/${WHIP}$`));
  await page.getByRole("tab", { name: /^1d/ }).click();
  await expect(page.getByText("No trades recorded in this range yet")).toBeVisible();
  await expect(page).toHaveURL(/range=1d$/);
});

test("shows a week in 5 minutes, this one and earlier ones", async ({ page }) => {
  const asked = await answerHistory(page);
  await openChart(page, "?range=7d");
  await tool(page, "Step").click();
  await panel(page, "Step")
    .getByRole("radio", { name: /^5 minutes/ })
    .check();
  await expect(page).toHaveURL(/step=5m/);
  await expect(page.getByText("Each point: 5 minutes")).toBeVisible();
  await expect(chart(page)).toHaveAttribute("aria-valuemax", /^201[56]$/);
  expect(asked.at(-1)).toMatchObject({ timestep: "5m" });

  // Any earlier week, in the same step, and back.
  await page.getByRole("button", { name: /^Earlier: the 7 days before/ }).click();
  await expect(page).toHaveURL(/until=20\d\d-\d\d-\d\d/);
  await expect(page.getByRole("slider", { name: /prices of the 7 days before/ })).toBeVisible();
  const { from = 0, to = 0, timestep } = asked.at(-1) ?? {};
  expect([timestep, to - from, to % DAY_MS]).toEqual(["5m", 7 * DAY_MS, 0]);
  await page.reload();
  await expect(page.getByRole("slider", { name: /prices of the 7 days before/ })).toBeVisible();
  await page.getByRole("button", { name: "Later: the last 7 days" }).click();
  await expect(page).not.toHaveURL(/until=/);
  await expect(page.getByRole("slider", { name: /prices of the last 7 days/ })).toBeVisible();
});

test("an indicator has values from the first shown bucket on", async ({ page }) => {
  const asked = await answerHistory(page);
  await openChart(page, "?range=7d&ma=200");
  await expect.poll(() => asked.some(({ to }) => to !== undefined)).toBe(true);
  await chart(page).focus();
  await page.keyboard.press("Home");
  await expect(chart(page)).toHaveAttribute("aria-valuenow", "0");
  await expect(legend(page, "MA 200")).toHaveText(/^1,0\d\d,\d\d\d$/);
});
