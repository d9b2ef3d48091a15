import { button, field, join, newcomer, section, signUp } from "./support/accounts.ts";
import { joinAsAdmin } from "./support/admin.ts";
import {
  advance,
  control,
  mayMakeKey,
  overflow,
  payBy,
  standing,
  startTrial,
  test,
  toCheckout,
  untilStands,
} from "./support/billing.ts";
import { newCardNumber } from "../support/billing/card-number.ts";
import { watchPolicy } from "./support/csp.ts";
import { expect, seriousViolations } from "./support/test.ts";

// One desk, and one clock of Stripe for all: the tests take their turns.
test.describe.configure({ mode: "default" });
test.setTimeout(180_000);

/** A name is text, whatever it is made of. */
const KEY_NAME = '"><img src=x onerror=ran=1> bot';

const keys = (page: Parameters<typeof section>[0]) => section(page, "API keys");

test("sign up, trial, checkout, gate opens, card fails, grace, cancel, gate closes", async ({ page }) => {
  const stopped = await watchPolicy(page);
  await page.goto("/sign-up");
  await signUp(page, newcomer());
  await expect(page.getByRole("banner").getByRole("button", { name: "Account" })).toBeVisible();
  await page.goto("/settings/billing");
  await expect(standing(page)).toContainText("You are on Free.");
  await expect(page.getByText("Test mode: no real money")).toBeVisible();
  await expect(keys(page).getByRole("note")).toContainText("API keys are part of Pro");
  expect(await mayMakeKey(page)).toEqual({ status: 403, code: "plan_required" });

  await keys(page).getByRole("link", { name: "See plans" }).click();
  await expect(page).toHaveURL("/plans");
  await expect(
    page.getByText("30 days free with a card, then $9.99 a month unless you cancel."),
  ).toBeVisible();
  const stripe = await toCheckout(page, "Start 30 days free");
  await payBy(page, newCardNumber("0341"), "Start trial");

  await expect(page).toHaveURL("/settings/billing");
  await expect(page.getByRole("status").filter({ hasText: "Done. Pro trial until" })).toBeVisible();
  await expect(standing(page)).toContainText("Monthly, $9.99 a month");
  await field(page, "Name of a new key").fill(KEY_NAME);
  await button(page, "Make a key").click();
  await expect(page.getByText(/^gem_[\w-]{20,}$/)).toBeVisible();
  await button(page, "I have it").click();
  await expect(page.getByText(/^gem_[\w-]{20,}$/)).toHaveCount(0);
  await expect(keys(page).getByRole("list", { name: "API keys" })).toContainText(KEY_NAME);
  await page.reload();
  await expect(keys(page).getByRole("list", { name: "API keys" })).toContainText(KEY_NAME);
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  expect(await stopped()).toEqual([]);

  await advance(stripe, 31);
  await untilStands(page, /Payment failed: Pro goes on until/);
  await expect(standing(page)).toContainText("Grace until");
  const invoices = section(page, "Invoices");
  await expect(invoices.getByRole("row").filter({ hasText: "Open" })).toContainText("$9.99");
  await expect(field(page, "Name of a new key")).toBeVisible();

  await button(page, "Cancel plan").click();
  await expect(page.getByText("It will not be renewed")).toBeVisible();
  await button(page, "Yes, cancel").click();
  await expect(button(page, "Resume")).toBeVisible();
  await expect(standing(page)).toContainText("You have set it to end");

  await advance(stripe, 60);
  await untilStands(page, /Pro ended.*you are on Free/);
  await expect(standing(page).getByRole("note")).toContainText("price history beyond 365 days");
  await expect(keys(page).getByRole("note")).toContainText("API keys are part of Pro");
  await expect(keys(page).getByRole("listitem")).toContainText("Locked");
  expect(await mayMakeKey(page)).toEqual({ status: 403, code: "plan_required" });
  await page.goto("/plans");
  await expect(button(page, "Subscribe")).toBeVisible();
});

test("a trial: leave the checkout, come back, cancel, resume, change, portal", async ({ page }) => {
  await join(page, newcomer(), "/plans?pay=yearly");
  await toCheckout(page, "Start 30 days free");
  await page.getByRole("link", { name: "Cancel and go back" }).click();
  await expect(page.getByText("You left the checkout: nothing was bought")).toBeVisible();
  await expect(page).toHaveURL("/settings/billing");

  await page.getByRole("link", { name: "Start your free trial" }).click();
  await toCheckout(page, "Start 30 days free");
  await expect(button(page, "Start trial without card")).toHaveCount(0);
  const card = newCardNumber();
  await payBy(page, card, "Start trial");
  await expect(page.getByText("Done. Pro trial until")).toBeVisible();
  await expect(standing(page)).toContainText("Then your card is charged and Pro goes on for $9.99 a month");
  await page.goto("/settings/data");
  await expect(section(page, "Delete the account").getByRole("note")).toContainText(
    /trial of Pro, until .*It ends at once with the account/,
  );
  await page.goto("/settings/billing");

  await button(page, "Cancel plan").click();
  await expect(button(page, "Yes, cancel")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(button(page, "Cancel plan")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/Pro goes on until .*, then you are on Free/)).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(standing(page)).toContainText("Then you are on Free. Nothing will be charged.");
  await expect(page.getByRole("heading", { name: "Your plan" })).toBeFocused();
  await button(page, "Resume").click();
  await expect(standing(page)).toContainText("Then your card is charged and Pro goes on");

  await button(page, "Change to yearly").click();
  await button(page, "Yes, change to yearly").click();
  await expect(standing(page)).toContainText("Yearly, $99.90 a year");
  await button(page, "Card and invoices").click();
  await page.getByRole("link", { name: "Return" }).click();
  await expect(page.getByText("Back from Stripe. Pro trial until")).toBeVisible();
  await expect(page).toHaveURL("/settings/billing");
  await page.goto("/plans?pay=yearly");
  await expect(page.getByRole("link", { name: "Manage your plan" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: /^Pro/ })).toContainText("Your plan");

  await page.context().clearCookies();
  await join(page, newcomer(), "/plans");
  await toCheckout(page, "Start 30 days free");
  await payBy(page, card, "Start trial");
  await expect(page).toHaveURL("/settings/billing");
  const news = page.getByRole("status").filter({ hasText: "Your card had a trial before" });
  await expect(news).toContainText("Nothing was charged");
  await expect(button(page, "Ask again")).toHaveCount(0);
  await expect(standing(page)).toContainText("You can start Pro without a trial under Plans");
  await expect(standing(page).getByRole("note")).toHaveCount(0);
  await page.getByRole("link", { name: "See plans" }).first().click();
  await expect(button(page, "Subscribe")).toBeVisible();
});

test("Stripe away: the page says so, loses nothing, and tries again in place", async ({ page }) => {
  await join(page, newcomer(), "/");
  const stripe = await startTrial(page);
  await control(stripe, "POST", "faults", { endpoint: "*", kind: "status", status: 500, times: 1_000 });
  try {
    await page.goto("/settings/billing?portal=left");
    await expect(page.getByText("Stripe does not answer right now").first()).toBeVisible({ timeout: 40_000 });
    await expect(standing(page)).toContainText("Pro trial until");
    const invoices = section(page, "Invoices");
    await expect(invoices).toContainText("Your invoices are safe at Stripe.", { timeout: 40_000 });
    await button(page, "Cancel plan").click();
    await button(page, "Yes, cancel").click();
    await expect(page.getByText("Nothing was changed and nothing was charged")).toBeVisible({
      timeout: 40_000,
    });
    await control(stripe, "DELETE", "faults");
    await invoices.getByRole("button", { name: "Try again" }).click();
    await expect(invoices.getByRole("alert")).toHaveCount(0);
    await button(page, "Ask again").click();
    await expect(page.getByText("Back from Stripe. Pro trial until")).toBeVisible();
  } finally {
    await control(stripe, "DELETE", "faults");
  }
});

test("the pricing page is whole without scripts, and says the verb to strangers", async ({
  page,
  browser,
}) => {
  await page.goto("/");
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Plans" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: "Sign in to start" })).toHaveAttribute(
    "href",
    "/sign-in?next=%2Fplans",
  );
  await page
    .getByRole("navigation", { name: "How to pay" })
    .getByRole("link", { name: /Yearly/ })
    .click();
  await expect(page).toHaveURL("/plans?pay=yearly");
  await expect(page.getByRole("columnheader", { name: /^Pro/ })).toContainText("$99.90 a year");

  const baseURL = new URL(page.url()).origin;
  const bare = await browser.newContext({ javaScriptEnabled: false, baseURL });
  const plain = await bare.newPage();
  await plain.goto("/plans");
  const table = plain.getByRole("table", { name: "What each plan allows" });
  const row = (name: string) => table.getByRole("row").filter({ hasText: name });
  await expect(row("Price history").getByRole("cell")).toHaveText(["365 days", "All on record"]);
  await expect(row("Watched items").getByRole("cell")).toHaveText(["10", "500"]);
  await expect(row("Alerts on any metric").getByRole("rowheader")).toContainText("coming");
  await expect(row("API keys").getByRole("cell")).toHaveText(["None", "5"]);
  await plain.getByRole("link", { name: /Yearly 2 months free/ }).click();
  await expect(plain.getByRole("columnheader", { name: /^Pro/ })).toContainText("$99.90 a year");
  await bare.close();
});

test("admins read the report, replay an event and see when none has drifted; others get a 403", async ({
  page,
}) => {
  await join(page, newcomer(), "/admin/billing");
  await expect(page.getByRole("heading", { name: /^403/ })).toBeVisible();
  await startTrial(page);
  await joinAsAdmin(page, newcomer("Ada"), "/admin/billing");
  const main = page.getByRole("main");
  await expect(main.getByText("Revenue a month")).toBeVisible();
  await expect(main.getByRole("table", { name: "Customers by state" })).toContainText("In trial");
  await page.getByRole("tab", { name: "Webhooks" }).click();
  const event = page
    .getByRole("table", { name: "Webhooks" })
    .getByRole("row")
    .filter({ hasText: "customer.subscription.created" })
    .first();
  // By the job that the event asked for, which the worker runs in its own time.
  await expect(async () => {
    if (!(await event.innerText()).includes("Synced")) await button(page, "Refresh").click();
    await expect(event).toContainText("Synced", { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await event.getByRole("button", { name: /^Replay/ }).click();
  await expect(event.getByRole("status")).toHaveText("Asked about again");
  await page.getByRole("tab", { name: "Unknown" }).click();
  await expect(page).toHaveURL(/state=unknown/);
  await page.getByRole("tab", { name: "Drift" }).click();
  await expect(page.getByRole("heading", { name: "Nothing has drifted" })).toBeVisible();
});

for (const colorScheme of ["dark", "light"] as const) {
  test(`wide and narrow, ${colorScheme}: nothing overflows and axe finds nothing serious`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await joinAsAdmin(page, newcomer("W".repeat(40)), "/");
    await startTrial(page);
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 900 });
      for (const [path, ready] of [
        ["/plans", "Manage your plan"],
        ["/settings/billing", "Pro trial until"],
        ["/admin/billing", "Revenue a month"],
        ["/admin/billing?view=events", "customer.subscription.created"],
      ] as const) {
        await page.goto(path);
        await expect(page.getByText(ready).first()).toBeVisible();
        expect(await overflow(page), `${path} at ${width}`).toBeLessThanOrEqual(0);
        expect(await seriousViolations(page), `${path} at ${width}`).toEqual([]);
      }
    }
  });
}
