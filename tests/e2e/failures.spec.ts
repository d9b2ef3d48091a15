import type { BrowserContext, Page } from "@playwright/test";
import { account, button, join, newcomer } from "./support/accounts.ts";
import { joinAsAdmin } from "./support/admin.ts";
import { expect, seriousViolations, test } from "./support/test.ts";

test.setTimeout(120_000);

const WHIP = 4151;
/** From the moment that a page asks. */
const LIMIT_MS = 10_000;

const fault = (httpStatus: number, message: string) => ({
  status: httpStatus,
  json: { error: { message, code: -32_603, data: { code: "INTERNAL_SERVER_ERROR", httpStatus } } },
});

/** What a request meets, and the words for it. */
const WAYS = {
  abort: { words: "The server cannot be reached.", meet: "abort" },
  hang: { words: "The server did not answer in time.", meet: "hang" },
  fault: {
    words: "Internal error (4f2a). It is tried again by itself.",
    meet: fault(500, "Internal error (4f2a)"),
  },
} as const;
type Way = keyof typeof WAYS;

type Place = {
  path: string;
  procedure: string;
  title: string;
  way: Way;
  /** What is done on the page before it asks. */
  act?: (page: Page) => Promise<void>;
};

const openPalette = async (page: Page) => {
  await page
    .getByRole("banner")
    .getByRole("button", { name: /Search/ })
    .click();
  await page.getByRole("combobox", { name: "Search items and pages" }).fill("whip");
};

const toLiquidity = (page: Page) =>
  page.getByRole("heading", { name: /hour/i }).first().scrollIntoViewIfNeeded();

const PLACES: readonly Place[] = [
  {
    path: "/",
    procedure: "items.getChanges",
    title: "The rest of the list could not be loaded",
    way: "hang",
  },
  {
    path: `/items/${WHIP}`,
    procedure: "items.getPriceHistory",
    title: "The price history could not be loaded",
    way: "hang",
  },
  {
    path: `/items/${WHIP}`,
    procedure: "items.getPriceHistory",
    title: "The hours could not be loaded",
    way: "fault",
    act: toLiquidity,
  },
  {
    path: "/plans",
    procedure: "items.search",
    title: "Items could not be searched",
    way: "abort",
    act: openPalette,
  },
  {
    path: "/settings/profile",
    procedure: "auth.me",
    title: "Your settings could not be loaded",
    way: "hang",
  },
  {
    path: "/settings/sessions",
    procedure: "auth.sessions",
    title: "Your sessions could not be loaded",
    way: "fault",
  },
  {
    path: "/settings/billing",
    procedure: "billing.status",
    title: "Your plan could not be loaded",
    way: "abort",
  },
  {
    path: "/portfolio",
    procedure: "portfolio.get",
    title: "Your portfolio could not be loaded",
    way: "hang",
  },
  { path: "/profit", procedure: "profit.getSummary", title: "Your profit could not be loaded", way: "fault" },
  { path: "/limits", procedure: "limits.get", title: "Your limits could not be loaded", way: "abort" },
  { path: "/admin/users", procedure: "admin.users", title: "The accounts could not be loaded", way: "hang" },
  { path: "/admin/audit", procedure: "admin.auditLog", title: "The log could not be loaded", way: "fault" },
  {
    path: "/admin/history",
    procedure: "items.getHistoryReport",
    title: "The report could not be loaded",
    way: "abort",
  },
  {
    path: "/admin/updates",
    procedure: "items.getUpdatesToEdit",
    title: "The game updates could not be loaded",
    way: "fault",
  },
];

/** Breaks what one page asks for, reads the words, mends it, and presses the button. */
async function breakAndMend(
  context: BrowserContext,
  { path, procedure, title, way, act }: Place,
): Promise<void> {
  const page = await context.newPage();
  const { meet, words } = WAYS[way];
  const broken = `**/trpc/${procedure}?*`;
  const bare = `**/trpc/${procedure}`;
  for (const url of [broken, bare]) {
    await page.route(url, async (route) => {
      if (meet === "abort") await route.abort("connectionrefused");
      else if (meet !== "hang") await route.fulfill(meet);
    });
  }
  const asked = page.waitForRequest((request) => request.url().includes(`/trpc/${procedure}`));
  await page.goto(path);
  await act?.(page);
  await asked;
  const alert = page.getByRole("alert").filter({ hasText: title });
  await expect(alert, title).toContainText(words, { timeout: LIMIT_MS });
  // The alert and its button are one element's children.
  const again = alert.locator("..").getByRole("button", { name: /Try/ });
  if (title.startsWith("The accounts")) expect(await seriousViolations(page)).toEqual([]);
  await again.focus();
  await page.unrouteAll({ behavior: "ignoreErrors" });
  await again.press("Enter");
  await expect(alert, title).toHaveCount(0);
  // The button is gone, and the focus is not lost with it.
  expect(await page.evaluate(() => document.activeElement?.tagName), title).not.toBe("BODY");
  await page.close();
}

test("what cannot be loaded ends in words and a button within ten seconds, on every page", async ({
  page,
  context,
}) => {
  await joinAsAdmin(page, newcomer("Fay"), "/settings/profile");
  for (let from = 0; from < PLACES.length; from += 4) {
    await Promise.all(PLACES.slice(from, from + 4).map((place) => breakAndMend(context, place)));
  }
});

test("a rate limit says when, an ended session where to sign in; what is broken is asked for again by itself", async ({
  page,
}) => {
  await joinAsAdmin(page, newcomer("Uma"), "/settings/profile");
  const log = "**/trpc/admin.auditLog?*";
  let status = 429;
  await page.route(log, (route) =>
    route.fulfill({
      status,
      json: {
        error: {
          message: "Too many requests",
          code: -32_029,
          data: {
            httpStatus: status,
            app: status === 429 ? { code: "rate_limited", retryAfterS: 30 } : null,
          },
        },
      },
    }),
  );
  await page.goto("/admin/audit");
  const alert = page.getByRole("alert").filter({ hasText: "The log could not be loaded" });
  await expect(alert).toContainText("asked too often");
  const again = button(page, /^Try again/);
  await expect(again).toContainText(/in \d+ s/);
  await expect(again).toHaveAttribute("aria-disabled", "true");

  status = 401;
  await page.reload();
  await expect(alert).toContainText("You are signed out");
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Fadmin%2Faudit",
  );

  status = 502;
  await page.reload();
  await expect(alert).toBeVisible();
  await page.unroute(log);
  await expect(page.getByRole("table", { name: "Audit log" })).toBeVisible();
  await expect(alert).toHaveCount(0);
});

test("a part of an old build that the server no longer has ends in words and a reload", async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 400 });
  await join(page, newcomer("Olga"), `/items/${WHIP}`);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Abyssal whip");
  const code = "**/_next/static/chunks/**";
  await page.route(code, (route) => route.fulfill({ status: 404, body: "There is no such file" }));
  // What opens over the page leaves the page as it is.
  await account(page).click();
  await expect(page.getByRole("alert").filter({ hasText: "This part could not be loaded" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Abyssal whip");
  await page.getByRole("heading", { name: "Liquidity by hour of the week" }).scrollIntoViewIfNeeded();
  const alert = page.getByRole("alert").filter({ hasText: "Nothing you saved is affected." });
  await expect(alert.getByRole("heading", { name: "A newer version is here" })).toBeVisible();
  await page.unroute(code);
  await alert.getByRole("button", { name: "Reload" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Abyssal whip");
});
