import type { Page } from "@playwright/test";
import { button, newcomer } from "./support/accounts.ts";
import { joinAsAdmin } from "./support/admin.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.setTimeout(90_000);

const HOUR_MS = 3_600_000;
const tab = (page: Page, name: string) => page.getByRole("tab", { name });
const table = (page: Page, name: string) => page.getByRole("table", { name });

/** What a copy of some years may have to tell; a new one has nothing. */
async function tellOf(page: Page): Promise<void> {
  const now = Date.now();
  const data = {
    getHistoryReport: {
      backfill: { done: 950, total: 1_013 },
      gaps: [{ step: "5m", open: 12, unfillable: 3, triedAt: now - HOUR_MS }],
      refusals: [
        { reason: "later than 90 days", step: "1h", points: 2_147_483_647, lastAt: now - 2 * HOUR_MS },
      ],
    },
    getHistoryAlerts: {
      alerts: [
        {
          kind: "drift",
          subject: "2026-09-20",
          message: "<img src=x onerror=ran=1> 3 of 48 buckets of 2026-09-20 differ from a recomputation",
          raisedAt: now - 49 * HOUR_MS,
          lastAt: now - HOUR_MS,
          times: 3,
          closedAt: null,
        },
        {
          kind: "partition made by the writer",
          subject: "item_price_history 2026-09",
          message: "The month 2026-09 of item_price_history was missing and the writer made it",
          raisedAt: now - 30 * HOUR_MS,
          lastAt: now - 30 * HOUR_MS,
          times: 1,
          closedAt: now - 29 * HOUR_MS,
        },
      ],
    },
    getHistoryDrifts: {
      drifts: [
        {
          step: "24h",
          at: Date.UTC(2026, 8, 20),
          origin: "feed",
          differing: 3,
          missing: 0,
          extra: 1,
          worstItemId: 4151,
          worstGp: 120,
          checkedAt: now - HOUR_MS,
        },
      ],
    },
  };
  for (const [name, answer] of Object.entries(data)) {
    await page.route(`**/trpc/items.${name}**`, (route) =>
      route.fulfill({ json: { result: { data: answer } } }),
    );
  }
}

test("an admin is led to what is missing, refused, raised and adrift, each said in words where it is none", async ({
  page,
}) => {
  await joinAsAdmin(page, newcomer("Ada"), "/admin/users");
  await page
    .getByRole("navigation", { name: "Admin pages" })
    .getByRole("link", { name: "History", exact: true })
    .click();
  await expect(page).toHaveURL("/admin/history");
  await expect(page.getByRole("region", { name: "Last backfill" })).toContainText(/[\d,]+ of [\d,]+ buckets/);
  await expect(page.getByRole("region", { name: "Gaps" })).toBeVisible();
  await expect(page.getByRole("region", { name: "Refused points" })).toContainText("No point was refused.");
  await tab(page, "Alerts").click();
  await expect(page.getByRole("heading", { name: "No alert was raised" })).toBeVisible();
  await tab(page, "Drift").click();
  await expect(page.getByRole("heading", { name: "Nothing has drifted" })).toBeVisible();
  await expect(page).toHaveURL("/admin/history?view=drift");
});

test("says what failed and shows it in place once it is there", async ({ page }) => {
  await joinAsAdmin(page, newcomer("Pat"), "/settings/profile");
  await page.route("**/trpc/items.getHistoryAlerts**", (route) => route.abort());
  await page.goto("/admin/history?view=alerts");
  await expect(page.getByRole("alert").filter({ hasText: "The alerts could not be loaded" })).toBeVisible({
    timeout: 20_000,
  });
  await page.unrouteAll();
  await tellOf(page);
  await button(page, "Try again").click();
  const alert = table(page, "Alerts").getByRole("row").filter({ hasText: "3 of 48 buckets" });
  await expect(alert).toContainText("<img src=x");
  await expect(alert).toContainText("3×");
  await expect(alert).toContainText("Open");
  await expect(table(page, "Alerts").getByRole("row").last()).toContainText("Closed 1d ago");
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no serious accessibility fault in ${colorScheme} and fits 1440 and 360 px`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await joinAsAdmin(page, newcomer("Axe"), "/settings/profile");
    await tellOf(page);
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 740 });
      for (const [view, ready] of [
        ["report", "later than 90 days"],
        ["alerts", "3 of 48 buckets"],
        ["drift", "the feed"],
      ] as const) {
        await page.goto(`/admin/history?view=${view}`);
        await expect(page.getByText(ready).first()).toBeVisible();
        expect(await seriousViolations(page), `${view} at ${width}`).toEqual([]);
        const main = page.getByRole("main");
        expect(await main.evaluate((box) => box.scrollWidth - box.clientWidth)).toBeLessThanOrEqual(0);
      }
    }
  });
}
