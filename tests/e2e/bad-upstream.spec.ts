import type { Page } from "@playwright/test";
import type { FeedFault } from "#simulators/feed/faults.ts";
import { startBadFeedDesk } from "./support/bad-feed.ts";
import type { BadFeedDesk, PolledEndpoint } from "./support/bad-feed.ts";
import { exactInView, grid, header } from "./support/market.ts";
import { expect, test } from "./support/test.ts";

// One desk for all of them, one fault at a time; a failure of one says nothing about the next.
test.describe.configure({ mode: "default" });

/** The page asks about the feed every five seconds. */
const ASKS_AGAIN_MS = 6_000;
const SOON_MS = 1_000;

let desk: BadFeedDesk;
let itemId: number;

test.beforeAll(async ({ request }) => {
  test.setTimeout(300_000);
  desk = await startBadFeedDesk();
  const traded = async () => {
    const [item] = await desk.sql<{ id: number }[]>`
      select item_id as id from item_stats where avg_high_5m is not null and avg_low_5m is not null
      order by high_volume_1h desc nulls last limit 1`;
    return item?.id ?? null;
  };
  await expect.poll(traded, { timeout: 60_000 }).not.toBeNull();
  itemId = (await traded()) ?? 0;
  expect((await request.get(desk.url)).ok()).toBe(true);
});
test.afterAll(() => desk?.stop());
// Its timers can be brought forward, and run as ever otherwise.
test.beforeEach(({ page }) => page.clock.install());
test.afterEach(async () => {
  await desk.clearFaults();
  await desk.poll("latest");
  await desk.poll("5m");
});

const pill = (page: Page) =>
  page.getByRole("banner").locator("[data-hint]", { has: page.getByRole("status") });
const notice = (page: Page, words: RegExp) =>
  page.getByRole("main").getByRole("status").filter({ hasText: words });

/** What the page asks for every few seconds, it asks for now. */
const askAgain = (page: Page) => page.clock.fastForward(ASKS_AGAIN_MS);

/** The first answer that the page gets may be of just before. */
const until = (holds: () => Promise<void>) => expect(holds).toPass({ intervals: [100] });

/** The pill's word, and its sentence as a hint gives it. */
const expectPill = (page: Page, label: string, hint: RegExp): Promise<void> =>
  until(async () => {
    await askAgain(page);
    await expect(pill(page).getByRole("status")).toHaveText(label, { timeout: SOON_MS });
    await expect(pill(page)).toHaveAttribute("data-hint", hint, { timeout: SOON_MS });
  });

/** The item's page has its prices and its drawn history, and says of neither that it failed. */
async function expectChart(page: Page): Promise<void> {
  await page.goto(`${desk.url}/items/${itemId}`);
  const chart = page.getByRole("slider", { name: /prices of/ });
  await expect(chart).toBeVisible();
  await expect(chart).toHaveAttribute("aria-valuetext", /high [\d,]+ gp|low [\d,]+ gp|no trades/);
  await expect(page.getByRole("region", { name: "Price history" })).not.toContainText(/could not/i);
}

const REFUSED: [string, FeedFault, RegExp][] = [
  ["a 500", { kind: "status", status: 500 }, /The price feed has an error of its own \(500\)\./],
  ["a 429", { kind: "status", status: 429, retryAfterS: 1 }, /The price feed asks us to slow down\./],
  ["a hang", { kind: "hang" }, /The price feed took too long to answer\./],
  ["a slow trickle", { kind: "trickle", bytesPerS: 200 }, /The price feed took too long to answer\./],
  ["an HTML page with 200", { kind: "html" }, /The price feed sent a page instead of data\./],
  ["truncated JSON", { kind: "truncated" }, /The price feed sent data that breaks off or cannot be read\./],
  ["half of the items missing", { kind: "missing-items", share: 0.5 }, /held \d+ of the usual \d+ items/],
];

for (const [name, fault, words] of REFUSED) {
  test(`${name}: the page keeps its prices, says what the feed did, and takes it back`, async ({ page }) => {
    await desk.setFault("latest", fault);
    await page.goto(desk.url);
    // Again and again: a poll of the worker's own may have begun before the fault, and ended after ours.
    await until(async () => {
      await desk.poll("latest", { impatient: fault.kind === "hang" || fault.kind === "trickle" });
      await askAgain(page);
      await expect(notice(page, words)).toBeVisible({ timeout: SOON_MS });
    });
    await expectPill(page, "Simulated", words);
    expect((await exactInView(page, "high")).some((price) => price !== null)).toBe(true);

    await desk.clearFaults();
    await until(async () => {
      await desk.poll("latest");
      await askAgain(page);
      await expect(notice(page, words)).toHaveCount(0, { timeout: SOON_MS });
    });
    await expectChart(page);
  });
}

/** What the page says is older, beside what the feed did. */
const OTHERS: [Exclude<PolledEndpoint, "latest" | "series">, RegExp][] = [
  ["mapping", /Names, limits and alchemy values may be out of date\./],
  ["5m", /Five-minute averages are older than they should be\./],
  ["1h", /Hourly averages and volumes are older than they should be\./],
  ["24h", /The newest days of charts are missing\./],
];

for (const [endpoint, older] of OTHERS) {
  test(`a 500 of /${endpoint}: current prices go on, and the page says what is older for it`, async ({
    page,
  }) => {
    await desk.setFault(endpoint, { kind: "status", status: 500 });
    await desk.poll(endpoint);
    await expectChart(page);
    await expectPill(page, "Simulated", /error of its own \(500\)\./);
    await expectPill(page, "Simulated", older);
    await desk.clearFaults();
    await desk.poll(endpoint);
    await expectPill(page, "Simulated", /not the game's\.$/);
  });
}

test("a 500 of items' series: charts keep their gaps, and nothing needs to be said of prices", async ({
  page,
}) => {
  const hourAgo = new Date(Math.floor(Date.now() / 300_000 - 12) * 300_000);
  await desk.sql`
    insert into price_gaps (step_s, bucket_at, found_at, attempts) values (300, ${hourAgo}, now(), 2)
    on conflict do nothing`;
  await desk.setFault("timeseries", { kind: "status", status: 500 });
  await desk.poll("series");
  await expectChart(page);
  await expectPill(page, "Simulated", /not the game's\.$/);
});

test("64-bit numbers: no such price is shown, and nothing needs to be said", async ({ page }) => {
  await desk.setFault("latest", { kind: "huge-numbers" });
  await desk.poll("latest");
  await page.goto(desk.url);
  await header(page, "Sell at").click();
  await expect(grid(page)).toHaveAttribute("aria-busy", "false");
  const shown = (await exactInView(page, "high")).filter((price) => price !== null);
  expect(shown.length).toBeGreaterThan(5);
  expect(Math.max(...shown)).toBeLessThan(2 ** 40);
  await expectPill(page, "Simulated", /not the game's\.$/);
  await expectChart(page);
});

test("a bucket answered again and again: the history stands, and nothing needs to be said", async ({
  page,
}) => {
  await desk.setFault("5m", { kind: "duplicate-bucket" });
  await desk.poll("5m");
  await desk.poll("5m");
  await expectChart(page);
  await expectPill(page, "Simulated", /not the game's\.$/);
});

test("prices that come an hour late: the page calls them stale, and as old as they are", async ({ page }) => {
  await desk.setFault("latest", { kind: "late-bucket", delayS: 3_600 });
  // Older prices never replace newer ones: as on a desk that starts on such a day.
  await desk.sql`delete from latest_prices`;
  await desk.poll("latest");
  await page.goto(desk.url);
  await expectPill(page, "Stale", /its newest trade was (59|6\d) minutes old/);
  await expect(pill(page)).toContainText(/· (59m|1h) ago/);
  await expect(notice(page, /its newest trade was (59|6\d) minutes old/)).toBeVisible();
  await expectChart(page);
});
