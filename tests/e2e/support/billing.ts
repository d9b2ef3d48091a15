import type { Locator, Page } from "@playwright/test";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import { newCardNumber } from "../../support/billing/card-number.ts";
import { startDesk } from "./desk.ts";
import { expect, test as base } from "./test.ts";

const START_LIMIT_MS = 360_000;
const DAY_S = 86_400;
/** Nobody looks at prices here, and a year of them for every item takes a core for minutes. */
const ITEMS = 20;

/** A desk of its own that sells, by a Stripe of its own whose clock tests move. */
export const test = base.extend<object, { sellingDesk: string }>({
  sellingDesk: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, run) => {
      const feed = await startFeedSimulator({ port: 0, itemLimit: ITEMS });
      const desk = await startDesk({ PRICE_FEED_URL: feed.url }, { sells: true });
      // A worker's fixture: no spec without it runs in this process.
      process.env["E2E_MAIL_URL"] = desk.mailUrl;
      process.env["E2E_DATA_DIR"] = desk.dataDir;
      await run(desk.url);
      await desk.stop();
      await feed.close();
    },
    { scope: "worker", timeout: START_LIMIT_MS },
  ],
  baseURL: async ({ sellingDesk }, run) => {
    await run(sellingDesk);
  },
});

/** From the desk to the page of Stripe where one pays; answers where that Stripe is. */
export async function toCheckout(page: Page, verb: "Start 30 days free" | "Subscribe"): Promise<string> {
  await page.getByRole("button", { name: verb, exact: true }).click();
  await expect(page).toHaveURL(/\/c\/pay\//);
  return new URL(page.url()).origin;
}

/** The trial of who is signed in, with a card of their own; answers where Stripe is. */
export async function startTrial(page: Page): Promise<string> {
  await page.goto("/plans");
  const stripe = await toCheckout(page, "Start 30 days free");
  await payBy(page, newCardNumber(), "Start trial");
  await expect(page.getByText("Done. Pro trial until")).toBeVisible();
  return stripe;
}

/** The switches of the simulated Stripe: its clock, its faults. */
export async function control(
  stripe: string,
  method: "POST" | "DELETE",
  action: "clock" | "faults",
  body: object = {},
): Promise<void> {
  const request = { method, ...(method === "POST" && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${stripe}/_control/${action}`, request);
  expect(answer.status, `${method} ${action}`).toBe(200);
}

/** Moves Stripe's clock, with all that happens on the way. */
export const advance = (stripe: string, days: number): Promise<void> =>
  control(stripe, "POST", "clock", { advanceS: days * DAY_S });

/** Stripe's checkout with a card, to its end. */
export async function payBy(page: Page, card: string, verb: "Start trial" | "Subscribe"): Promise<void> {
  await page.getByLabel("Card number").fill(card);
  await page.getByLabel("Expiration (MM / YY)").fill("12 / 40");
  await page.getByLabel("Security code (CVC)").fill("123");
  await page.getByRole("button", { name: verb, exact: true }).click();
}

export const standing = (page: Page): Locator => page.getByRole("region", { name: "Your plan" });

/** Reloads the plan's page until what Stripe told of has arrived there. */
export const untilStands = (page: Page, words: RegExp): Promise<void> =>
  expect(async () => {
    await page.goto("/settings/billing");
    await expect(standing(page)).toContainText(words, { timeout: 3_000 });
  }).toPass({ timeout: 60_000 });

/** Whether the server lets this browser make an API key, whatever the page shows. */
export const mayMakeKey = (page: Page): Promise<{ status: number; code: unknown }> =>
  page.evaluate(async () => {
    const answer = await fetch("/trpc/apiKeys.create", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ name: "asked directly" }),
    });
    const body = (await answer.json()) as { error?: { data?: { app?: { code?: unknown } } } };
    return { status: answer.status, code: body.error?.data?.app?.code ?? null };
  });

/** How far the page is wider than its window. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const main = document.querySelector("main");
    return Math.max(
      document.documentElement.scrollWidth - innerWidth,
      (main?.scrollWidth ?? 0) - (main?.clientWidth ?? 0),
    );
  });
